import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** Files in a folder of their own. */
export interface OwnFolder {
  /** From the repository's root, as `openPanel` wants it. */
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

const ROOT = resolve(__dirname, '../../..');
const NUMBERS = [1, 2, 3, 4, 5] as const;

/** Clusters of five members of which the panel's times are taken: files by path, the one that the panel is opened for first. */
export const FIVE = {
  'Patroni and etcd': files(n => ({
    [`n${n}/patroni.yml`]: patroni(n),
    [`n${n}/etcd.conf.yml`]: etcd(n),
  })),
  etcd: files(n => ({ [`n${n}/etcd.conf.yml`]: etcd(n) })),
  Galera: files(n => ({ [`n${n}/galera.cnf`]: galera(n) })),
  'Redis Sentinel': files(n => ({ [`n${n}/sentinel.conf`]: sentinel(n), [`n${n}/redis.conf`]: redis(n) })),
  MongoDB: { 'replica-set.js': mongo() },
} as const;

/** One of them in a folder; whoever asks removes it. */
export function fiveFolder(system: keyof typeof FIVE): OwnFolder {
  return ownFolder(FIVE[system]);
}

/** Writes files, the one that a panel is opened for first. */
export function ownFolder(texts: Readonly<Record<string, string>>): OwnFolder {
  const path = mkdtempSync(join(tmpdir(), 'faultline-cluster-'));
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return {
    folder: relative(ROOT, path),
    file: Object.keys(texts)[0]!,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function files(of: (n: number) => Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.assign({}, ...NUMBERS.map(of));
}

function patroni(n: number): string {
  return `# Patroni 3.3, PostgreSQL 16
scope: orders
name: n${n}
restapi:
  connect_address: 10.9.0.${n}:8008
etcd3:
  hosts: [${NUMBERS.map(each => `10.9.0.${each}:2379`).join(', ')}]
bootstrap:
  dcs:
    ttl: 30
    loop_wait: 10
    retry_timeout: 10
    maximum_lag_on_failover: 1048576
postgresql:
  connect_address: 10.9.0.${n}:5432
`;
}

function etcd(n: number): string {
  return `# etcd 3.5
name: n${n}
listen-client-urls: http://10.9.0.${n}:2379
advertise-client-urls: http://10.9.0.${n}:2379
initial-advertise-peer-urls: http://10.9.0.${n}:2380
initial-cluster: ${NUMBERS.map(each => `n${each}=http://10.9.0.${each}:2380`).join(',')}
`;
}

function galera(n: number): string {
  return `# MariaDB 11.4 with Galera 4
[mysqld]
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = stock
wsrep_cluster_address = gcomm://${NUMBERS.map(each => `10.9.1.${each}`).join(',')}
wsrep_node_address = 10.9.1.${n}
wsrep_node_name = n${n}
`;
}

function sentinel(n: number): string {
  return `bind 10.9.2.${n}
sentinel monitor sessions 10.9.2.1 6379 3
sentinel down-after-milliseconds sessions 5000
sentinel failover-timeout sessions 60000
`;
}

function redis(n: number): string {
  return `bind 10.9.2.${n}\n${n === 1 ? '' : 'replicaof 10.9.2.1 6379\n'}`;
}

function mongo(): string {
  return `// MongoDB 7.0
rs.initiate({
  _id: 'catalog',
  members: [
${NUMBERS.map(n => `    { _id: ${n - 1}, host: 'm${n}.catalog:27017' },`).join('\n')}
  ],
});
`;
}
