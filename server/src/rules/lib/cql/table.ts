import type { Column, Table } from '../../../schema/model.js';
import type { TableOption } from '../../../sql/ast/index.js';
import type { Origin } from '../../../sql/reading.js';
import { wordsOf } from '../naming.js';
import { columnOf } from '../tables.js';

/** Columns whose hash decides which node holds a row. Empty where the table has no key that could be read. */
export function partitionKey(table: Table): readonly Column[] {
  return columnsNamed(table, table.partitioning?.parts.map(part => part.column?.value) ?? []);
}

/** Columns that order the rows inside a partition. */
export function clusteringKey(table: Table): readonly Column[] {
  const partition = table.partitioning?.parts.length ?? 0;
  return columnsNamed(table, table.primaryKey?.columns.slice(partition) ?? []);
}

export function isStatic(column: Column): boolean {
  return column.options.some(option => option.name === 'static');
}

/** What stands in `CLUSTERING ORDER BY`, else `asc`, which is the default. */
export function clusteringOrder(table: Table, column: string): 'asc' | 'desc' {
  const parts = tableOption(table, 'clustering order by')?.parts;
  return parts?.find(part => part.column?.value === column)?.order ?? 'asc';
}

export function tableOption(table: Table, name: string): TableOption | undefined {
  return table.options.find(option => option.name === name);
}

/** An option's value as a number; undefined where it is not set, or a template stands there. */
export function numberOption(table: Table, name: string): number | undefined {
  const value = tableOption(table, name)?.value;
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Where an option was written: the statement that set it last and its span there, else the table's name. */
export function optionOrigin(table: Table, name: string): Origin {
  const option = tableOption(table, name);
  if (!option) return table.nameOrigin;
  // Options do not say which statement wrote them: the one whose text has the word at that place did.
  const word = name.split(' ')[0]!;
  for (let i = table.origins.length - 1; i >= 0; i--) {
    const { unit } = table.origins[i]!;
    const text = unit.piece.text.slice(option.span.start, option.span.end).toLowerCase();
    if (text.startsWith(word)) return { unit, span: option.span };
  }
  return table.nameOrigin;
}

/** Entries of `{'class': 'X', 'n': 1}`, keys in lower case; empty where it is no such map. */
export function mapEntries(text: string): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [, key, quoted, bare] of text.matchAll(/'([^']*)'\s*:\s*(?:'([^']*)'|([\w.]+))/g)) {
    result.set(key!.toLowerCase(), quoted ?? bare ?? '');
  }
  return result;
}

/** Compaction of a table: its class without the package, and its sub-options. */
export function compactionOf(
  table: Table,
): { readonly name: string; readonly options: ReadonlyMap<string, string> } | undefined {
  const option = tableOption(table, 'compaction');
  if (!option) return undefined;
  const options = mapEntries(option.value);
  const name = options.get('class')?.split('.').pop();
  return name === undefined ? undefined : { name, options };
}

/** How sure it is that a column says when something happened: by its type, by its name, or not at all. */
export function timeEvidence(column: Column): 'type' | 'name' | undefined {
  const base = column.type?.base;
  if (base === 'timestamp') return 'type';
  // Also the usual type of identifiers made by the client: what they identify may be few.
  if (base === 'timeuuid') return 'name';
  if (base !== 'bigint' && base !== 'varint') return undefined;
  const words = wordsOf(column.name);
  return words.some(word => TIME_WORDS.has(word)) || words.at(-1) === 'at' ? 'name' : undefined;
}

/** A column that cuts time, or the rows of one entity, into portions: `day`, `bucket`, `year_month`. */
export function isBucket(column: Column): boolean {
  const base = column.type?.base;
  if (base === 'date' || base === 'timestamp') return true;
  return wordsOf(column.name).some(word => BUCKET_WORDS.has(word.replace(/\d+$/, '')));
}

function columnsNamed(table: Table, names: readonly (string | undefined)[]): Column[] {
  return names.flatMap(name => (name === undefined ? [] : (columnOf(table, name) ?? [])));
}

const TIME_WORDS = new Set(['time', 'ts', 'timestamp', 'created', 'happened', 'epoch', 'datetime']);
const BUCKET_WORDS = new Set(
  'bucket buckets shard slot day days date dt ymd yyyymmdd yyyymm week month months yearmonth year hour hours minute quarter period window partition part epoch tranche chunk segment bin range'.split(
    ' ',
  ),
);
