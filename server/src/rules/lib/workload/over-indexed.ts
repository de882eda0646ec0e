import type { TableFacts } from '../../../workload/model.js';
import type { AccessPath } from '../access.js';

/** Entries that indexes take a second, from which on each of them should earn its place. */
const MANY_ENTRIES = 1000;

/** True where known writes times indexes are many, and reads, if known, do not outweigh the writes. */
export function isOverIndexed(facts: TableFacts, paths: readonly AccessPath[]): boolean {
  const writes = facts.writesPerSecond?.value;
  if (writes === undefined || paths.length < 4 || writes * paths.length < MANY_ENTRIES) return false;
  return facts.readsPerSecond === undefined || facts.readsPerSecond.value < writes * 10;
}
