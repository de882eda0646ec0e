import type { Origin, SourceUnit } from '../../../sql/reading.js';

/** The statement that comes last of those in the first one's file: what names all of them stands behind it. */
export function lastUnit(...origins: readonly (Origin | undefined)[]): SourceUnit | undefined {
  const first = origins[0]?.unit;
  if (!first) return undefined;
  let last = first;
  for (const origin of origins) {
    if (origin && origin.unit.uri === first.uri && origin.unit.piece.start > last.piece.start)
      last = origin.unit;
  }
  return last;
}
