import type { Catalog, Table } from '../../schema/model.js';
import type { Condition, Value } from '../../sql/ast/shape.js';
import type { TableUse } from '../../workload/model.js';
import { normal } from './access.js';
import { type BoundKind, type BoundValue, boundValue, compareValues, constantValue } from './bound-values.js';
import { isMysqlLike } from './engines.js';
import { type PartitionKeyPart, partitionKey } from './partition-keys.js';
import { ANY, both, type End, mayHold, overlaps, type Region } from './partition-regions.js';
import { boundKinds, hasDefault, type Partition, partitionsOf } from './partitions.js';

/** What the engine will leave out for one use of a partitioned table. */
export interface Pruning {
  /** No test limits the key as the partitions need it: all are read. */
  readonly none: boolean;
  /** Partitions that are left when the query is planned, as far as constants tell; undefined where they do not. */
  readonly left?: readonly string[];
}

/**
 * Predicts which partitions a query reads. RANGE and LIST need a test of the first key column, HASH an equality for
 * each; a test of the key inside a function counts only where the table is partitioned by that very expression.
 */
export function predictPruning(table: Table, use: TableUse, catalog: Catalog): Pruning {
  const own = ofLevel(table, use, catalog);
  // Partitions that are partitioned once more may be left out by a key of theirs.
  if (!own.none) return own;
  const below = catalog.partitionsOf(table.key).filter(child => child.partitioning);
  return below.some(child => !predictPruning(child, use, catalog).none) ? { none: false } : own;
}

function ofLevel(table: Table, use: TableUse, catalog: Catalog): Pruning {
  const key = partitionKey(table);
  const strategy = table.partitioning?.strategy;
  if (!strategy || key.length === 0 || key.length !== table.partitioning!.parts.length)
    return { none: false };
  const kinds = boundKinds(table, catalog);
  const regions = key.map((part, i) => regionOf(table, part, kinds[i] ?? 'any', use));
  if (strategy === 'hash' || strategy === 'key') return ofHash(table, regions, use, catalog);
  if (regions[0]!.kind === 'any') return { none: !joined(key[0]!, use) };
  const partitions = partitionsOf(table, catalog);
  if (regions[0]!.kind === 'later' || isMysqlLike(table.dialect)) return { none: false };
  return {
    none: false,
    left: strategy === 'list' ? ofList(partitions, regions[0]!, kinds) : ofRange(partitions, regions, kinds),
  };
}

function ofHash(table: Table, regions: readonly Region[], use: TableUse, catalog: Catalog): Pruning {
  const key = partitionKey(table);
  // MySQL turns a short range of integers into a list of values.
  const short = isMysqlLike(table.dialect) && regions.some(({ kind }) => kind === 'interval');
  const fixed = regions.every(
    ({ kind }, i) => kind === 'points' || kind === 'later' || kind === 'null' || joined(key[i]!, use),
  );
  if (regions.some(({ kind }) => kind === 'empty')) return { none: false, left: [] };
  const none = !fixed && !short;
  return none ? { none, left: partitionsOf(table, catalog).map(({ name }) => name) } : { none };
}

function ofList(partitions: readonly Partition[], region: Region, kinds: readonly BoundKind[]): string[] {
  const taken: BoundValue[] = [];
  const left: string[] = [];
  for (const { name, bound } of partitions) {
    if (bound.kind !== 'list') continue;
    const values = bound.values.map(value => boundValue(value, kinds[0]));
    taken.push(...values);
    if (values.some(value => mayHold(region, value))) left.push(name);
  }
  // The default partition is left out where every value asked for has its own.
  const isTaken = (value: BoundValue) => taken.some(other => compareValues(other, value) === 0);
  const asked: readonly BoundValue[] =
    region.kind === 'points' ? region.values : region.kind === 'null' ? [{ kind: 'null' }] : [];
  const covered = region.kind === 'empty' || (asked.length > 0 && asked.every(isTaken));
  return [...left, ...defaults(partitions, covered)];
}

