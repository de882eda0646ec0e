import type { Written } from '../../../cluster/settings.js';
import type { Origin } from '../../../sql/reading.js';
import type { Edit } from '../../rule.js';

/** Writes a value in the place of another. */
export function valueEdit(written: Written, text: string): Edit {
  return { origin: written.origin, newText: text };
}

/** Gives a key another name. */
export function keyEdit(written: Written, name: string): Edit {
  return { origin: written.keyOrigin, newText: name };
}

/** Adds `line` as the next key after one that stands on a line of its own; undefined in `{ a: 1, b: 2 }`. */
export function lineAfter(written: Written, line: string): Edit | undefined {
  const indent = indentOf(written.keyOrigin);
  if (indent === undefined) return undefined;
  const { unit, span } = written.origin;
  const text = unit.piece.text;
  const end = lineEnd(text, span.end);
  if (/[^\s]/.test(text.slice(span.end, end).replace(/#.*$/, ''))) return undefined;
  return { origin: { unit, span: { start: end, end } }, newText: `\n${indent}${line}` };
}

/** Takes away the lines of a key and its value; undefined where others share them. */
export function lineRemoved(written: Written): Edit | undefined {
  const indent = indentOf(written.keyOrigin);
  if (indent === undefined) return undefined;
  const { unit, span } = written.origin;
  const text = unit.piece.text;
  const end = lineEnd(text, span.end);
  if (/[^\s]/.test(text.slice(span.end, end).replace(/#.*$/, ''))) return undefined;
  const start = written.keyOrigin.span.start - indent.length;
  // With the line's own end where it has one, else with that of the line before.
  const after = text.slice(end, end + 2) === '\r\n' ? end + 2 : end < text.length ? end + 1 : end;
  return { origin: { unit, span: { start, end: after } }, newText: '' };
}

/** The blanks before a key that begins its line; undefined where something stands before it. */
function indentOf({ unit, span }: Origin): string | undefined {
  const text = unit.piece.text;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(start, span.start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

function lineEnd(text: string, from: number): number {
  const found = /\r?\n|$/.exec(text.slice(from));
  return from + (found?.index ?? 0);
}
