import type { Table } from '../schema/model.js';
import { wordsOf } from '../text/words.js';
import type { Known } from '../workload/model.js';
import { type ColumnReading, readColumns } from './columns.js';
import type { ClassifyContext, Lookups, Role } from './model.js';
import { writtenName } from './written.js';

/** What a table says of itself: its name, its schema's, its columns. No neighbour is looked at. */
export interface TableReading {
  readonly table: Table;
  /** Words of its name without those that name its role. */
  readonly subject: readonly string[];
  /** Role that its name or its schema's gives it, and the word that does. */
  readonly named?: { readonly role: Role; readonly word: string; readonly weight: number };
  /** Somebody says what it is for: nothing else counts. */
  readonly said?: Known<Role>;
  /** The schema's name is one of warehouses, or the engine is made for them. */
  readonly warehouse: 'schema' | 'engine' | undefined;
  readonly snapshot: boolean;
  readonly columns: readonly ColumnReading[];
  /** One row per day: a date, and parts of it as columns. */
  readonly calendar: boolean;
  readonly junk: boolean;
  /** Columns `_key`, `_sk`: the word is one of warehouses, unless the dialect's people use it anyway. */
  readonly surrogates: number;
  readonly measures: number;
  readonly references: number;
  readonly attributes: number;
  readonly flags: number;
}

const CACHE = new WeakMap<Table, TableReading>();

/** Reads a table by itself; the same object for the same table and the same that is said of it. */
export function readTable(table: Table, lookups?: Pick<Lookups, 'said'>): TableReading {
  let reading = CACHE.get(table);
  if (!reading) CACHE.set(table, (reading = read(table)));
  const said = lookups?.said?.(table);
  if (!said) return reading;
  let known = SAID.get(table);
  if (known?.said !== said) {
    const word = said.source === 'comment' ? 'a comment says so' : `${said.source} says so`;
    known = { ...reading, said, named: { role: said.value, word, weight: 0.99 } };
    SAID.set(table, known);
  }
  return known;
}

const SAID = new WeakMap<Table, TableReading>();

/** The look-ups of a context, with what is said of the tables. */
export function lookupsOf({ catalog, workload }: ClassifyContext): Lookups {
  if (!workload) return catalog;
  return {
    table: key => catalog.table(key),
    tablesNamed: name => catalog.tablesNamed(name),
    referencing: key => catalog.referencing(key),
    said: table => workload.factsOf(table).role,
  };
}

function read(table: Table): TableReading {
  const words = wordsOf(writtenName(table.name, table.nameOrigin));
  const columns = readColumns(table);
  const counts = { surrogates: 0, measures: 0, references: 0, attributes: 0, flags: 0 };
  for (const { part, surrogate } of columns) {
    if (surrogate) counts.surrogates++;
    if (part === 'measure') counts.measures++;
    else if (part === 'reference') counts.references++;
    else if (part === 'attribute') counts.attributes++;
    else if (part === 'flag') counts.flags++;
  }
  const named = nameRole(table, words, columns);
  const subject = words.filter((word, i) => !ROLE_WORDS.has(word) && !(i === 0 && /^[fd]$/.test(word)));
  return {
    table,
    subject: subject.length > 0 ? subject : words,
    ...(named ? { named } : {}),
    warehouse: WAREHOUSE_SCHEMA.test(table.schema)
      ? 'schema'
      : WAREHOUSE_ENGINES.has(table.dialect)
        ? 'engine'
        : undefined,
    snapshot: words.some(word => /^(snapshots?|snap|snp)$/.test(word)),
    columns,
    calendar: isCalendar(words, columns),
    junk: isJunk(words, columns),
    surrogates: counts.surrogates,
    measures: counts.measures,
    references: counts.references,
    attributes: counts.attributes,
    flags: counts.flags,
  };
}

