import type { Catalog, Table } from '../../../schema/model.js';
import type { ColumnTest, TableFacts, TableUse, Workload } from '../../../workload/model.js';
import { columnLike } from '../tables.js';
import { typeClass } from '../types.js';
import { indexLedBy } from './covered.js';
import { drivenColumns, isDriven, isNamedParameter } from './drivers.js';
import { isFew, isSortable } from './selective.js';

export interface SortKey {
  readonly column: string;
  readonly order: 'asc' | 'desc';
}

/** What one use of a table wants of an index. Column names are the catalog's. */
export interface Need {
  readonly use: TableUse;
  /** Compared by `=` and telling: each value fits few rows. */
  readonly telling: readonly string[];
  /** Compared by `=`, but of few values. */
  readonly few: readonly string[];
  /** Tests with a constant that a partial index could leave out of its key: SQL text per column, see `predicateText`. */
  readonly constants: ReadonlyMap<string, string>;
  /** Wanted behind the equalities: what is sorted by, or the one range. */
  readonly tail: readonly SortKey[];
  /** True where the tail is there for sorting, and the query stops after some rows. */
  readonly stops: boolean;
  /** True where rows are found from those of another table. */
  readonly byJoin: boolean;
}

/** Undefined where no index would narrow the use down, or where it is not known what the query does. */
export function needOf(
  use: TableUse,
  table: Table,
  facts: TableFacts,
  workload: Workload,
  catalog: Catalog,
): Need | undefined {
  if (use.access === 'insert' || use.uncertain || !use.query.shape.complete) return undefined;
  const driven = drivenColumns(use, workload);
  const given = [
    ...use.equals.map(test => test.column),
    ...use.others.filter(isNamedEquality).map(test => test.column),
  ];
  if (isLookedUp(use, given, table, workload)) return undefined;
  const compared = [...given, ...driven];
  const equals = unique(compared).filter(name => isSortable(table, name, catalog));
  const telling = equals.filter(name => !isFew(table, name, facts, catalog) && !isSwitch(use, name));
  const few = equals.filter(name => !telling.includes(name));
  const sort = sortOf(use, table, catalog);
  const range = rangeOf(use, table, catalog);
  const stops = sort.length > 0 && use.limit !== undefined && use.groupBy.length === 0;
  const bySort = sort.length > 0 && (range === undefined || sort[0]!.column === range);
  const tail: readonly SortKey[] = bySort
    ? sort
    : range !== undefined
      ? [{ column: range, order: 'asc' }]
      : [];
  const own = tail.filter(key => !equals.includes(key.column));
  if (telling.length === 0) {
    // Rows that come from a few of another table are found by its key, in whatever order.
    if (use.block.sources.length > 1 && (bySort || isDriven(use, workload))) return undefined;
    if (!(stops && bySort) && !isNarrow(use, range, table, catalog)) return undefined;
  }
  return {
    use,
    telling,
    few,
    constants: constantsOf(use, few, table),
    // Sorting what a telling equality leaves over is cheap; with nothing else it is what reads the table.
    tail: own.slice(0, 3),
    stops: stops && bySort,
    byJoin: driven.length > 0 && given.length === 0,
  };
}

/**
 * True where an index finds the rows by values that come from elsewhere in the query: a list in a common table
 * expression, a subquery, a table that its own tests narrow down. The other tests are checked on what that finds.
 */
function isLookedUp(use: TableUse, given: readonly string[], table: Table, workload: Workload): boolean {
  const lookups = use.others.filter(isLookup).map(test => test.column);
  // What a block of one source is joined with stands in a subquery, or outside.
  const looks = use.joins.length > 0 && (use.block.sources.length < 2 || isDriven(use, workload));
  const joins = looks ? use.joins.map(join => join.column) : [];
  return [...lookups, ...joins].some(
    column => !given.includes(column) && indexLedBy(table, column) !== undefined,
  );
}

