import type { WorkloadQuery } from '../../../workload/model.js';

/** Queries by file and place: the workload has no order of its own, and messages must not depend on what was read first. */
export function inReadingOrder(queries: Iterable<WorkloadQuery>): readonly WorkloadQuery[] {
  return [...new Set(queries)].sort(compareQueries);
}

/** For lists of what belongs to queries. */
export function compareQueries(a: WorkloadQuery, b: WorkloadQuery): number {
  const [one, other] = [a.origin, b.origin];
  if (one.unit.uri !== other.unit.uri) return one.unit.uri < other.unit.uri ? -1 : 1;
  return one.unit.piece.start + one.span.start - (other.unit.piece.start + other.span.start);
}