function ofRange(
  partitions: readonly Partition[],
  regions: readonly Region[],
  kinds: readonly BoundKind[],
): string[] {
  const ranges = partitions.flatMap(({ name, bound }) =>
    bound.kind === 'range'
      ? [
          {
            name,
            from: bound.from.map((value, i) => boundValue(value, kinds[i])),
            to: bound.to.map((value, i) => boundValue(value, kinds[i])),
          },
        ]
      : [],
  );
  const left = ranges.filter(({ from, to }) => reaches(regions, from, to, 0)).map(({ name }) => name);
  const covered = regions[0]!.kind === 'empty' || (regions.length === 1 && isCovered(regions[0]!, ranges));
  return [...left, ...defaults(partitions, covered)];
}

/** Lexicographic: a later column counts only where the ones before it are fixed to a bound's own value. */
function reaches(
  regions: readonly Region[],
  from: readonly BoundValue[],
  to: readonly BoundValue[],
  at: number,
): boolean {
  const region = regions[at] ?? ANY;
  const [low, high] = [from[at], to[at]];
  if (!low || !high) return true;
  if (regions.length === 1) return overlaps(region, low, high);
  // Up to the upper bound inclusively: rows that equal it in this column may still be below it in the next.
  const single = region.kind === 'points' && region.values.length === 1 ? region.values[0]! : undefined;
  if (!single) return overlaps(region, low, high) || mayHold(region, high);
  const [atLow, atHigh] = [compareValues(single, low), compareValues(single, high)];
  if ((atLow ?? 0) < 0 || (atHigh ?? 0) > 0) return false;
  if (at + 1 >= regions.length) return (atHigh ?? -1) < 0;
  const next = regions[at + 1]!;
  const fromNext: BoundValue = atLow === 0 ? (from[at + 1] ?? { kind: 'min' }) : { kind: 'min' };
  const toNext: BoundValue = atHigh === 0 ? (to[at + 1] ?? { kind: 'max' }) : { kind: 'max' };
  if (atHigh === 0 && (toNext.kind === 'min' || high.kind === 'min')) return false;
  return next.kind === 'any' || overlaps(next, fromNext, toNext);
}

/** True where ranges follow one another without a gap over the whole region. */
function isCovered(
  region: Region,
  ranges: readonly { readonly from: readonly BoundValue[]; readonly to: readonly BoundValue[] }[],
): boolean {
  if (region.kind === 'points')
    return region.values.every(value =>
      ranges.some(
        ({ from, to }) => compareValues(value, from[0]!)! >= 0 && compareValues(value, to[0]!)! < 0,
      ),
    );
  if (region.kind !== 'interval' || !region.low) return false;
  let reach: BoundValue = region.low.value;
  for (let step = 0; step <= ranges.length; step++) {
    const next = ranges.find(
      ({ from, to }) =>
        (compareValues(from[0]!, reach) ?? 1) <= 0 && (compareValues(to[0]!, reach) ?? -1) > 0,
    );
    if (!next) return false;
    reach = next.to[0]!;
    const end = region.high && compareValues(reach, region.high.value);
    if (end !== undefined && (end > 0 || (end === 0 && !region.high!.inclusive))) return true;
    if (reach.kind === 'max') return true;
  }
  return false;
}

function defaults(partitions: readonly Partition[], covered: boolean): string[] {
  if (covered || !hasDefault(partitions)) return [];
  return partitions.filter(({ bound }) => bound.kind === 'default').map(({ name }) => name);
}

/** Joins limit the key when the query runs, row by row. */
function joined(part: PartitionKeyPart, use: TableUse): boolean {
  return !part.wrapper && use.joins.some(join => join.column === part.column);
}

function regionOf(table: Table, part: PartitionKeyPart, kind: BoundKind, use: TableUse): Region {
  const { wrapper } = part;
  const mysql = isMysqlLike(table.dialect);
  let region: Region = ANY;
  if (wrapper !== undefined) {
    const same = use.wrapped.filter(
      test => test.column === part.column && normal(test.wrapper.text) === normal(wrapper),
    );
    if (!mysql) return same.some(test => test.condition.kind !== 'or') ? { kind: 'later' } : ANY;
  }
  for (const test of [...use.equals, ...use.ranges, ...use.others]) {
    if (test.column !== part.column) continue;
    const given = ofCondition(test.condition, part.column, kind, !use.others.includes(test));
    // MySQL puts a constant through the function; a range only through one that keeps order.
    if (wrapper !== undefined && !(given.kind === 'points' || given.kind === 'null' || keepsOrder(part)))
      continue;
    region = both(region, given);
  }
  return region;
}

