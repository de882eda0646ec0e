import { type BoundValue, compareValues } from './bound-values.js';

/** Values of one key column that a query lets through. `null` alone; NULL belongs to no other region. */
export type Region =
  | { readonly kind: 'any' }
  /** Nothing can match. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'null' }
  | { readonly kind: 'points'; readonly values: readonly BoundValue[] }
  | { readonly kind: 'interval'; readonly low?: End; readonly high?: End }
  /** Limited to something that is known only when the query runs. */
  | { readonly kind: 'later' };

export interface End {
  readonly value: BoundValue;
  readonly inclusive: boolean;
}

export const ANY: Region = { kind: 'any' };
const EMPTY: Region = { kind: 'empty' };

/** Values in both. What is known wins over what is known later. */
export function both(a: Region, b: Region): Region {
  if (a.kind === 'any' || b.kind === 'empty') return b;
  if (b.kind === 'any' || a.kind === 'empty') return a;
  if (a.kind === 'later') return b;
  if (b.kind === 'later') return a;
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind ? a : EMPTY;
  if (a.kind === 'points') return pointsIn(a, b);
  if (b.kind === 'points') return pointsIn(b, a);
  const low = tighter(a.low, b.low, 1);
  const high = tighter(a.high, b.high, -1);
  return { kind: 'interval', ...(low && { low }), ...(high && { high }) };
}

function pointsIn(points: Extract<Region, { kind: 'points' }>, other: Region): Region {
  const values = points.values.filter(value => mayHold(other, value));
  return values.length === 0 ? EMPTY : { kind: 'points', values };
}

/** False only where a value is surely not in a region. */
export function mayHold(region: Region, value: BoundValue): boolean {
  switch (region.kind) {
    case 'any':
    case 'later':
      return true;
    case 'empty':
      return false;
    case 'null':
      return value.kind === 'null';
    case 'points':
      return region.values.some(point => mayEqual(point, value));
    case 'interval': {
      if (value.kind === 'null') return false;
      const low = region.low && compareValues(value, region.low.value);
      const high = region.high && compareValues(value, region.high.value);
      if (low !== undefined && (low < 0 || (low === 0 && !region.low!.inclusive))) return false;
      return !(high !== undefined && (high > 0 || (high === 0 && !region.high!.inclusive)));
    }
  }
}

/** Two texts are equal only where they are the same, though only a collation can sort them. */
function mayEqual(a: BoundValue, b: BoundValue): boolean {
  if (a.kind === 'null' || b.kind === 'null') return false;
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text;
  return (compareValues(a, b) ?? 0) === 0;
}

/** The end that leaves less over. `direction` 1: lower ends, -1: upper ones. */
function tighter(a: End | undefined, b: End | undefined, direction: 1 | -1): End | undefined {
  if (!a || !b) return a ?? b;
  const order = compareValues(a.value, b.value);
  if (order === undefined) return a;
  if (order === 0) return a.inclusive ? b : a;
  return order * direction > 0 ? a : b;
}

/** Whether a range partition of one column (from inclusive, to exclusive) may hold values of a region. */
export function overlaps(region: Region, from: BoundValue, to: BoundValue): boolean {
  switch (region.kind) {
    case 'any':
    case 'later':
      return true;
    case 'empty':
    case 'null':
      return false;
    case 'points':
      return region.values.some(
        value => (compareValues(value, from) ?? 0) >= 0 && (compareValues(value, to) ?? -1) < 0,
      );
    case 'interval': {
      const above = region.low && compareValues(region.low.value, to);
      if (above !== undefined && above >= 0) return false;
      const below = region.high && compareValues(region.high.value, from);
      return !(below !== undefined && (below < 0 || (below === 0 && !region.high!.inclusive)));
    }
  }
}
