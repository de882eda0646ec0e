import type { Column, Table } from '../../../schema/model.js';
import type { Origin } from '../../../sql/reading.js';

/**
 * True where somebody wrote down that the column repeats something on purpose: a comment in the catalog, or
 * `-- DENORMALIZED: why` on its line or right above it.
 */
export function isDocumented(table: Table, column: Column): boolean {
  return (
    DECISION.test(column.comment ?? '') ||
    TABLE_DECISION.test(table.comment ?? '') ||
    column.origins.some(origin => commentsAt(origin).some(text => DECISION.test(text))) ||
    isTableDocumented(table)
  );
}

/** The same for a table as a whole: a comment above the statement that makes it. */
export function isTableDocumented(table: Table): boolean {
  if (TABLE_DECISION.test(table.comment ?? '')) return true;
  const unit = table.origins[0]?.unit;
  if (!unit) return false;
  const { text, comments, body } = unit.piece;
  return comments.some(
    span => span.end <= body.start && TABLE_DECISION.test(text.slice(span.start, span.end)),
  );
}

/** What a comment beside a column has to say; the fixes write the first of these. */
export const MARK = 'DENORMALIZED:';

const DECISION =
  /\bdenormali[sz]|\bsnapshot|\bcop(?:y|ied) (?:of|from|at|when)\b|\bcached?\b|\bat (?:the )?time of\b|\bredundant\b|\bmirrors?\b|\bmaintained by\b/i;
const TABLE_DECISION = /\bdenormali[sz]|\bsnapshots?\b|\bread model\b|\bprojection of\b/i;

/** Comments that belong to the element: behind it on its last line, or alone on the lines right above it. */
function commentsAt({ unit, span }: Origin): string[] {
  const { text, comments } = unit.piece;
  const found: string[] = [];
  const lineEnd = endOfLine(text, span.end);
  let above = span.start;
  for (let i = comments.length - 1; i >= 0; i--) {
    const comment = comments[i]!;
    const own = text.slice(comment.start, comment.end);
    const between = (from: number, to: number) => text.slice(from, to).trim();
    if (comment.start >= span.start && comment.end <= span.end) found.push(own);
    else if (comment.start >= span.end && comment.start < lineEnd) {
      if (/^[,;)]*$/.test(between(span.end, comment.start))) found.push(own);
    } else if (comment.end <= above && leadsTo(between(comment.end, above))) {
      const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
      if (between(lineStart, comment.start) !== '') break;
      found.push(own);
      above = comment.start;
    }
  }
  return found;
}

/** Nothing, or the words that add a column: the first of an ALTER TABLE, or a further one. */
function leadsTo(words: string): boolean {
  return (
    words === '' || /^(?:alter\s+table\s[^,]*?\s)?add(?:\s+column)?(?:\s+if\s+not\s+exists)?$/i.test(words)
  );
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}
