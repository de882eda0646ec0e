import type { System } from '../../../cluster/systems.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

export const CRDB = {
  survive: {
    title: 'CockroachDB: SURVIVE {ZONE, REGION} FAILURE',
    url: 'https://www.cockroachlabs.com/docs/v21.1/survive-failure',
  },
  goals: {
    title: 'CockroachDB: ZONE or REGION survival goals',
    url: 'https://www.cockroachlabs.com/docs/v22.2/when-to-use-zone-vs-region-survival-goals',
  },
  zones: {
    title: 'CockroachDB: replication zones',
    url: 'https://www.cockroachlabs.com/docs/stable/configure-replication-zones',
  },
  start: {
    title: 'CockroachDB: cockroach start',
    url: 'https://www.cockroachlabs.com/docs/stable/cockroach-start',
  },
  followers: {
    title: 'CockroachDB: follower reads',
    url: 'https://www.cockroachlabs.com/docs/stable/follower-reads',
  },
  heartbeat: {
    title: 'CockroachDB: heartbeat.go, how nodes compare their offsets',
    url: 'https://github.com/cockroachdb/cockroach/blob/master/pkg/rpc/heartbeat.go',
  },
  source: {
    title: 'CockroachDB: zone.go, what a zone may say',
    url: 'https://github.com/cockroachdb/cockroach/blob/master/pkg/config/zonepb/zone.go',
  },
} as const;

export const YB = {
  masters: {
    title: 'YugabyteDB: start YB-Masters',
    url: 'https://docs.yugabyte.com/stable/deploy/manual-deployment/start-masters/',
  },
  tablespaces: {
    title: 'YugabyteDB: tablespaces',
    url: 'https://docs.yugabyte.com/stable/explore/going-beyond-sql/tablespaces/',
  },
} as const;

export const TIDB_PAGES = {
  labels: {
    title: 'TiDB: schedule replicas by topology labels',
    url: 'https://docs.pingcap.com/tidb/stable/schedule-replicas-by-topology-labels/',
  },
  pd: { title: 'TiDB: PD configuration', url: 'https://docs.pingcap.com/tidb/stable/pd-configuration-file/' },
  topology: {
    title: 'TiUP: topology reference',
    url: 'https://docs.pingcap.com/tidb/stable/tiup-cluster-topology-reference/',
  },
} as const;

/** Statements of CockroachDB or YugabyteDB as an example. */
export function sqlExample(system: System & ('cockroach' | 'yugabyte'), sql: string, says?: string): Example {
  return clusterExample(system, { 'db/placement.sql': `-- dialect: ${system}\n${sql}\n` }, says);
}

/** A script that starts nodes of CockroachDB, each with its own options. */
export function startExample(options: readonly string[], says?: string): Example {
  const services = options.map(
    (each, i) =>
      `  crdb${i + 1}:\n    image: cockroachdb/cockroach:v24.1.0\n    command: start --join=crdb1,crdb2,crdb3 --certs-dir=/certs ${each}\n`,
  );
  return clusterExample('cockroach', { 'docker-compose.yml': `services:\n${services.join('')}` }, says);
}

/** A topology of TiUP: how many members of PD, then the stores with what stands below each. */
export function tiupExample(pd: number, stores: readonly string[], more = '', says?: string): Example {
  const text = [
    ...(more === '' ? [] : [more]),
    'pd_servers:',
    ...Array.from({ length: pd }, (_, i) => `  - host: 10.0.1.${i + 1}`),
    'tidb_servers:',
    '  - host: 10.0.2.1',
    'tikv_servers:',
    ...stores.map(store => `  - ${store}`),
    '',
  ].join('\n');
  return clusterExample('tidb', { 'topology.yaml': text }, says);
}

/** A TidbCluster of the operator: how many pods of PD and TiKV, and PD's config in TOML. */
export function tidbClusterExample(
  pd: number,
  tikv: number,
  toml: readonly string[],
  says?: string,
): Example {
  const config =
    toml.length === 0 ? '    config: {}\n' : `    config: |\n${toml.map(line => `      ${line}\n`).join('')}`;
  const text = `apiVersion: pingcap.com/v1alpha1\nkind: TidbCluster\nmetadata:\n  name: orders\nspec:\n  version: v8.5.0\n  pd:\n    baseImage: pingcap/pd\n    replicas: ${pd}\n${config}  tikv:\n    baseImage: pingcap/tikv\n    replicas: ${tikv}\n  tidb:\n    replicas: 2\n`;
  return clusterExample('tidb', { 'tidb-cluster.yaml': text }, says);
}

/** Stores on as many machines, without labels. */
export function plainStores(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `host: 10.0.3.${i + 1}`);
}
