import type { Cluster } from '../../../cluster/model.js';
import type { Setting, Written } from '../../../cluster/settings.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

export const CLUSTER_DOCS = {
  title: 'CouchDB: cluster options',
  url: 'https://docs.couchdb.org/en/stable/config/cluster.html',
};
export const THEORY = {
  title: 'CouchDB: theory of clusters',
  url: 'https://docs.couchdb.org/en/stable/cluster/theory.html',
};
export const CONFLICTS = {
  title: 'CouchDB: replication and conflicts',
  url: 'https://docs.couchdb.org/en/stable/replication/conflicts.html',
};

export function couch(files: Readonly<Record<string, string>>, says?: string): Example[] {
  return [clusterExample('couchdb', files, says)];
}

/** A setting of all nodes, once for each place where it is written. */
export function eachCouchSetting(
  cluster: Cluster,
  name: string,
  report: (setting: Setting & { readonly written: Written }) => void,
): void {
  const seen = new Set<string>();
  for (const { settings } of cluster.members) {
    const setting = settings.couchdb?.given(name);
    if (setting === undefined) continue;
    const key = `${setting.written.origin.unit.uri}:${setting.written.origin.span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    report(setting);
  }
}
