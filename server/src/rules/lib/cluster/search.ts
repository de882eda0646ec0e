import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

export const DISCOVERY = {
  title: 'Elasticsearch: discovery and cluster formation settings',
  url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/modules-discovery-settings.html',
};
export const VOTING = {
  title: 'Elasticsearch: voting configurations',
  url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/modules-discovery-voting.html',
};
export const BOOTSTRAP = {
  title: 'Elasticsearch: bootstrapping a cluster',
  url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/modules-discovery-bootstrap-cluster.html',
};
export const ALLOCATION = {
  title: 'Elasticsearch: cluster-level shard allocation and awareness',
  url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/modules-cluster.html',
};
export const REPLICATION = {
  title: 'Elasticsearch: reading and writing documents',
  url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/docs-replication.html',
};

/** The same example for Elasticsearch and for OpenSearch, whose file has another name. */
export function pair(files: Readonly<Record<string, string>>, says?: string): Example[] {
  const other = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name.replace(/elasticsearch\.yml$/, 'opensearch.yml'),
      text,
    ]),
  );
  const has = Object.keys(other).some(name => name.endsWith('opensearch.yml'));
  return [
    clusterExample('elasticsearch', files, says),
    clusterExample('opensearch', has ? other : { ...other, 'opensearch.yml': 'cluster.name: logs\n' }, says),
  ];
}

/** An example of what only Elasticsearch does. */
export function elastic(files: Readonly<Record<string, string>>, says?: string): Example[] {
  return [clusterExample('elasticsearch', files, says)];
}

/** Nodes of one cluster, a folder each. */
export function searchNodes(...lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((own, i) => [
      `n${i + 1}/elasticsearch.yml`,
      `cluster.name: logs\nnode.name: n${i + 1}\nnetwork.host: 10.0.0.${i + 1}\n${own}`,
    ]),
  );
}

export function searchSettings(cluster: Cluster, each: Pick<Member, 'settings'>): Settings | undefined {
  return each.settings[cluster.system];
}

export function searchMembers(cluster: Cluster): { readonly member: Member; readonly settings: Settings }[] {
  return cluster.members.flatMap(member => {
    const settings = searchSettings(cluster, member);
    return settings === undefined ? [] : [{ member, settings }];
  });
}

/** A setting of all nodes, once for each place where it is written. */
export function eachSearchSetting(
  cluster: Cluster,
  name: string,
  report: (setting: Setting & { readonly written: Written }, member: Member) => void,
): void {
  const seen = new Set<string>();
  for (const { member, settings } of searchMembers(cluster)) {
    const setting = settings.given(name);
    if (setting === undefined) continue;
    const { unit, span } = setting.written.origin;
    const key = `${unit.uri}:${span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    report(setting, member);
  }
}

/** Settings of the indexes and templates, where they are written. */
export function eachIndexSetting(
  cluster: Cluster,
  name: string,
  report: (setting: Setting & { readonly written: Written }, index: string, settings: Settings) => void,
): void {
  for (const resource of cluster.resources) {
    const settings = resource.settings[cluster.system];
    const setting = settings?.given(name);
    if (settings !== undefined && setting !== undefined) report(setting, resource.name, settings);
  }
}

/** Takes the line of a setting away, where it has one of its own. */
export function lineOf({ keyOrigin, origin }: Written) {
  const { unit, span } = keyOrigin;
  const { text } = unit.piece;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const found = text.indexOf('\n', Math.max(span.end, origin.span.end - 1));
  const end = found < 0 ? text.length : found + 1;
  return text.slice(start, span.start).trim() === ''
    ? [{ origin: { unit, span: { start, end } }, newText: '' }]
    : [];
}
