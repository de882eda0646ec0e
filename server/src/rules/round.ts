import type { Catalog, Table } from '../schema/model.js';

/** What was worked out of tables within one round. */
export type RoundCache<T> = WeakMap<
  Table,
  { readonly round: object; readonly catalog: Catalog; readonly value: T }
>;

/** One subject being checked by all of its rules, in which the catalog stays as it is. */
let round = {};

/** The runner says so before each subject, and when it is done: what comes next may see another catalog. */
export function newRound(): object {
  round = {};
  return round;
}

/** Goes on with a subject that was left for others. The catalog must be as it was. */
export function resumeRound(begun: object): void {
  round = begun;
}

/**
 * Works something out of a table once for all rules that check a subject. What it looks up is recorded for the subject
 * when the first of them asks.
 */
export function inRound<T>(cache: RoundCache<T>, table: Table, catalog: Catalog, work: () => T): T {
  const known = cache.get(table);
  if (known?.round === round && known.catalog === catalog) return known.value;
  const value = work();
  cache.set(table, { round, catalog, value });
  return value;
}
