import type { TableFacts } from '../../../workload/model.js';

/** Rows below which reading the whole table costs as little as an index. */
const SMALL = 1000;
/** Rows from which a wrong access path is felt. */
const BIG = 1_000_000;

/** True only where somebody said so; a table of unknown size is not small. */
export function isKnownSmall(facts: TableFacts): boolean {
  return facts.rows !== undefined && facts.rows.value < SMALL && !growsFast(facts);
}

export function isKnownBig(facts: TableFacts): boolean {
  return facts.rows !== undefined && facts.rows.value >= BIG;
}

/** Said to be hot, or read or written at least a hundred times a second. */
export function isKnownHot(facts: TableFacts): boolean {
  return (
    facts.hot?.value === true ||
    (facts.readsPerSecond?.value ?? 0) >= 100 ||
    (facts.writesPerSecond?.value ?? 0) >= 100
  );
}

/** A day brings more than is there. */
function growsFast(facts: TableFacts): boolean {
  return facts.growthPerDay !== undefined && facts.growthPerDay.value >= SMALL;
}
