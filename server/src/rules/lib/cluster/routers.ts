import type { Client, Cluster, Router } from '../../../cluster/model.js';
import { isRead } from '../../../cluster/systems/proxysql/assemble.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';
import { replicated } from './mysql-example.js';
import { isOff } from './router-settings.js';

/** The routers of one kind, where the cluster replicates by the binary log: its replicas may be behind. */
export function routersBefore(cluster: Cluster, system: Router['system']): readonly Router[] {
  if (cluster.system !== 'mysql' && cluster.system !== 'mariadb' && cluster.system !== 'mha') return [];
  return cluster.routers.filter(router => router.system === system);
}

/** The rule of a router that sends plain reads its way, by its pattern. */
export function readPattern({ purpose, sends }: Router) {
  return purpose === 'read' ? sends?.find(({ text }) => isRead(text)) : undefined;
}

/** Whether reads through a router may come from a replica; of MaxScale by its causal_reads, too. */
export function readsReplicas({ purpose, system, targets, settings: { maxscale } }: Router): boolean {
  // One server alone is its own reader.
  if (system === 'proxysql' && targets.length < 2) return false;
  if (maxscale?.text('router')?.toLowerCase() !== 'readwritesplit') return purpose === 'read';
  const causal = maxscale.text('causal_reads');
  const waits = causal === undefined || /global|universal/.test(causal);
  return !waits && maxscale.number('max_slave_connections') !== 0;
}

/**
 * Programs whose connection string asks libpq or pgJDBC for a standby, or takes any host at random: what they read is as
 * old as the standby is behind. https://www.postgresql.org/docs/current/libpq-connect.html
 */
export function readersOfStandbys({ clients }: Cluster): readonly Client[] {
  return clients.filter(({ system, targets, settings: { postgres } }) => {
    if (system !== 'postgres' || postgres === undefined || targets.length < 2) return false;
    const attributes = postgres.text('target_session_attrs');
    if (attributes !== undefined && /^(?:standby|prefer-standby|read-only)$/.test(attributes)) return true;
    if (/^(?:secondary|preferSecondary|slave|preferSlave)$/.test(postgres.text('targetServerType') ?? ''))
      return true;
    const any = attributes === undefined || attributes === 'any';
    return any && postgres.given('load_balance_hosts')?.value === 'random';
  });
}

/** How far behind a replica may be that a router still reads from, in ms; undefined: any time, or nobody knows. */
export function lagBound({ settings: { proxysql, maxscale } }: Router): number | undefined {
  const limits = proxysql?.written.filter(({ key }) => key === 'mysql_servers.max_replication_lag') ?? [];
  if (limits.length > 0 && !limits.some(isOff)) {
    const most = Math.max(...limits.map(({ raw }) => Number(raw)));
    // It is looked at once in a while, and reads go on until then.
    const pause = proxysql?.number('mysql-monitor_replication_lag_interval') ?? 10_000;
    return Number.isFinite(most) ? most * 1000 + pause : undefined;
  }
  const lag = maxscale?.number('max_replication_lag');
  return lag !== undefined && lag > 0 ? lag + (maxscale?.number('monitor_interval') ?? 2000) : undefined;
}

/** The router of the same file that takes the writes. */
export function writerBeside(cluster: Cluster, router: Router): Router | undefined {
  return cluster.routers.find(
    each =>
      each.system === router.system &&
      each.purpose === 'write' &&
      each.origin.unit.uri === router.origin.unit.uri &&
      each.check?.origin.span.start === router.check?.origin.span.start,
  );
}

/** ProxySQL before a source and a replica; `more` goes into their files. */
export function proxysql(
  config: {
    readonly lag?: number;
    readonly rules?: readonly string[];
    readonly user?: string;
    readonly variables?: string;
    readonly groups?: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly source?: readonly string[];
    readonly replicaGroup?: number;
  },
  says?: string,
): Example {
  const lag = config.lag === undefined ? '' : `, max_replication_lag=${config.lag}`;
  const rules = config.rules ?? ['match_digest="^SELECT", destination_hostgroup=20'];
  const file = [
    `mysql_variables=\n{\n    monitor_username="monitor"\n${config.variables ?? ''}}`,
    `mysql_servers=\n(\n    { address="source", port=3306, hostgroup=10${lag} },\n    { address="replica", port=3306, hostgroup=${config.replicaGroup ?? 20}${lag} }\n)`,
    config.groups ?? 'mysql_replication_hostgroups=\n(\n    { writer_hostgroup=10, reader_hostgroup=20 }\n)',
    `mysql_query_rules=\n(\n${rules.map((rule, i) => `    { rule_id=${i + 1}, active=1, ${rule}, apply=1 }`).join(',\n')}\n)`,
    `mysql_users=\n(\n    { username="shop", password="x", default_hostgroup=10${config.user ?? ''} }\n)\n`,
  ].join('\n');
  const servers = replicated(config.source ?? ['log_bin=binlog', 'read_only=1'], ['read_only=1']).files;
  return clusterExample('proxysql', { ...servers, 'proxysql.cnf': file, ...config.files }, says);
}

/** A MaxScale before a source and a replica of MariaDB. */
export function maxscale(monitor: readonly string[], service: readonly string[]): string {
  return [
    '[source]\ntype=server\naddress=source\nport=3306\n',
    '[replica]\ntype=server\naddress=replica\nport=3306\n',
    `[watch]\ntype=monitor\nmodule=mariadbmon\nservers=source,replica\nuser=maxscale\n${monitor.join('\n')}\n`,
    `[shop]\ntype=service\nservers=source,replica\nuser=maxscale\n${service.join('\n')}\n`,
  ].join('\n');
}

/** The same with the servers' own files. */
export function maxscaleExample(files: Readonly<Record<string, string>>, says?: string): Example {
  const servers = replicated(['log_bin=binlog'], ['read_only=1'], undefined, { system: 'mariadb' }).files;
  return clusterExample('maxscale', { ...servers, ...files }, says);
}
