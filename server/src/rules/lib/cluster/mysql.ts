import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import { isAtLeast, type Version } from '../../../cluster/version.js';
import type { Origin } from '../../../sql/reading.js';
import type { Fix } from '../../rule.js';
import { isNameOfFile } from './names.js';

/** A server of MySQL or MariaDB with what is known of it. */
export interface MysqlNode {
  readonly member: Member;
  /** What it is called in a text, as a part of a sentence. */
  readonly name: string;
  readonly mysqld: Settings;
  readonly galera: Settings | undefined;
  readonly group: Settings | undefined;
  readonly flavour: 'mysql' | 'mariadb';
  readonly version: Version | undefined;
}

/** The servers of a cluster whose option files or arguments are known. */
export function mysqlNodes(cluster: Cluster): readonly MysqlNode[] {
  return cluster.members.flatMap((member): MysqlNode[] => {
    const { settings, version } = member;
    const mysqld = settings.mysql ?? settings.mariadb;
    if (mysqld === undefined) return [];
    return [
      {
        member,
        name: calledBy(member),
        mysqld,
        galera: settings.galera,
        group: settings['group-replication'],
        flavour: settings.mariadb === undefined ? 'mysql' : 'mariadb',
        version,
      },
    ];
  });
}

/** Its id; one that only a file such as `my.cnf` gave it tells nobody anything. */
function calledBy({ id, origin }: Member): string {
  const file = origin.unit.uri.slice(origin.unit.uri.lastIndexOf('/') + 1);
  return isOptionFile(origin) &&
    isNameOfFile(id) &&
    file.startsWith(id.replace(/#\d+$/, '')) &&
    !textOf(origin).includes(id)
    ? 'this server'
    : id;
}

/** Names that MariaDB kept where MySQL 8.0.26 has others. */
const KEPT: Readonly<Record<string, string>> = {
  log_replica_updates: 'log_slave_updates',
  replica_parallel_workers: 'slave_parallel_threads',
  replica_net_timeout: 'slave_net_timeout',
  replica_skip_errors: 'slave_skip_errors',
  replica_exec_mode: 'slave_exec_mode',
  rpl_semi_sync_source_enabled: 'rpl_semi_sync_master_enabled',
  rpl_semi_sync_source_timeout: 'rpl_semi_sync_master_timeout',
  rpl_semi_sync_source_wait_point: 'rpl_semi_sync_master_wait_point',
  rpl_semi_sync_source_wait_no_replica: 'rpl_semi_sync_master_wait_no_slave',
  rpl_semi_sync_replica_enabled: 'rpl_semi_sync_slave_enabled',
};

/** A variable by MySQL's name of today, whatever it is called in this family of servers. */
export function variable({ mysqld, flavour }: MysqlNode, name: string): Setting | undefined {
  const kept = KEPT[name];
  return flavour === 'mariadb' && kept !== undefined ? mysqld.get(kept) : mysqld.get(name);
}

/** Whether it is on; undefined where nobody knows. A default of a server whose family is not known counts as not known. */
export function isOn(node: MysqlNode, name: string): boolean | undefined {
  const value = variable(node, name)?.effective;
  return typeof value === 'boolean' ? value : undefined;
}

/** True where the family or the version of the server is told, so that defaults can be spoken of. */
export function knowsDefaults({ flavour, version }: MysqlNode): boolean {
  return flavour === 'mariadb' || version !== undefined;
}

/** Whether the binary log is written. Any value switches it on; only `skip-log-bin` switches it off. */
export function writesBinlog(node: MysqlNode): boolean | undefined {
  const setting = node.mysqld.get('log_bin');
  if (setting?.written !== undefined)
    return setting.written.raw === undefined ? undefined : setting.written.raw !== false;
  if (node.flavour === 'mariadb') return false;
  return node.version === undefined ? undefined : isAtLeast(node.version, '8.0.0');
}

/** True where a server follows another. */
export function isReplica(cluster: Cluster, { member }: MysqlNode): boolean {
  return cluster.links.some(({ to, kind }) => to === member.id && kind !== 'peer') || member.leader === false;
}

/** True where others follow a server. */
export function isSource(cluster: Cluster, { member }: MysqlNode): boolean {
  return (
    cluster.links.some(({ from, kind }) => from === member.id && kind !== 'peer') || member.leader === true
  );
}

/** True for servers that replicate by the binary log, not as one group. */
export function isBinlogReplication({ system }: Cluster): boolean {
  return system === 'mysql' || system === 'mariadb' || system === 'mha';
}

/** `10 s`, `2 min`, `7 days` of milliseconds. */
export function duration(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'day'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  for (const [size, unit] of units) {
    if (ms < size) continue;
    const number = Math.round((ms / size) * 10) / 10;
    return unit === 'day' ? `${number} day${number === 1 ? '' : 's'}` : `${number} ${unit}`;
  }
  return `${ms} ms`;
}

/** `128 MB` of bytes. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let number = bytes;
  while (number >= 1024 && at < units.length - 1) {
    number /= 1024;
    at++;
  }
  return `${Math.round(number * 10) / 10} ${units[at]}`;
}

/** A setting's value replaced by another; a bare key gets one. */
export function setTo(written: Written, value: string, safe = false): Fix {
  const bare = sameSpan(written.origin, written.keyOrigin);
  const key = textOf(written.keyOrigin);
  return {
    title: `Set ${written.key} to ${value}`,
    edits: [{ origin: written.origin, newText: bare ? `${key}=${value}` : value }],
    safe,
  };
}

/** A setting's key replaced by another name. */
export function renamedTo(written: Written, name: string, safe = true): Fix {
  return { title: `Rename to ${name}`, edits: [{ origin: written.keyOrigin, newText: name }], safe };
}

/** The line of a setting taken out. */
export function withoutLine(written: Written, safe = false): Fix {
  const { unit, span } = written.keyOrigin;
  const text = unit.piece.text;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const found = text.indexOf('\n', written.origin.span.end);
  const end = found === -1 ? text.length : found + 1;
  return {
    title: `Remove ${written.key}`,
    edits: [{ origin: { unit, span: { start, end } }, newText: '' }],
    safe,
  };
}

/** A line put below a setting's own, indented as that is. */
export function withLine(written: Written, line: string, safe = false): Fix {
  const { unit, span } = written.keyOrigin;
  const text = unit.piece.text;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, span.start))?.[0] ?? '';
  const found = text.slice(written.origin.span.end).search(/\r?\n|$/);
  const at = written.origin.span.end + found;
  return {
    title: `Add ${line}`,
    edits: [{ origin: { unit, span: { start: at, end: at } }, newText: `\n${indent}${line}` }],
    safe,
  };
}

/** An option of Galera's library taken out of the list that it stands in. */
export function withoutOption(written: Written, safe = false): Fix {
  const { unit } = written.keyOrigin;
  const text = unit.piece.text;
  let { start } = written.keyOrigin.span;
  let { end } = written.origin.span;
  const after = /^[ \t]*;[ \t]*/.exec(text.slice(end, end + 40))?.[0];
  if (after !== undefined) end += after.length;
  else start -= /[ \t]*;[ \t]*$/.exec(text.slice(Math.max(0, start - 40), start))?.[0].length ?? 0;
  return {
    title: `Remove ${written.key}`,
    edits: [{ origin: { unit, span: { start, end } }, newText: '' }],
    safe,
  };
}

export function textOf({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}

function sameSpan(a: Origin, b: Origin): boolean {
  return a.unit === b.unit && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** True where the place is a line of an option file, so that lines can be added to it. */
export function isOptionFile({ unit }: Origin): boolean {
  return /\.(?:cnf|ini|conf)(?:\.[a-z0-9]+)?$/i.test(unit.uri);
}