function nameRole(
  table: Table,
  words: readonly string[],
  columns: readonly ColumnReading[],
): TableReading['named'] {
  const ends =
    words.length > 1 ? [words[0]!, words[words.length - 1]!] : words.length === 1 ? [words[0]!] : [];
  const schema = SCHEMA_ROLES.get(table.schema.toLowerCase());
  // One letter says it only in front, and only where the columns agree.
  if (words.length > 1 && /^[fd]$/.test(words[0]!) && columns.some(column => column.surrogate)) {
    const role = words[0] === 'f' ? 'fact' : 'dimension';
    return { role, word: `name "${table.name}"`, weight: 0.55 };
  }
  for (const [role, pattern, weight] of NAME_ROLES) {
    const word = ends.find(end => pattern.test(end));
    if (word !== undefined && words.length > 1) return { role, word: `name "${table.name}"`, weight };
  }
  if (schema)
    return { role: schema, word: `schema "${table.schema}"`, weight: schema === 'staging' ? 0.7 : 0.8 };
  return undefined;
}

/** A date (or its number), and at least three parts of it. */
function isCalendar(words: readonly string[], columns: readonly ColumnReading[]): boolean {
  const parts = new Set<string>();
  for (const { calendar } of columns) if (calendar !== undefined) parts.add(calendar);
  if (parts.size < 2) return false;
  if (columns.some(({ part, measure }) => part === 'measure' && measure?.because === 'an amount'))
    return false;
  if (parts.size >= 2 && words.some(word => /^(dates?|calendar|dwdate)$/.test(word))) return true;
  if (parts.size >= 3 && words.some(word => /^(days?|months?|weeks?|time|period)$/.test(word))) return true;
  return parts.size >= 4 && columns.some(column => column.kind === 'date' || column.words.includes('date'));
}

/** A key, and nothing but flags and short codes that have nothing to do with each other. */
function isJunk(words: readonly string[], columns: readonly ColumnReading[]): boolean {
  if (words.includes('junk')) return true;
  let rest = 0;
  let flags = 0;
  for (const { part, surrogate } of columns) {
    if (part === 'key' || part === 'audit' || surrogate) continue;
    rest++;
    if (part === 'flag') flags++;
  }
  return rest >= 3 && flags >= 2 && flags / rest >= 0.7;
}

const NAME_ROLES: readonly (readonly [Role, RegExp, number])[] = [
  ['staging', /^(stg|staging|stage|src|landing)$/, 0.75],
  ['fact', /^(fact|facts|fct)$/, 0.85],
  ['dimension', /^(dim|dims|dimension|dimensions)$/, 0.85],
  ['bridge', /^(bridge|brg)$/, 0.8],
  ['aggregate', /^(agg|aggregate|aggregates|summary|rollup|cube)$/, 0.7],
  ['lookup', /^(lookup|lookups|lkp|lkup)$/, 0.75],
];
const ROLE_WORDS = new Set(
  'fact facts fct dim dims dimension dimensions bridge brg agg aggregate summary rollup lookup lkp lkup stg staging stage src landing snapshot'.split(
    ' ',
  ),
);
const SCHEMA_ROLES = new Map<string, Role>([
  ['fact', 'fact'],
  ['facts', 'fact'],
  ['dim', 'dimension'],
  ['dims', 'dimension'],
  ['dimension', 'dimension'],
  ['dimensions', 'dimension'],
  ['staging', 'staging'],
  ['stage', 'staging'],
  ['stg', 'staging'],
  ['landing', 'staging'],
  ['bronze', 'staging'],
]);
const WAREHOUSE_SCHEMA =
  /^(dw|dwh|edw|mart|marts|data_?mart|.+_(mart|dw|dwh|marts)|(dw|dwh|mart|edw)_.+|data_?warehouse|warehouse_?(dw)?|star|olap|analytics|gold|fact|facts|dim|dimension)$/i;
const WAREHOUSE_ENGINES: ReadonlySet<string> = new Set([
  'redshift',
  'snowflake',
  'bigquery',
  'spark',
  'clickhouse',
]);
