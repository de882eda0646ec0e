import type { Table } from '../../../schema/model.js';
import type { ColumnRef, Condition, QueryBlock, Value } from '../../../sql/ast/shape.js';
import type { Workload, WorkloadQuery } from '../../../workload/model.js';
import { accessPaths, plainColumns } from '../access.js';

/** A table that a block reads, and what its columns are held equal to. */
export interface Joined {
  readonly alias: string;
  readonly table: Table;
  /** Of outer joins: the rows that the other side need not have. */
  readonly join: QueryBlock['sources'][number]['join'];
  /** Columns equal to a constant, a parameter, or something outside of the block. */
  readonly fixed: ReadonlySet<string>;
  /** Other tables of the block, by the pairs of columns that are equal: own column first. */
  readonly equal: ReadonlyMap<Joined, readonly (readonly [string, string])[]>;
}

/** An aggregate whose argument is made of columns of one table alone. */
export interface Aggregate {
  readonly name: 'sum' | 'avg' | 'count';
  readonly value: Value;
  readonly of: Joined;
  readonly columns: readonly string[];
}

/** The joins of one block, as far as every source and every column could be resolved. */
export interface JoinGraph {
  readonly sources: readonly Joined[];
  readonly aggregates: readonly Aggregate[];
  /** Columns that the block groups by, by table. */
  readonly groups: ReadonlyMap<Joined, ReadonlySet<string>>;
}

/**
 * The joins of a block that adds something up over at least two relations; undefined for any other, which costs no
 * look-up. Sources that are no tables (derived tables, functions) are left out.
 */
export function joinGraph(
  query: WorkloadQuery,
  block: QueryBlock,
  workload: Workload,
): JoinGraph | undefined {
  if (block.sources.length < 2 || block.distinct) return undefined;
  const calls = block.select.flatMap(item => aggregatesIn(item.value));
  for (const value of block.having.flatMap(sides)) calls.push(...aggregatesIn(value));
  if (calls.length === 0) return undefined;
  const sources: Draft[] = [];
  for (const source of block.sources) {
    const found = source.table && workload.relationOf(query, source);
    if (!found || !('columns' in found) || !('foreignKeys' in found)) continue;
    sources.push({
      alias: source.alias,
      table: found,
      join: source.join,
      fixed: new Set(),
      equal: new Map(),
    });
  }
  if (sources.length < 2) return undefined;
  const resolve = (ref: ColumnRef) => resolved(ref, query, block, workload, sources);
  for (const condition of [...block.where, ...block.sources.flatMap(source => source.on)]) {
    equate(condition, resolve);
  }
  const groups = new Map<Joined, Set<string>>();
  for (const value of block.groupBy) {
    const place = value.column && resolve(value.column);
    if (!place) continue;
    const known = groups.get(place.source);
    if (known) known.add(place.column);
    else groups.set(place.source, new Set([place.column]));
  }
  return { sources, groups, aggregates: calls.flatMap(call => aggregateOf(call, resolve) ?? []) };
}

/** How messages quote an expression. */
export function quoted(value: Value): string {
  const text = value.text.replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** True where a key of the table lies within the columns: at most one row has their values. */
export function isUniqueBy(table: Table, columns: ReadonlySet<string>): boolean {
  return accessPaths(table).some(path => {
    if (!path.unique || path.where) return false;
    const own = plainColumns(path);
    return own !== undefined && own.length > 0 && own.every(name => columns.has(name));
  });
}

/** Columns of a table that are held to one value by the constants of the block and by some of its other tables. */
export function heldBy(joined: Joined, others: Iterable<Joined>): ReadonlySet<string> {
  const held = new Set(joined.fixed);
  for (const other of others) for (const [own] of joined.equal.get(other) ?? []) held.add(own);
  return held;
}

/** True where several rows of `child` may meet one row of `parent`, whose rows the join finds by a key. */
export function fansOut(parent: Joined, child: Joined): boolean {
  const pairs = parent.equal.get(child);
  if (!pairs || !isUniqueBy(parent.table, new Set(pairs.map(([own]) => own)))) return false;
  // A key that other tables help to fix: what repeats the row is hard to tell.
  return !isUniqueBy(child.table, heldBy(child, child.equal.keys()));
}

/** True where a group holds at most one row of the table. */
export function isGroupedByRow(joined: Joined, graph: JoinGraph): boolean {
  const groups = graph.groups.get(joined);
  return groups !== undefined && isUniqueBy(joined.table, groups);
}

/** A `Joined` while the conditions are read. */
interface Draft extends Joined {
  readonly fixed: Set<string>;
  readonly equal: Map<Draft, (readonly [string, string])[]>;
}

type Resolve = (ref: ColumnRef) => { readonly source: Draft; readonly column: string } | undefined;

function resolved(
  ref: ColumnRef,
  query: WorkloadQuery,
  block: QueryBlock,
  workload: Workload,
  sources: readonly Draft[],
): ReturnType<Resolve> {
  const found = workload.columnOf(query, block, ref);
  if (!found) return undefined;
  const own = sources.filter(
    source => source.table === found.table && (ref.qualifier === undefined || source.alias === ref.qualifier),
  );
  return own.length === 1 ? { source: own[0]!, column: found.column } : undefined;
}

function equate(condition: Condition, resolve: Resolve): void {
  if (condition.kind !== 'compare' || condition.operator !== '=' || condition.negated) return;
  const left = condition.left.column && resolve(condition.left.column);
  const right = condition.right.column && resolve(condition.right.column);
  if (left && right) {
    if (left.source === right.source) return;
    pair(left.source, left.column, right.source, right.column);
    pair(right.source, right.column, left.source, left.column);
  } else if (left) left.source.fixed.add(left.column);
  else if (right) right.source.fixed.add(right.column);
}

function pair(source: Draft, own: string, other: Draft, theirs: string): void {
  const known = source.equal.get(other);
  if (known) known.push([own, theirs]);
  else source.equal.set(other, [[own, theirs]]);
}

function aggregateOf(value: Value, resolve: Resolve): Aggregate[] | undefined {
  const columns: string[] = [];
  let of: Joined | undefined;
  const visit = (part: Value): boolean => {
    if (part.kind === 'subquery' || part.kind === 'star') return false;
    if (part.column) {
      const place = resolve(part.column);
      if (!place || (of && of !== place.source)) return false;
      of = place.source;
      columns.push(place.column);
      return true;
    }
    if (part.kind === 'other' && !part.args) return false;
    return (part.args ?? []).every(visit);
  };
  if (!(value.args ?? []).every(visit) || !of) return undefined;
  return [{ name: value.name as Aggregate['name'], value, of, columns }];
}

/** Calls of sum, avg and count that take every row. */
function aggregatesIn(value: Value): Value[] {
  if (value.kind === 'subquery') return [];
  if (value.kind === 'call' && /^(sum|avg|count)$/.test(value.name ?? '')) {
    return value.distinct || value.over ? [] : [value];
  }
  return (value.args ?? []).flatMap(aggregatesIn);
}

function sides(condition: Condition): readonly Value[] {
  return condition.kind === 'compare' ? [condition.left, condition.right] : [];
}
