import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';

const CONFIGS = resolve(import.meta.dirname, '../../fixtures/clusters');

/** What the config files of a scenario come to: the cluster that it is about, and all of them. */
export interface LabCluster {
  readonly cluster: Cluster;
  readonly all: readonly Cluster[];
  /** What the machines were called: each has a folder with its files. */
  readonly hosts: readonly string[];
}

const SYSTEMS: Readonly<Record<string, string>> = {
  Patroni: 'patroni',
  Sentinel: 'redis',
  Galera: 'galera',
  EtcdCluster: 'etcd',
  Postgres: 'postgres',
};

/** Reads the config files of a scenario; undefined: they come to no cluster of that system. */
export function clusterOf(scenario: string, system: string): LabCluster | undefined {
  const folder = folderOf(scenario);
  if (folder === undefined) return undefined;
  const fragments = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .flatMap(path =>
      readSource(
        new Source(`file:///lab/${path.slice(dirname(folder).length + 1)}`, readFileSync(path, 'utf8')),
        MODULES,
      ),
    );
  const { clusters } = joinFragments(fragments, MODULES);
  const cluster = clusters.find(each => each.system === SYSTEMS[system]);
  const hosts = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return cluster && { cluster, all: clusters, hosts };
}

/** Each experiment has a folder for its scenarios: `lab`, and those whose names begin so. */
function folderOf(scenario: string): string | undefined {
  return readdirSync(CONFIGS)
    .filter(name => /^lab(?:-|$)/.test(name))
    .map(name => join(CONFIGS, name, scenario))
    .find(existsSync);
}
