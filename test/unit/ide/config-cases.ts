import { SQL_CONFIGS } from './config-cases-sql.js';
import { STORE_CONFIGS } from './config-cases-stores.js';

/** A small file of a format, and what is said at its places. `<>` is where a key could be added. */
export interface ConfigCase {
  readonly format: string;
  readonly path: string;
  readonly text: string;
  /** The key with `^` in it, and what its hover says. */
  readonly key: readonly [string, ...RegExp[]];
  /** The same on a value. */
  readonly value?: readonly [string, ...RegExp[]];
  /** A key that is offered at `<>`. */
  readonly offers?: string;
  /** Keys that are not, since they are there. */
  readonly not?: readonly string[];
  /** What the text holds once it is chosen. */
  readonly chosen?: string;
  /** A text and what was typed in its place, the values offered there, and the text once the first is chosen. */
  readonly values?: readonly (readonly [readonly [string, string], readonly string[], string])[];
}

export const CONFIGS: readonly ConfigCase[] = [...SQL_CONFIGS, ...STORE_CONFIGS];

/** Formats without keys of their own: marks, lists of addresses, command lines, statements, and files within files. */
export const WITHOUT: ReadonlySet<string> = new Set([
  'cassandra-topology.properties',
  'cassandra-reaper.yaml',
  'values of the elasticsearch and opensearch charts',
  'RabbitmqCluster',
  'CrdbCluster of the CockroachDB operator',
  'gcloud spanner in scripts',
  'advanced.config of RabbitMQ',
  'MongoDB connection string',
  'redis-cli --cluster create',
  'mounts of Kafka properties',
  'resource of a Redis operator',
  'garb.cnf',
  'operators of MySQL and MariaDB',
  'packages of MySQL and MariaDB',
  'notes on PostgreSQL in scripts',
  'scripts that write configs of Redis',
  'configs of Redis that nothing mounts any more',
  'network policies',
  'what documents say that Redis is for',
  'scripts with statements of replication',
  'scripts with statements for ProxySQL',
  'standby.signal',
  'steps of a failover',
  'pg_hba.conf',
  'connection string',
  'Redis connection string',
  'version of Patroni',
  'etcd with version 2',
  'watchdog of Patroni',
  'image of Patroni',
]);
