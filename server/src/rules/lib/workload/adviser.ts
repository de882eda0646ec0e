import type { Catalog, Table } from '../../../schema/model.js';
import type { TableFacts, TableUse, Workload } from '../../../workload/model.js';
import { isMysqlLike } from '../engines.js';
import { columnLike, isInnodb } from '../tables.js';
import { typeClass } from '../types.js';
import { type Need, needOf, type SortKey } from './needs.js';
import { isFew } from './selective.js';
import { servedBy, servedByLayout } from './served.js';

/** An index that queries want and the table does not have. */
export interface Suggestion {
  readonly method: 'btree' | 'brin';
  readonly keys: readonly SortKey[];
  /** How many of the keys are compared by `=`; the rest is a range or the order. */
  readonly equal: number;
  readonly include: readonly string[];
  /** Predicate of a partial index: `deleted_at IS NULL`. */
  readonly where: readonly { readonly column: string; readonly test: string }[];
  readonly serves: readonly Need[];
  /** True where the rows are only found from those of another table. */
  readonly byJoin: boolean;
}

/**
 * The fewest indexes that the uses of a table want beyond those it has. Equality columns come first, then the order
 * or one range; needs that share a beginning share an index.
 */
export function adviseIndexes(
  table: Table,
  uses: readonly TableUse[],
  facts: TableFacts,
  workload: Workload,
  catalog: Catalog,
): readonly Suggestion[] {
  const open: Need[] = [];
  const partitions = table.partitioning ? catalog.partitionsOf(table.key) : [];
  const few = (name: string) => isFew(table, name, facts, catalog);
  for (const use of uses) {
    const need = needOf(use, table, facts, workload, catalog);
    // What is set again and again, such as a heartbeat, would move in the index each time.
    if (need?.telling.length === 0 && moves(need.tail[0]?.column, uses)) continue;
    if (!need || servedByLayout(need, table) || servedBy(need, table, few)) continue;
    // Indexes that each partition has of its own do as well; a partition that lacks one is another rule's.
    if (partitions.some(partition => servedBy(need, partition, few))) continue;
    open.push(need);
  }
  if (open.length === 0) return [];
  const drafts = open.map(need => draftOf(need, table)).sort((a, b) => size(b) - size(a));
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const into = merged.find(other => merge(draft, other)) ?? merged.find(other => leanOn(draft, other));
    if (!into) merged.push(draft);
  }
  return merged.map(draft => finished(draft, table, facts, catalog));
}

function moves(column: string | undefined, uses: readonly TableUse[]): boolean {
  if (column === undefined) return false;
  return HEARTBEAT.test(column) || uses.some(use => use.access === 'update' && use.writes.includes(column));
}

const HEARTBEAT = /heart_?beat|last_?(seen|active|activity|used|access)/i;

/** Columns in groups whose inner order is free, then the tail. */
interface Draft {
  groups: string[][];
  tail: readonly SortKey[];
  where: ReadonlyMap<string, string>;
  readonly serves: Need[];
}

function draftOf(need: Need, table: Table): Draft {
  const partial = PARTIAL.has(table.dialect);
  // With nothing telling, a constant of few values is better left out of the key: the index holds just those rows.
  const asWhere =
    need.telling.length === 0 && partial
      ? [...need.constants]
      : [...need.constants].filter(([name]) => partial && !need.few.includes(name));
  const where = new Map(asWhere);
  const few = need.few.filter(name => !where.has(name));
  const groups = [need.telling.slice(0, 3), need.telling.length > 1 ? [] : few.slice(0, 2)].filter(
    group => group.length > 0,
  );
  return { groups: groups.map(group => [...group]), tail: need.tail, where, serves: [need] };
}

/** Puts the smaller draft into the larger one where one order of columns does for both. */
function merge(small: Draft, large: Draft): boolean {
  // Rows that are not deleted are most of them; rows of one state may be few, and an order of all does not find those.
  if (!sameWhere(rare(small.where), rare(large.where))) return false;
  const wanted = new Set(small.groups.flat());
  const groups: string[][] = [];
  let left = wanted.size;
  for (const group of large.groups) {
    const inside = group.filter(name => wanted.has(name));
    const rest = group.filter(name => !wanted.has(name));
    if (left > 0 && inside.length === 0) return false;
    left -= inside.length;
    if (left > 0 && rest.length > 0) return false;
    if (inside.length > 0) groups.push(inside);
    if (rest.length > 0) groups.push(rest);
  }
  if (left > 0) return false;
  const whole = wanted.size === large.groups.flat().length;
  if (small.tail.length > 0 && !(whole && (begins(large.tail, small.tail) || large.tail.length === 0))) {
    // Rows that a telling column leaves over are few enough to sort or filter.
    if (small.serves.some(need => need.telling.length === 0)) return false;
  }
  if (large.tail.length === 0 && whole) large.tail = small.tail;
  large.groups = groups;
  // An index for both may leave out only what both leave out.
  if (!sameWhere(small.where, large.where)) large.where = rare(large.where);
  large.serves.push(...small.serves);
  return true;
}

