import type { Table } from '../schema/model.js';
import { singular } from '../text/words.js';
import type { ColumnReading } from './columns.js';
import { lean } from './lean.js';
import type { Edge, Lookups } from './model.js';
import { readTable, type TableReading } from './table.js';

/** Columns of a table that name rows of another, declared or by their names. Looks up nothing but candidates. */
export function edgesOf(reading: TableReading, catalog: Lookups): readonly Edge[] {
  const { table } = reading;
  const edges: Edge[] = [];
  const declared = new Set<string>();
  for (const key of table.foreignKeys) {
    if (key.inherited) continue;
    for (const name of key.columns) declared.add(name);
    const target = catalog.table(key.refTable);
    if (!target || target === table) continue;
    const stem = stemOf(reading, key.columns);
    edges.push({ declared: true, ...edge(key.columns, target, stem, catalog) });
  }
  const signs = hasSigns(reading) || edges.some(item => item.toRole === 'dimension');
  for (const column of reading.columns) {
    if (column.part !== 'reference' || !column.stem || declared.has(column.column.name)) continue;
    // Without any sign of a warehouse only a table of dates would be one: names are not tried for the others.
    if (!signs && !isDated(column)) continue;
    const target = inferred(table, column, catalog);
    if (target) edges.push({ declared: false, ...edge([column.column.name], target, column.stem, catalog) });
  }
  return edges;
}

const DATED = /^(date|day|dt|calendar|period)$/;

/** True for a column that names a row of a table of dates. */
export function isDated(column: ColumnReading): boolean {
  return column.part === 'reference' && column.stem?.some(word => DATED.test(word)) === true;
}

/** True where a table's own name, schema, engine or keys are those of a warehouse. */
export function hasSigns(reading: TableReading): boolean {
  return reading.named !== undefined || reading.warehouse !== undefined || reading.surrogates >= 2;
}

function edge(
  columns: readonly string[],
  target: Table,
  stem: readonly string[],
  catalog: Lookups,
): Omit<Edge, 'declared'> {
  const reading = readTable(target, catalog);
  const { role, variant } = lean(reading);
  const name = roleName(stem, reading);
  return {
    columns,
    to: target.key,
    toName: target.name,
    toRole: role,
    ...(variant ? { toVariant: variant } : {}),
    ...(name === undefined ? {} : { as: name }),
  };
}

/** What the columns say beyond the target's own name; undefined where they say nothing more. */
function roleName(stem: readonly string[], target: TableReading): string | undefined {
  const own = new Set(target.subject.map(singular));
  return stem.every(word => own.has(singular(word))) ? undefined : stem.join('_');
}

function stemOf(reading: TableReading, columns: readonly string[]): readonly string[] {
  const column = reading.columns.find(item => item.column.name === columns[columns.length - 1]);
  return column?.stem ?? column?.words ?? [];
}

/** The table that a column is named after, where its key has the same kind of value. */
function inferred(table: Table, column: ColumnReading, catalog: Lookups): Table | undefined {
  for (const { name, whole } of candidates(table, column)) {
    for (const target of catalog.tablesNamed(name)) {
      if (target === table || target.temporary || target.partitionOf) continue;
      const reading = readTable(target, catalog);
      // `ship_date_key` plays a part of `dim_date`; what is left of other names may mean anything.
      if (!whole && lean(reading).role !== 'dimension') continue;
      if (holds(reading, column)) return target;
    }
  }
  return undefined;
}

interface Candidate {
  readonly name: string;
  /** False where only the end of the column's name is in it. */
  readonly whole: boolean;
}

const CANDIDATES = new WeakMap<ColumnReading, readonly Candidate[]>();

/** Names to try, the likeliest first; kept, since each rule asks anew. */
function candidates(table: Table, column: ColumnReading): readonly Candidate[] {
  let known = CANDIDATES.get(column);
  if (!known) {
    const stem = column.stem!;
    known = Array.from({ length: Math.min(stem.length, 3) }, (_, from) =>
      namesOf(stem.slice(from), table, from === 0).map(name => ({ name, whole: from === 0 })),
    ).flat();
    CANDIDATES.set(column, known);
  }
  return known;
}

/** A table for `customer`: `dim_customer`, `customer`, `customers`, ... */
function namesOf(words: readonly string[], table: Table, whole: boolean): readonly string[] {
  const plain = words.join('_');
  const joined = words.join('');
  const camel = table.dialect === 'tsql' || table.dialect === 'sqlite' || table.dialect === 'mysql';
  const names = camel ? [`dim${joined}`, `dim_${plain}`] : [`dim_${plain}`];
  names.push(plain, `${plain}_dim`);
  if (camel && words.length > 1) names.push(joined, words.join(' '));
  if (whole) names.push(plain.endsWith('y') ? `${plain.slice(0, -1)}ies` : `${plain}s`);
  if (plain === 'date') names.push('calendar', 'dim_calendar', 'dates', 'd_date', 'dwdate');
  const full = ABBREVIATED.get(plain);
  if (full !== undefined) names.push(`dim_${full}`, full, `${full}s`);
  return names;
}

/** What keys are called for short, as in `custkey`. */
const ABBREVIATED = new Map([
  ['cust', 'customer'],
  ['supp', 'supplier'],
  ['prod', 'product'],
  ['emp', 'employee'],
  ['acct', 'account'],
  ['dept', 'department'],
  ['loc', 'location'],
  ['org', 'organization'],
]);

/** A key of one column, declared or the first column named like one, of the same kind. */
function holds(target: TableReading, column: ColumnReading): boolean {
  const declared = [target.table.primaryKey, ...target.table.uniques]
    .filter(key => key?.columns.length === 1)
    .map(key => key!.columns[0]!);
  return target.columns.some(
    ({ column: own, kind, surrogate, stem }, i) =>
      kind === column.kind &&
      (declared.includes(own.name) ||
        (declared.length === 0 &&
          i === 0 &&
          (surrogate || stem !== undefined || own.name.toLowerCase() === 'id'))),
  );
}
