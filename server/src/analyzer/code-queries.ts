import { type Dialect, familyOf } from '../sql/dialect.js';
import type { Reading } from '../sql/reading.js';
import { readQueryShapes } from '../sql/tolerant/shapes/index.js';
import type { Piece } from '../text/piece.js';

/**
 * What was read from a string of a program, where all of it is queries that were understood; nothing otherwise: a
 * string that is put together while the program runs is no text of which anything could be said.
 */
export function plainQueries(
  piece: Piece,
  readings: readonly Reading[],
  dialect: Dialect,
): readonly Reading[] {
  if (
    !readings.every(({ statement, problem, partial }) => statement.kind === 'query' && !problem && !partial)
  )
    return NOTHING;
  // PostgreSQL's grammar has refused what is no query; elsewhere our own reader says how far it came.
  if (familyOf(dialect) === 'postgres') return readings;
  const whole = readings.every(({ span }) =>
    readQueryShapes(piece.text, span, dialect).every(({ complete }) => complete),
  );
  return whole ? readings : NOTHING;
}

const NOTHING: readonly Reading[] = [];
