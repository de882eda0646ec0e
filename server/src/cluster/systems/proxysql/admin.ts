import type { Origin } from '../../../sql/reading.js';
import type { ConfigFormat, Fragment, StatementFormat } from '../../module.js';
import type { SettingValue } from '../../parameter.js';
import type { Written } from '../../settings.js';
import { type ProxyRow, type ProxyTable, TABLES } from './data.js';

const TABLE = `(?:main\\.|disk\\.)?(${TABLES.join('|')})`;
const INSERT = new RegExp(
  `\\b(?:INSERT(?:\\s+OR\\s+(?:REPLACE|IGNORE))?|REPLACE)\\s+INTO\\s+${TABLE}\\b`,
  'i',
);
const UPDATE = new RegExp(`\\bUPDATE\\s+${TABLE}\\s+SET\\b`, 'i');
const VARIABLE = /\bSET\s+(?:admin|mysql)-\w|\bUPDATE\s+global_variables\s+SET\b/i;
const ANY = new RegExp(`${INSERT.source}|${UPDATE.source}|${VARIABLE.source}`, 'i');

/** Statements for the admin interface: `INSERT INTO mysql_servers …`, `SET mysql-… = …`. */
export const ADMIN_STATEMENTS: StatementFormat<ProxyRow> = {
  dialects: ['mysql', 'mariadb', 'sqlite', 'postgres'],
  mayBe: ANY,
  beginning: new RegExp(`^(?:${ANY.source})`, 'i'),
  read: unit => {
    const { text, body } = unit.piece;
    const statement = text.slice(body.start, body.end).slice(0, MAX_LENGTH);
    const rows = rowsOfStatement(statement, (start, end) => ({
      unit,
      span: { start: body.start + start, end: body.start + end },
    }));
    return rows.map(data => ({ system: 'proxysql', uri: unit.uri, origin: data.origin, data }));
  },
};

/** Shell scripts that hand such statements to a client. */
export const ADMIN_SCRIPTS: ConfigFormat<ProxyRow> = {
  title: 'scripts with statements for ProxySQL',
  detects: ({ name, text }) =>
    /\.(?:sh|bash)(?:\.[a-z0-9]+)?$/.test(name) && (INSERT.test(text) || /\bSET\s+mysql-\w/i.test(text)),
  read: source => {
    const found: Fragment<ProxyRow>[] = [];
    for (const match of source.text.matchAll(new RegExp(`(?:${ANY.source})`, 'gi'))) {
      if (found.length >= MAX_ROWS) break;
      const statement = upToEnd(source.text.slice(match.index, match.index + MAX_LENGTH));
      const rows = rowsOfStatement(statement, (start, end) =>
        source.origin({ start: match.index + start, end: match.index + end }),
      );
      for (const data of rows) found.push({ system: 'proxysql', uri: source.uri, origin: data.origin, data });
    }
    return found;
  },
};

const MAX_LENGTH = 20_000;
const MAX_ROWS = 2000;

type Place = (start: number, end: number) => Origin;

/** The statement at the beginning of a text: up to its semicolon. */
function upToEnd(text: string): string {
  let end = 0;
  for (const { text: token, end: to } of tokensOf(text)) {
    if (token === ';') break;
    end = to;
  }
  return text.slice(0, end);
}

function rowsOfStatement(statement: string, at: Place): readonly ProxyRow[] {
  const tokens = tokensOf(statement);
  const words = tokens.map(({ text }) => text.toLowerCase().replace(/^(?:main|disk)\./, ''));
  if (words[0] === 'set') return variablesOf(tokens.slice(1), at);
  const found = TABLES.find(table => words.slice(0, 6).includes(table));
  if (words[0] === 'update') {
    if (found !== undefined) return updateOf(found, tokens, words, at);
    return words[1] === 'global_variables' ? updatedVariable(tokens, words, at) : [];
  }
  return found === undefined ? [] : insertedRows(found, tokens, words, at);
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The text between quotes; undefined: no string. */
  readonly string?: string;
}

const TOKEN = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[\w$.@{}+-]+|[^\s\w]/g;

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].slice(0, 10_000).map(match => {
    const [whole] = match;
    const place = { start: match.index, end: match.index + whole.length };
    const quote = whole[0]!;
    if (quote === '`') return { text: whole.slice(1, -1), ...place };
    return (quote === "'" || quote === '"') && whole.length > 1
      ? { text: whole, string: whole.slice(1, -1).replaceAll(quote + quote, quote), ...place }
      : { text: whole, ...place };
  });
}

