import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** Lines of a node of Galera, as the examples of the rules write them. */
export function galeraNode(n: number, of: number, ...more: readonly string[]): string {
  const all = Array.from({ length: of }, (_, i) => `10.0.0.${i + 1}`).join(',');
  return [
    '[mysqld]',
    'binlog_format=ROW',
    'innodb_autoinc_lock_mode=2',
    'wsrep_on=ON',
    'wsrep_provider=/usr/lib/galera/libgalera_smm.so',
    'wsrep_cluster_name=shop',
    `wsrep_cluster_address=gcomm://${all}`,
    `wsrep_node_address=10.0.0.${n}`,
    `wsrep_node_name=n${n}`,
    ...more,
    '',
  ].join('\n');
}

/** A cluster of so many nodes, each with these lines more; the files are `n1/my.cnf` and so on. */
export function galeraExample(
  of: number,
  more: readonly string[] | ((n: number) => readonly string[]),
  says?: string,
  files: Readonly<Record<string, string>> = {},
): Example {
  const lines = typeof more === 'function' ? more : () => more;
  const nodes = Array.from(
    { length: of },
    (_, i) => [`db/n${i + 1}/my.cnf`, galeraNode(i + 1, of, ...lines(i + 1))] as const,
  );
  return clusterExample('galera', { ...Object.fromEntries(nodes), ...files }, says);
}

/** One node of three, the others only spoken of. */
export function galeraOne(more: readonly string[], says?: string): Example {
  return clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3, ...more) }, says);
}

/** A source and a replica of MySQL 8.0, with lines for each. */
export function replicated(
  source: readonly string[],
  replica: readonly string[],
  says?: string,
  options: {
    readonly system?: 'mysql' | 'mariadb';
    readonly version?: string;
    readonly change?: string;
  } = {},
): Example {
  const system = options.system ?? 'mysql';
  const head =
    system === 'mysql'
      ? `# MySQL ${options.version ?? '8.0.36'}`
      : `# MariaDB ${options.version ?? '10.11.6'}`;
  const change =
    options.change ??
    (system === 'mysql'
      ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_USER='repl', SOURCE_AUTO_POSITION=1, SOURCE_SSL=1;"
      : "CHANGE MASTER TO MASTER_HOST='source', MASTER_USER='repl', MASTER_USE_GTID=slave_pos, MASTER_SSL=1;");
  return clusterExample(
    system,
    {
      'source/my.cnf': [head, '[mysqld]', 'server_id=1', 'report_host=source', ...source, ''].join('\n'),
      'replica/my.cnf': [head, '[mysqld]', 'server_id=2', 'report_host=replica', ...replica, ''].join('\n'),
      'replica/replica.sql': `-- dialect: ${system}\n${change}\n`,
    },
    says,
  );
}

/** A member of a group of Group Replication. */
export function groupExample(
  of: number,
  more: readonly string[],
  says?: string,
  version = '8.0.36',
): Example {
  const seeds = Array.from({ length: of }, (_, i) => `10.0.0.${i + 1}:33061`).join(',');
  const nodes = Array.from({ length: of }, (_, i) => [
    `db/n${i + 1}/my.cnf`,
    [
      `# MySQL ${version}`,
      '[mysqld]',
      `server_id=${i + 1}`,
      'gtid_mode=ON',
      'enforce_gtid_consistency=ON',
      'binlog_checksum=NONE',
      'log_bin=binlog',
      'log_slave_updates=ON',
      'group_replication_group_name=6f1f2b3c-3d5e-4f60-8a1b-2c3d4e5f6071',
      `group_replication_local_address=10.0.0.${i + 1}:33061`,
      `group_replication_group_seeds=${seeds}`,
      ...more,
      '',
    ].join('\n'),
  ]);
  return clusterExample('group-replication', Object.fromEntries(nodes) as Record<string, string>, says);
}
