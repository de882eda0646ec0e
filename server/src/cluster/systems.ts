/**
 * Systems whose configs are read, with the name that people know them by. A system is what has parameters of its own:
 * a Patroni cluster speaks of `patroni` and of `postgres`.
 */
export const SYSTEMS = {
  postgres: 'PostgreSQL',
  patroni: 'Patroni',
  cloudnativepg: 'CloudNativePG',
  crunchy: 'Crunchy Postgres for Kubernetes',
  zalando: 'Zalando Postgres Operator',
  repmgr: 'repmgr',
  pgpool: 'Pgpool-II',
  pg_auto_failover: 'pg_auto_failover',
  haproxy: 'HAProxy',
  pgbouncer: 'PgBouncer',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  'group-replication': 'MySQL Group Replication',
  galera: 'Galera Cluster',
  ndb: 'MySQL NDB Cluster',
  orchestrator: 'Orchestrator',
  proxysql: 'ProxySQL',
  mysqlrouter: 'MySQL Router',
  maxscale: 'MaxScale',
  mha: 'MHA',
  mongodb: 'MongoDB',
  cassandra: 'Cassandra',
  scylla: 'ScyllaDB',
  dynamodb: 'DynamoDB',
  couchdb: 'CouchDB',
  etcd: 'etcd',
  consul: 'Consul',
  zookeeper: 'ZooKeeper',
  cockroach: 'CockroachDB',
  yugabyte: 'YugabyteDB',
  tidb: 'TiDB',
  spanner: 'Spanner',
  redis: 'Redis',
  valkey: 'Valkey',
  sentinel: 'Redis Sentinel',
  kafka: 'Kafka',
  elasticsearch: 'Elasticsearch',
  opensearch: 'OpenSearch',
  clickhouse: 'ClickHouse',
  rabbitmq: 'RabbitMQ',
  neutral: 'a cluster description',
} as const;

export type System = keyof typeof SYSTEMS;

export function isSystem(name: string): name is System {
  return Object.hasOwn(SYSTEMS, name);
}

/** A cluster as a sentence calls it: by its name; one that nobody named, and so has its system's, as people know that system. */
export function called({ name, system }: { readonly name: string; readonly system: System }): string {
  return name === system ? SYSTEMS[system] : name;
}