function finished(draft: Draft, table: Table, facts: TableFacts, catalog: Catalog): Suggestion {
  const equals = draft.groups.flat();
  const tail = behindKey(draft.tail, table).filter(key => !equals.includes(key.column));
  const keys = [
    ...equals.map(column => ({ column, order: 'asc' as const })),
    // One direction for all is read backwards as well.
    ...(new Set(tail.map(key => key.order)).size > 1
      ? tail
      : tail.map(({ column }) => ({ column, order: 'asc' as const }))),
  ];
  const where = [...draft.where]
    .filter(([column]) => !keys.some(key => key.column === column))
    .map(([column, test]) => ({ column, test }));
  const brin = equals.length === 0 && isAppended(table, keys, facts, draft.serves);
  return {
    method: brin ? 'brin' : 'btree',
    keys: keys.slice(0, 5),
    equal: equals.length,
    include: brin ? [] : covering(table, keys, draft, catalog),
    where: brin ? [] : where,
    serves: draft.serves,
    byJoin: draft.serves.every(need => need.byJoin),
  };
}

/**
 * Lets the smaller draft use the larger one for a telling column that they share, which then has to stand first. What an index
 * of its own would narrow down further is not worth one more.
 */
function leanOn(small: Draft, large: Draft): boolean {
  if (large.where.size > 0 || small.serves.some(need => need.stops || need.telling.length === 0))
    return false;
  const first = large.groups[0] ?? [];
  const shared = first.find(name => small.serves.every(need => need.telling.includes(name)));
  if (shared === undefined) return false;
  const rest = first.filter(name => name !== shared);
  large.groups = [[shared], rest, ...large.groups.slice(1)].filter(group => group.length > 0);
  large.serves.push(...small.serves);
  return true;
}

/** InnoDB keeps the primary key behind every index, so an order by it alone needs no column of its own. */
function behindKey(tail: readonly SortKey[], table: Table): readonly SortKey[] {
  const key = table.primaryKey?.columns;
  if (!isMysqlLike(table.dialect) || !isInnodb(table) || key?.length !== 1) return tail;
  const last = tail[tail.length - 1];
  return last?.column === key[0] && new Set(tail.map(item => item.order)).size === 1
    ? tail.slice(0, -1)
    : tail;
}

function rare(where: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...where].filter(([, test]) => test !== 'IS NULL'));
}

/** One or two narrow columns more spare a query of many rows the table, where the engine can carry them along. */
function covering(table: Table, keys: readonly SortKey[], draft: Draft, catalog: Catalog): readonly string[] {
  if (!INCLUDING.has(table.dialect)) return [];
  const held = new Set([...keys.map(key => key.column), ...draft.where.keys()]);
  const more = new Set<string>();
  for (const { use, stops } of draft.serves) {
    // A few rows are fetched quickly, and those that change have to be visited anyway.
    if (use.needs === '*' || use.access !== 'read' || stops || use.block.locks) return [];
    if (use.wrapped.length > 0 || use.others.some(test => !held.has(test.column))) return [];
    for (const name of use.needs) if (!held.has(name)) more.add(name);
  }
  if (more.size === 0 || more.size > 2) return [];
  return [...more].every(name => isNarrowType(table, name, catalog)) ? [...more] : [];
}

function isNarrowType(table: Table, name: string, catalog: Catalog): boolean {
  const type = columnLike(table, name)?.type;
  if (!type) return false;
  const { kind, array, length } = typeClass(type, table.dialect, catalog);
  return !array && (NARROW.has(kind) || (kind === 'text' && length !== undefined && length <= 16));
}

/** Time of insertion in a table so large that a B-tree weighs: rows lie in its order already. */
function isAppended(
  table: Table,
  keys: readonly SortKey[],
  facts: TableFacts,
  serves: readonly Need[],
): boolean {
  if (table.dialect !== 'postgres' || keys.length !== 1 || (facts.rows?.value ?? 0) < 50_000_000)
    return false;
  if (serves.some(need => need.stops)) return false;
  const column = columnLike(table, keys[0]!.column);
  const correlation = column && facts.columns.get(column.name)?.correlation?.value;
  if (correlation !== undefined) return Math.abs(correlation) > 0.95;
  return /^(now\(\)|current_timestamp|clock_timestamp\(\))/i.test(column?.default?.text ?? '');
}

function begins(long: readonly SortKey[], short: readonly SortKey[]): boolean {
  return short.every((key, i) => long[i]?.column === key.column && long[i]?.order === key.order);
}

function sameWhere(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([column, test]) => b.get(column) === test);
}

function size(draft: Draft): number {
  return draft.groups.flat().length * 10 + draft.tail.length;
}

const PARTIAL = new Set(['postgres', 'yugabyte', 'cockroach', 'sqlite', 'tsql']);
const INCLUDING = new Set(['postgres', 'yugabyte', 'cockroach', 'tsql']);
const NARROW = new Set([
  'integer',
  'float',
  'decimal',
  'uuid',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamptz',
]);
