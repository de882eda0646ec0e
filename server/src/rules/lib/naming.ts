import type { Catalog, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { isMysqlLike, isPostgresFamily } from './engines.js';

/** A table as messages name it: with its schema only where that is not the default one. */
export function display(table: { readonly schema: string; readonly name: string }, catalog: Catalog): string {
  const template = 'nameOrigin' in table ? templateOf(table as Table) : undefined;
  if (template !== undefined) return `${template}.${table.name}`;
  return table.schema === '' || table.schema === catalog.defaultSchema
    ? table.name
    : `${table.schema}.${table.name}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** `(a, b)`. */
export function tuple(names: readonly string[]): string {
  return `(${names.join(', ')})`;
}

/** An identifier as the dialect accepts it, quoted only where it has to be. */
export function sqlName(name: string, dialect: Dialect): string {
  if (isPlain(name, dialect)) return name;
  if (isMysqlLike(dialect) || dialect === 'bigquery' || dialect === 'spark') {
    return `\`${name.replaceAll('`', '``')}\``;
  }
  if (dialect === 'tsql') return `[${name.replaceAll(']', ']]')}]`;
  return `"${name.replaceAll('"', '""')}"`;
}

export function sqlNames(names: readonly string[], dialect: Dialect): string {
  return names.map(name => sqlName(name, dialect)).join(', ');
}

/** How a new statement names a table: qualified wherever its definition was. */
export function sqlTable(table: Table, catalog: Catalog): string {
  const name = sqlName(table.name, table.dialect);
  const template = templateOf(table);
  if (template !== undefined) return `${template}.${name}`;
  const { unit, span } = table.nameOrigin;
  const text = unit.piece.text;
  const qualified = text.slice(span.start, span.end).includes('.') || text[span.start - 1] === '.';
  if (table.schema === '' || (!qualified && table.schema === catalog.defaultSchema)) return name;
  return `${sqlName(table.schema, table.dialect)}.${name}`;
}

/** The schema as a template engine will fill it in, `@cdmDatabaseSchema`: what it stands for is not known. */
function templateOf(table: Table): string | undefined {
  let template = TEMPLATES.get(table);
  if (template === undefined) TEMPLATES.set(table, (template = findTemplate(table) ?? null));
  return template ?? undefined;
}

const TEMPLATES = new WeakMap<Table, string | null>();

function findTemplate({ nameOrigin }: Table): string | undefined {
  const { text } = nameOrigin.unit.piece;
  const { start, end } = nameOrigin.span;
  const before = text.slice(Math.max(0, start - 80), end);
  const dot = before.lastIndexOf('.');
  if (dot < 0 || !TEMPLATE.test(before)) return undefined;
  // What stands between dot and name: a quotation mark at most, so that this dot is no comment's.
  if (/[^"`[]/.test(before.slice(dot + 1, before.length - (end - start)))) return undefined;
  const written = SCHEMA.exec(before.slice(0, dot))?.[0];
  return written !== undefined && TEMPLATE.test(written) ? written : undefined;
}

const TEMPLATE = /[@{}$%]/;
/** What stands before the dot: a template's own brackets, with blanks inside, or a word. */
const SCHEMA = /(?:\{\{[^{}]*\}\}|[$#]?\{[^{}]*\}|<%[^%]*%>|[^\s(),;"{}]+)$/;

/** A name for a new index or constraint: parts joined, cut to what PostgreSQL keeps (63 bytes). */
export function newName(...parts: readonly string[]): string {
  return parts.join('_').slice(0, 63);
}

export { wordsOf } from '../../text/words.js';

function isPlain(name: string, dialect: Dialect): boolean {
  if (RESERVED.has(name.toLowerCase())) return false;
  return isPostgresFamily(dialect) ? /^[a-z_][a-z0-9_]*$/.test(name) : /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Words that at least one of the engines reserves and that people use as names. Quoting too often is harmless. */
const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc both by case cast check column constraint create cross current_date ' +
    'current_time current_timestamp current_user default deferrable delete desc distinct do drop else end except ' +
    'exists false fetch for foreign from full grant group groups having in index inner insert intersect interval into ' +
    'is join key keys lateral leading left like limit localtime match natural not null of offset on only or order ' +
    'outer over partition plan placing primary procedure range rank read references release replace returning right ' +
    'row rows schema select session_user set some system table tablesample then to trailing trigger true union unique ' +
    'update usage user using values variadic view when where window with write'
  ).split(' '),
);
