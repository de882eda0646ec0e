import type { Origin } from '../sql/reading.js';

/**
 * A name with the letter case in which it is written: `CustomerKey`, which PostgreSQL folds to `customerkey`, says two words. The name
 * itself where something else stands there.
 */
export function writtenName(name: string, { unit, span }: Origin): string {
  // What has a capital or a blank was not folded; what has an underscore says its words.
  if (/[^a-z0-9]/.test(name)) return name;
  const text = unit.piece.text.slice(span.start, span.end);
  const last = text.slice(text.lastIndexOf('.') + 1).replace(/["`[\]\s]/g, '');
  return last !== name && last.toLowerCase() === name ? last : name;
}