function isLookup({ condition, value }: ColumnTest): boolean {
  if (condition.negated) return false;
  if (condition.kind === 'in') return condition.block !== undefined;
  return condition.kind === 'compare' && condition.operator === '=' && value?.kind === 'column';
}

function isNamedEquality({ condition, value }: ColumnTest): boolean {
  return (
    condition.kind === 'compare' &&
    condition.operator === '=' &&
    !condition.negated &&
    isNamedParameter(value)
  );
}

/** Compared with a constant such as `'yes'` or 0, a column seems to be a switch, whatever its type. */
function isSwitch(use: TableUse, name: string): boolean {
  return use.equals.some(
    ({ column, value }) =>
      column === name && value?.kind === 'constant' && SWITCH.test(String(value.constant)),
  );
}

const SWITCH = /^(y|n|yes|no|on|off|t|f|true|false|0|1)$/i;

function sortOf(use: TableUse, table: Table, catalog: Catalog): readonly SortKey[] {
  // DISTINCT and NULLS FIRST or LAST sort in a way that a plain index does not.
  if (use.orderBy.length === 0 || use.block.orderBy.some(item => item.nulls !== undefined)) return [];
  if (use.block.distinct || use.groupBy.length > 0) return [];
  if (!use.orderBy.every(item => isSortable(table, item.column, catalog))) return [];
  return use.orderBy;
}

function rangeOf(use: TableUse, table: Table, catalog: Catalog): string | undefined {
  const usable = use.ranges.filter(test => isSortable(table, test.column, catalog));
  // Bounds on both sides tell more than one.
  return (usable.find(test => isTwoSided(use, test.column)) ?? usable[0])?.column;
}

/** A range alone is worth an index where it seems to cut a piece out: between two bounds, or back to some time. */
function isNarrow(use: TableUse, range: string | undefined, table: Table, catalog: Catalog): boolean {
  if (range === undefined) return false;
  if (isTwoSided(use, range)) return true;
  const type = columnLike(table, range)?.type;
  const kind = type && typeClass(type, table.dialect, catalog).kind;
  if (kind !== 'timestamp' && kind !== 'timestamptz' && kind !== 'date') return false;
  // `at > x` is what came since; `at < x` nearly all that is there, but what a DELETE has left of it is little.
  return use.ranges.some(
    ({ column, condition }) =>
      column === range &&
      condition.kind === 'compare' &&
      !condition.negated &&
      (use.access === 'delete' || isLower(condition, range)),
  );
}

function isLower(
  condition: Extract<TableUse['ranges'][number]['condition'], { kind: 'compare' }>,
  column: string,
): boolean {
  const left = condition.left.column?.name.toLowerCase() === column.toLowerCase();
  return left ? condition.operator.startsWith('>') : condition.operator.startsWith('<');
}

function isTwoSided(use: TableUse, column: string): boolean {
  const own = use.ranges.filter(test => test.column === column && !test.condition.negated);
  if (own.some(({ condition }) => condition.kind === 'between' || condition.kind === 'like')) return true;
  const lower = own.filter(({ condition }) => condition.kind === 'compare' && isLower(condition, column));
  return lower.length > 0 && lower.length < own.length;
}

/** `status = 'open'`, `deleted_at IS NULL`: the same in every run of the query. */
function constantsOf(use: TableUse, few: readonly string[], table: Table): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const { column, condition, value } of use.equals) {
    if (!few.includes(column) || condition.negated || condition.kind !== 'compare') continue;
    if (value?.kind === 'constant' && value.constant !== null) result.set(column, `= ${value.text}`);
  }
  for (const { column, condition } of use.others) {
    if (condition.kind === 'null' && !condition.negated && columnLike(table, column)?.nullable)
      result.set(column, 'IS NULL');
    // `WHERE active`: the column itself is the test.
    else if (condition.kind === 'truth' && condition.value.kind === 'column')
      result.set(column, condition.negated ? 'NOT' : '');
  }
  return result;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
