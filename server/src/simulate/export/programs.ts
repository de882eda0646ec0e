import type { System } from '../../cluster/systems.js';

/** What to kill and what to start for a system: a word of its command line, and the unit that usually starts it. */
export interface Program {
  readonly process: string;
  readonly unit: string;
}

/** Programs by the systems that run on a host. A system that another one starts has no unit to start. */
export const PROGRAMS: Partial<Record<System, Program>> = {
  patroni: { process: 'patroni', unit: 'patroni' },
  postgres: { process: 'postgres', unit: 'postgresql' },
  repmgr: { process: 'repmgrd', unit: 'repmgrd' },
  pgpool: { process: 'pgpool', unit: 'pgpool2' },
  pg_auto_failover: { process: 'pg_autoctl', unit: 'pgautofailover' },
  haproxy: { process: 'haproxy', unit: 'haproxy' },
  pgbouncer: { process: 'pgbouncer', unit: 'pgbouncer' },
  mysql: { process: 'mysqld', unit: 'mysql' },
  mariadb: { process: 'mariadbd', unit: 'mariadb' },
  orchestrator: { process: 'orchestrator', unit: 'orchestrator' },
  mongodb: { process: 'mongod', unit: 'mongod' },
  cassandra: { process: 'CassandraDaemon', unit: 'cassandra' },
  scylla: { process: 'scylla', unit: 'scylla-server' },
  couchdb: { process: 'beam.smp', unit: 'couchdb' },
  etcd: { process: 'etcd', unit: 'etcd' },
  consul: { process: 'consul', unit: 'consul' },
  zookeeper: { process: 'QuorumPeerMain', unit: 'zookeeper' },
  cockroach: { process: 'cockroach', unit: 'cockroach' },
  redis: { process: 'redis-server', unit: 'redis-server' },
  valkey: { process: 'valkey-server', unit: 'valkey-server' },
  sentinel: { process: 'redis-sentinel', unit: 'redis-sentinel' },
  kafka: { process: 'kafka.Kafka', unit: 'kafka' },
  elasticsearch: { process: 'elasticsearch', unit: 'elasticsearch' },
  opensearch: { process: 'opensearch', unit: 'opensearch' },
  clickhouse: { process: 'clickhouse-server', unit: 'clickhouse-server' },
  rabbitmq: { process: 'beam.smp', unit: 'rabbitmq-server' },
};

/** Those of a host, each once, the manager before what it manages: killed in this order it starts nothing again. */
export function programsOf(systems: ReadonlySet<System>): readonly Program[] {
  const found = (Object.keys(PROGRAMS) as System[]).filter(system => systems.has(system));
  const managed = systems.has('patroni') || systems.has('pg_auto_failover');
  return found.flatMap(system => {
    const program = PROGRAMS[system]!;
    return [managed && system === 'postgres' ? { process: program.process, unit: '' } : program];
  });
}

/** The program that a schedule names; undefined where the name is not one that fits into a command. */
export function programNamed(name: string): Program | undefined {
  const known = Object.entries(PROGRAMS).find(
    ([system, { process }]) => system === name.toLowerCase() || process === name,
  );
  if (known !== undefined) return known[1];
  return /^[A-Za-z0-9_][\w.@-]*$/.test(name) ? { process: name, unit: name } : undefined;
}
