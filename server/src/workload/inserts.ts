import { effectiveReadings, type SourceUnit } from '../sql/reading.js';

/** Columns and VALUES stand within so many characters. */
const HEAD = 4096;
/** RETURNING and ON CONFLICT stand within so many characters of the end. */
const TAIL = 400;

/**
 * What an INSERT of constants has in common with others of its file that differ in nothing but their values, of which
 * a script may have thousands; undefined for every other statement.
 */
export function plainInsert(unit: SourceUnit): string | undefined {
  const [reading, ...more] = effectiveReadings(unit);
  if (!reading || more.length > 0) return undefined;
  const { statement, span } = reading;
  if (statement.kind !== 'query' || statement.verb !== 'insert' || statement.tables.length !== 1)
    return undefined;
  const { text, comments } = unit.piece;
  // What a comment says of one is not said of the others.
  if (comments.length > 0 && text.includes('faultline')) return undefined;
  const head = HEADER.exec(text.slice(span.start, Math.min(span.end, span.start + HEAD)));
  if (!head) return undefined;
  const tail = text.slice(Math.max(span.start + head[0].length, span.end - TAIL), span.end);
  if (AFTER.test(tail)) return undefined;
  return `${unit.uri}\0${head[1]!.replace(/\s+/g, ' ')}`;
}

const HEADER = /^\s*(insert\s[^()']*(?:\([^()']*\))?)\s*values\s*\(/i;
const AFTER = /\b(?:returning|conflict|duplicate|select)\b/i;
