import type { PanelEdit } from '../../../protocol/webview.js';
import type { Table } from '../../../schema/model.js';
import type { Origin, SourceUnit } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import type { SchemaScope } from '../scope.js';

/** A new column behind the last one in CREATE TABLE; undefined where its columns do not stand there. */
export function elementBehindColumns(
  table: Table,
  element: string,
  { place }: SchemaScope,
): PanelEdit | undefined {
  const last = ownColumns(table).at(-1);
  return last && insertion(last, element, place);
}

/** A new element behind all others in CREATE TABLE. */
export function elementAtEnd(table: Table, element: string, { place }: SchemaScope): PanelEdit | undefined {
  const { unit } = table.nameOrigin;
  const last = [
    ...ownColumns(table),
    ...[table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks]
      .flatMap(item => item?.origins ?? [])
      .filter(origin => origin.unit === unit),
  ].reduce<Origin | undefined>(
    (best, origin) => (best && best.span.end >= origin.span.end ? best : origin),
    undefined,
  );
  return last && insertion(last, element, place);
}

/** Columns whose definitions stand in the statement that makes the table. */
function ownColumns(table: Table): readonly Origin[] {
  const { unit } = table.nameOrigin;
  return table.columns
    .flatMap(({ origins }) => origins.slice(0, 1))
    .filter(
      origin =>
        origin.unit === unit && /^\s*\S+/.test(unit.piece.text.slice(origin.span.start, origin.span.end)),
    )
    .sort((a, b) => a.span.end - b.span.end);
}

/** Behind an element of the list, on a line of its own where that one is; a comment beside it stays there. */
function insertion(
  { unit, span }: Origin,
  element: string,
  place: SchemaScope['place'],
): PanelEdit | undefined {
  const { text } = unit.piece;
  const next = skip(unit, span.end);
  const character = text[next];
  if (character !== ',' && character !== ')') return undefined;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const own = lineStart > 0 && /^[ \t]*,?[ \t]*$/.test(before);
  const indent = own ? `\n${/^[ \t]*/.exec(before)![0]}` : ' ';
  if (character === ',') {
    const at = own ? endOfComment(unit, next + 1) : next + 1;
    return { ...place({ unit, span: { start: at, end: at } }), newText: `${indent}${element},` };
  }
  const at = own ? endOfComment(unit, span.end) : span.end;
  // The comma goes before the comment of the line, and the element behind it.
  const between = text.slice(span.end, at);
  return {
    ...place({ unit, span: { start: span.end, end: at } }),
    newText: `,${between}${indent}${element}`,
  };
}

/** Where a comment that begins on the same line ends; the offset itself without one. */
function endOfComment({ piece: { text, comments } }: SourceUnit, from: number): number {
  const line = text.indexOf('\n', from);
  const own = comments.find(
    ({ start }) => start >= from && (line < 0 || start < line) && text.slice(from, start).trim() === '',
  );
  return own ? trimmedEnd(text, own) : from;
}

function trimmedEnd(text: string, { start, end }: Span): number {
  while (end > start && /[\r\n]/.test(text[end - 1]!)) end--;
  return end;
}

function skip({ piece: { text, comments } }: SourceUnit, at: number): number {
  for (;;) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) at = comment.end;
    else if (/\s/.test(text[at] ?? '')) at++;
    else return at;
  }
}