function keepsOrder(part: PartitionKeyPart): boolean {
  return MONOTONIC.has(part.call?.toLowerCase() ?? '');
}

const MONOTONIC = new Set(['to_days', 'to_seconds', 'year', 'unix_timestamp']);

/** `cast`: a cast around the column is known to change nothing. */
function ofCondition(condition: Condition, column: string, kind: BoundKind, cast: boolean): Region {
  switch (condition.kind) {
    case 'compare':
      return condition.negated ? ANY : ofCompare(condition, column, kind, cast);
    case 'between':
      if (condition.negated || !isColumn(condition.left, column, cast)) return ANY;
      return both(ends('>=', constantIn(condition.low, kind)), ends('<=', constantIn(condition.high, kind)));
    case 'in':
      return condition.list && !condition.negated
        ? points(condition.list.map(value => constantIn(value, kind)))
        : condition.block !== undefined && !condition.negated
          ? { kind: 'later' }
          : ANY;
    case 'null':
      return condition.negated ? ANY : { kind: 'null' };
    case 'or':
      return anyOf(
        condition.branches.map(branch =>
          branch.reduce<Region>((region, part) => {
            return names(part, column) ? both(region, ofCondition(part, column, kind, false)) : region;
          }, ANY),
        ),
      );
    case 'like':
    case 'exists':
    case 'truth':
      return ANY;
  }
}

/** What any of the branches lets through: points add up, the rest is known later, one without a limit takes all. */
function anyOf(regions: readonly Region[]): Region {
  if (regions.some(({ kind }) => kind === 'any')) return ANY;
  const values = regions.flatMap(region => (region.kind === 'points' ? region.values : []));
  if (regions.every(({ kind }) => kind === 'points' || kind === 'empty'))
    return values.length > 0 ? { kind: 'points', values } : { kind: 'empty' };
  return { kind: 'later' };
}

function ofCompare(
  condition: Extract<Condition, { kind: 'compare' }>,
  column: string,
  kind: BoundKind,
  cast: boolean,
): Region {
  const { left, right, operator } = condition;
  if (isColumn(left, column, cast)) return ends(operator, constantIn(right, kind));
  if (isColumn(right, column, cast)) return ends(FLIPPED[operator] ?? operator, constantIn(left, kind));
  return ANY;
}

function ends(operator: string, value: BoundValue | undefined): Region {
  const side = ENDS[operator];
  if (operator === '=') return points([value]);
  if (!side) return ANY;
  if (!value || value.kind === 'unknown') return { kind: 'later' };
  const end: End = { value, inclusive: side.inclusive };
  return side.low ? { kind: 'interval', low: end } : { kind: 'interval', high: end };
}

function points(values: readonly (BoundValue | undefined)[]): Region {
  const known = values.filter(value => value !== undefined && value.kind !== 'unknown');
  if (known.length < values.length) return { kind: 'later' };
  // Nothing equals NULL.
  const real = known.filter(value => value!.kind !== 'null') as BoundValue[];
  return real.length > 0 ? { kind: 'points', values: real } : { kind: 'empty' };
}

/** A constant, or one with a cast; undefined for what is known only when the query runs. */
function constantIn(value: Value, kind: BoundKind): BoundValue | undefined {
  if (value.kind === 'constant') return constantValue(value.text, kind);
  if (value.kind === 'cast' && value.args?.[0]?.kind === 'constant') return constantValue(value.text, kind);
  return undefined;
}

function isColumn(value: Value, column: string, cast = false): boolean {
  const inner = cast && value.kind === 'cast' ? value.args?.[0] : undefined;
  if (inner) return isColumn(inner, column);
  return value.kind === 'column' && value.column?.name.toLowerCase() === column.toLowerCase();
}

function names(condition: Condition, column: string): boolean {
  switch (condition.kind) {
    case 'compare':
      return isColumn(condition.left, column) || isColumn(condition.right, column);
    case 'between':
    case 'in':
    case 'like':
    case 'null':
      return isColumn(condition.left, column);
    case 'or':
      return true;
    default:
      return false;
  }
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const ENDS: Readonly<Record<string, { readonly low: boolean; readonly inclusive: boolean }>> = {
  '<': { low: false, inclusive: false },
  '<=': { low: false, inclusive: true },
  '>': { low: true, inclusive: false },
  '>=': { low: true, inclusive: true },
};
