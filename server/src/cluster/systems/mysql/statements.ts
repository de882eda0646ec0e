import type { Origin, SourceUnit } from '../../../sql/reading.js';
import type { ConfigFormat, Fragment, StatementFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import type { ChannelDraft, ChannelOption, MysqlDraft } from './data.js';
import { pathOf } from './my-cnf.js';
import { optionOf, shown } from './variables.js';

/** `CHANGE REPLICATION SOURCE TO`, `SET GLOBAL`, `START GROUP_REPLICATION` in scripts. */
export const MYSQL_STATEMENTS: StatementFormat<MysqlDraft> = {
  dialects: ['mysql', 'mariadb'],
  mayBe:
    /\bCHANGE\s+(?:REPLICATION\s+SOURCE|MASTER)\b|\bSET\s+(?:@@)?(?:GLOBAL|PERSIST)|\bSTART\s+GROUP_REPLICATION\b|\bINSTALL\s+PLUGIN\b/i,
  read: unit => {
    const data = readStatement(unit);
    return data === undefined
      ? []
      : [{ system: 'mysql', uri: unit.uri, origin: data.origin, data } satisfies Fragment<MysqlDraft>];
  },
};

function readStatement(unit: SourceUnit): MysqlDraft | undefined {
  const { text, body } = unit.piece;
  const statement = text.slice(body.start, body.end).slice(0, MAX_LENGTH);
  return draftOf(statement, pathOfUri(unit.uri), (start, end) => ({
    unit,
    span: { start: body.start + start, end: body.start + end },
  }));
}

const IN_SCRIPT = /\bCHANGE\s+(?:REPLICATION\s+SOURCE|MASTER)\s+TO\b/i;

/** Shell scripts that hand such statements to a client: `mysql -e "CHANGE MASTER TO …"`. */
export const SHELL_STATEMENTS: ConfigFormat<MysqlDraft> = {
  title: 'scripts with statements of replication',
  detects: source => /\.(?:sh|bash)(?:\.[a-z0-9]+)?$/.test(source.name) && IN_SCRIPT.test(source.text),
  read: source => {
    const found: Fragment<MysqlDraft>[] = [];
    for (const match of source.text.matchAll(
      /\bCHANGE\s+(?:REPLICATION\s+SOURCE|MASTER)\s+TO\b[^;]{0,4000}/gi,
    )) {
      const line = source.text.slice(source.text.lastIndexOf('\n', match.index) + 1, match.index);
      if (/^\s*#/.test(line)) continue;
      const data = draftOf(match[0], pathOf(source), (start, end) =>
        source.origin({ start: match.index + start, end: match.index + end }),
      );
      if (data === undefined) continue;
      const on = data.kind === 'channel' ? sentTo(line) : undefined;
      const sent = on === undefined ? data : { ...data, on };
      found.push({ system: 'mysql', uri: source.uri, origin: data.origin, data: sent });
      if (found.length >= 100) break;
    }
    return found;
  },
};

/** `-h db2`, `--host=db2` of the client on the same line; undefined where it is not told, or of this machine itself. */
function sentTo(line: string): string | undefined {
  const [, spaced, long] =
    /\b(?:mysql|mariadb|mysqlsh)\b[^|;]*?\s(?:-h\s*([\w.-]+)|--host[=\s]\s*([\w.-]+))(?=[\s"'])/.exec(line) ??
    [];
  const host = spaced ?? long;
  return host === undefined || /^(?:localhost|127\.)/i.test(host) ? undefined : host.toLowerCase();
}

function draftOf(statement: string, path: string, at: Place): MysqlDraft | undefined {
  const origin = at(0, statement.length);
  const change = /^CHANGE\s+(REPLICATION\s+SOURCE|MASTER)\s+(?:'[^'\n]{0,64}'\s+)?TO\b/i.exec(statement);
  if (change !== null) return channelOf(statement, /^MASTER/i.test(change[1]!), path, at, origin);
  if (/^START\s+GROUP_REPLICATION\b/i.test(statement))
    return { kind: 'runtime', path, written: [], statement: 'start group replication', origin };
  if (/^INSTALL\s+PLUGIN\b/i.test(statement)) {
    const plugin = /^INSTALL\s+PLUGIN\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)/i.exec(statement);
    if (plugin === null) return undefined;
    const end = plugin[0].length;
    const place = at(end - plugin[1]!.length, end);
    return {
      kind: 'runtime',
      path,
      written: [{ key: 'plugin_load_add', raw: plugin[1]!, keyOrigin: place, origin: place }],
      statement: 'install plugin',
      origin,
    };
  }
  const written = /^SET\b/i.test(statement) ? assignmentsOf(statement, at) : [];
  return written.length === 0 ? undefined : { kind: 'runtime', path, written, statement: 'set', origin };
}

const MAX_LENGTH = 10_000;

type Place = (start: number, end: number) => Origin;

const OPTION = /\b([A-Z_]+)\s*=\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\([^()]*\)|[^\s,;()'"]+)/gi;

function channelOf(statement: string, old: boolean, path: string, at: Place, origin: Origin): ChannelDraft {
  const options = new Map<string, ChannelOption>();
  for (const match of statement.matchAll(OPTION)) {
    const [whole, name, raw] = match;
    const end = match.index + whole.length;
    const keyEnd = match.index + name!.length;
    const text = unquoted(raw!);
    options.set(name!.toUpperCase().replace(/^MASTER_/, 'SOURCE_'), {
      text: shown(text) === undefined || /\$[\w{(]/.test(text) ? '' : text,
      origin: at(end - raw!.length, end),
      key: { text: name!, origin: at(match.index, keyEnd) },
    });
  }
  const channel =
    /\bFOR\s+CHANNEL\s+(?:'([^'\n]{0,64})'|"([^"\n]{0,64})"|(\w{1,64}))/i.exec(statement) ??
    /^CHANGE\s+MASTER\s+'([^'\n]{0,64})'/i.exec(statement);
  return {
    kind: 'channel',
    path,
    old,
    options,
    channel: channel?.[1] ?? channel?.[2] ?? channel?.[3] ?? '',
    origin,
  };
}

const ASSIGNMENT =
  /(?:@@)?\b(GLOBAL|PERSIST|PERSIST_ONLY)(?:\s+|\.)`?([a-z_][a-z0-9_]*)`?\s*:?=\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,;]+)/gi;

function assignmentsOf(statement: string, at: Place): Written[] {
  return [...statement.matchAll(ASSIGNMENT)].map(match => {
    const [whole, , name, raw] = match;
    const end = match.index + whole.length;
    const start = match.index + whole.indexOf(name!);
    return {
      key: optionOf(name!).name,
      raw: raw!.startsWith('@') ? undefined : shown(unquoted(raw!)),
      keyOrigin: at(start, start + name!.length),
      origin: at(end - raw!.length, end),
    };
  });
}

function unquoted(raw: string): string {
  return /^(['"])[\s\S]*\1$/.test(raw) ? raw.slice(1, -1) : raw;
}

function pathOfUri(uri: string): string {
  const bare = uri.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}
