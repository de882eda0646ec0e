import type { Origin } from '../../../sql/reading.js';
import type { Fix } from '../../rule.js';
import { insertAt } from '../edits.js';
import { MARK } from './documented.js';

/** Writes the decision down right above the name of a column or table; `reason` without a line break. */
export function documentFix(title: string, name: Origin, reason: string): Fix {
  const { unit, span } = name;
  const { text } = unit.piece;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const comment = `-- ${MARK} ${reason}\n`;
  const newText = before.trim() === '' ? `${comment}${before}` : `\n  ${comment}  `;
  return { title, edits: [insertAt(unit, span.start, newText)], safe: false };
}

/** The same above the statement that makes a table. */
export function documentTableFix(title: string, statement: Origin, reason: string): Fix {
  const { unit } = statement;
  return { title, edits: [insertAt(unit, unit.piece.body.start, `-- ${MARK} ${reason}\n`)], safe: false };
}
