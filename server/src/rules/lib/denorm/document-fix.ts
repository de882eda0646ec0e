import type { Origin } from '../../../sql/reading.js';
import type { Fix } from '../../rule.js';
import { insertAt } from '../edits.js';
import { MARK } from './documented.js';

/** Writes the decision down right above the name of a column or table; `reason` without a line break. */
export function documentFix(title: string, name: Origin, reason: string): Fix {
  const { unit, span } = name;
  const { text, body } = unit.piece;
  const comment = `-- ${MARK} ${reason}\n`;
  // A column that is added: above the words that add it, or above the whole statement where those stand in its line.
  const adding = ADDING.exec(text.slice(body.start, span.start));
  const at = adding ? body.start + adding.index + (adding[1] ?? '').length : span.start;
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1) + 1, adding ? body.start : 0);
  const before = text.slice(lineStart, at);
  if (before.trim() === '') return { title, edits: [insertAt(unit, at, `${comment}${before}`)], safe: false };
  const alone = adding !== null && lineStart === body.start && !before.includes(',');
  return alone
    ? { title, edits: [insertAt(unit, body.start, comment)], safe: false }
    : { title, edits: [insertAt(unit, at, `\n  ${comment}  `)], safe: false };
}

const ADDING = /(^|\s)add(?:\s+column)?(?:\s+if\s+not\s+exists)?\s+$/i;

/** The same above the statement that makes a table. */
export function documentTableFix(title: string, statement: Origin, reason: string): Fix {
  const { unit } = statement;
  return { title, edits: [insertAt(unit, unit.piece.body.start, `-- ${MARK} ${reason}\n`)], safe: false };
}