/** Columns that stand first in every version, for rows that are inserted without names. */
const FIRST: Partial<Record<ProxyTable, readonly string[]>> = {
  mysql_servers: ['hostgroup_id', 'hostname'],
  mysql_replication_hostgroups: ['writer_hostgroup', 'reader_hostgroup'],
};

function insertedRows(
  table: ProxyTable,
  tokens: readonly Token[],
  words: readonly string[],
  at: Place,
): readonly ProxyRow[] {
  const values = words.indexOf('values');
  if (values === -1) return [];
  const open = words.indexOf('(', words.indexOf(table));
  const named = open !== -1 && open < values;
  const columns = named ? words.slice(open + 1, values).filter(word => /^\w+$/.test(word)) : FIRST[table];
  const rows: ProxyRow[] = [];
  let cells: Token[][] = [];
  let depth = 0;
  for (const token of tokens.slice(values + 1)) {
    if (token.text === '(') {
      if (depth++ === 0) cells = [[]];
      else cells.at(-1)!.push(token);
    } else if (token.text === ')') {
      if (--depth > 0) cells.at(-1)!.push(token);
      if (depth !== 0) continue;
      const written = (columns ?? []).flatMap((column, i): Written[] => {
        const cell = cells[i];
        return cell === undefined || cell.length === 0 ? [] : [writtenOf(`${table}.${column}`, cell, at)];
      });
      const first = written[0];
      if (first !== undefined && rows.length < MAX_ROWS)
        rows.push({ table, written, origin: first.origin, fromFile: false });
    } else if (token.text === ',' && depth === 1) cells.push([]);
    else if (depth > 0) cells.at(-1)!.push(token);
    if (depth < 0) break;
  }
  return rows;
}

/** `UPDATE mysql_users SET a = 1, b = 2`: what is changed, of whichever rows. */
function updateOf(
  table: ProxyTable,
  tokens: readonly Token[],
  words: readonly string[],
  at: Place,
): readonly ProxyRow[] {
  const written: Written[] = [];
  const end = words.indexOf('where') === -1 ? tokens.length : words.indexOf('where');
  for (let i = words.indexOf('set') + 1; i + 2 < end; i++) {
    if (tokens[i + 1]!.text !== '=' || !/^\w+$/.test(words[i]!)) continue;
    const key = writtenOf(`${table}.${words[i]!}`, [tokens[i + 2]!], at);
    written.push({ ...key, keyOrigin: at(tokens[i]!.start, tokens[i]!.end) });
  }
  const first = written[0];
  return first === undefined ? [] : [{ table, written, origin: first.keyOrigin, fromFile: false }];
}

/** `SET mysql-monitor_enabled = 'false'`. */
function variablesOf(tokens: readonly Token[], at: Place): readonly ProxyRow[] {
  const [name, sign, value] = tokens;
  if (name === undefined || sign?.text !== '=' || value === undefined) return [];
  if (!name.text.toLowerCase().startsWith('mysql-')) return [];
  const keyOrigin = at(name.start, name.end);
  const written = { ...writtenOf(name.text.toLowerCase(), [value], at), keyOrigin };
  return [{ table: 'variables', written: [written], origin: keyOrigin, fromFile: false }];
}

/** `UPDATE global_variables SET variable_value = 'x' WHERE variable_name = 'mysql-monitor_enabled'`. */
function updatedVariable(tokens: readonly Token[], words: readonly string[], at: Place): readonly ProxyRow[] {
  const value = tokens[words.indexOf('variable_value') + 2];
  const where = words.indexOf('where');
  const name = where === -1 ? undefined : tokens[words.indexOf('variable_name', where) + 2];
  const key = name?.string?.toLowerCase();
  if (value === undefined || name === undefined || key?.startsWith('mysql-') !== true) return [];
  const keyOrigin = at(name.start, name.end);
  return [
    {
      table: 'variables',
      written: [{ ...writtenOf(key, [value], at), keyOrigin }],
      origin: keyOrigin,
      fromFile: false,
    },
  ];
}

function writtenOf(key: string, cell: readonly Token[], at: Place): Written {
  const origin = at(cell[0]!.start, cell.at(-1)!.end);
  return { key, raw: cell.length === 1 ? toldBy(cell[0]!) : undefined, keyOrigin: origin, origin };
}

/** Undefined for what a shell fills in, and for NULL: as if it were not there. */
function toldBy({ text, string }: Token): SettingValue | undefined {
  const told = string ?? text;
  if (string === undefined) return /^[+-]?\d+(?:\.\d+)?$/.test(told) ? Number(told) : undefined;
  return /\$(?:\w|\{|\()/.test(told.replace(/\$$/, '')) ? undefined : told;
}
