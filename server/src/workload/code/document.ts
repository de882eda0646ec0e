import type { DocumentChange, PieceChange, SqlDocument } from '../../text/document.js';
import { LineIndex } from '../../text/lines.js';
import type { Piece } from '../../text/piece.js';
import type { Span } from '../../text/span.js';
import type { CodeLanguage } from './languages.js';
import type { ParameterStyle } from './mask.js';
import { type CodeReading, readCode } from './queries.js';

/** What is asked of a file in pieces, whether it is SQL or a program with SQL in its strings. */
export type PieceDocument = Pick<
  SqlDocument,
  'lines' | 'pieces' | 'length' | 'text' | 'slice' | 'pieceAt' | 'indexAt' | 'applyChange'
>;

/** Larger programs are made by programs. */
export const MAX_CODE_LENGTH = 1024 * 1024;

/**
 * A program as pieces: its queries, each at the length of its string, and the program between them as `meta`. An
 * edit reads the program again; pieces whose text is the same stay the identical objects.
 */
export class CodeDocument implements PieceDocument {
  readonly lines: LineIndex;
  private whole: string;
  private list: Piece[];

  /** @param language Undefined: nothing is looked for. */
  constructor(
    text: string,
    private readonly language: CodeLanguage | undefined,
    private readonly style: ParameterStyle,
  ) {
    this.lines = new LineIndex(text);
    this.whole = text;
    this.list = this.split();
  }

  get pieces(): readonly Piece[] {
    return this.list;
  }

  get length(): number {
    return this.whole.length;
  }

  get text(): string {
    return this.whole;
  }

  /** True where a string of the program is a query. */
  get hasQueries(): boolean {
    return this.list.some(piece => piece.kind === 'statement');
  }

  slice(start: number, end: number): string {
    return this.whole.slice(start, end);
  }

  pieceAt(offset: number): Piece | undefined {
    return this.list[this.indexAt(offset)];
  }

  indexAt(offset: number): number {
    for (let index = this.list.length - 1; index >= 0; index--) {
      if (this.list[index]!.start <= offset) return index;
    }
    return this.list.length > 0 ? 0 : -1;
  }

  applyChange(change: DocumentChange): PieceChange {
    const { start, end } = this.spanOf(change);
    const before = this.whole.slice(Math.max(0, start - 1), start);
    this.lines.replace(start, end, change.text, before, this.whole.slice(end, end + 1));
    this.whole = this.whole.slice(0, start) + change.text + this.whole.slice(end);
    const old = this.list;
    const fresh = this.split();
    const most = Math.min(old.length, fresh.length);
    let kept = 0;
    while (kept < most && alike(old[kept]!, fresh[kept]!)) kept++;
    let tail = 0;
    while (tail < most - kept && alike(old[old.length - 1 - tail]!, fresh[fresh.length - 1 - tail]!)) tail++;
    for (let i = 1; i <= tail; i++) old[old.length - i]!.start = fresh[fresh.length - i]!.start;
    const added = fresh.slice(kept, fresh.length - tail);
    this.list = [...old.slice(0, kept), ...added, ...old.slice(old.length - tail)];
    return { index: kept, removed: old.slice(kept, old.length - tail), added };
  }

  private spanOf({ span, range }: DocumentChange): Span {
    const clamp = (offset: number) => Math.max(0, Math.min(Math.floor(offset) || 0, this.whole.length));
    if (span) return { start: clamp(span.start), end: Math.max(clamp(span.start), clamp(span.end)) };
    if (!range) return { start: 0, end: this.whole.length };
    const from = this.lines.offsetAt(range.start);
    const to = this.lines.offsetAt(range.end);
    return { start: Math.min(from, to), end: Math.max(from, to) };
  }

  private split(): Piece[] {
    const { language, whole } = this;
    if (!language || whole.length > MAX_CODE_LENGTH) return programOnly(whole);
    const reading = readCode(whole, language, this.style);
    return reading.queries.length === 0 ? programOnly(whole) : piecesOf(whole, reading);
  }
}

function programOnly(text: string): Piece[] {
  return text === '' ? [] : [piece(0, text, 'meta', { start: 0, end: text.length }, [])];
}

function piecesOf(text: string, { queries, comments }: CodeReading): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let comment = 0;
  const program = (end: number): void => {
    if (end <= at) return;
    const inside: Span[] = [];
    for (; comment < comments.length && comments[comment]!.start < end; comment++) {
      const { start, end: stop } = comments[comment]!;
      if (start >= at && stop <= end) inside.push({ start: start - at, end: stop - at });
    }
    pieces.push(piece(at, text.slice(at, end), 'meta', { start: 0, end: end - at }, inside));
    at = end;
  };
  for (const query of queries) {
    program(query.start);
    pieces.push(piece(at, query.text, 'statement', bodyOf(query.text), commentsOf(query.text)));
    at += query.text.length;
  }
  program(text.length);
  return pieces;
}

function piece(
  start: number,
  text: string,
  kind: Piece['kind'],
  body: Span,
  comments: readonly Span[],
): Piece {
  return { start, text, kind, body, comments, entry: '', exit: '' };
}

/** The query without blanks around it and without its terminator. */
function bodyOf(text: string): Span {
  const start = text.length - text.trimStart().length;
  const end = text.replace(/[\s;]+$/, '').length;
  return { start, end: Math.max(start, end) };
}

/** Comments of SQL in the string; only those that may tell us something are worth the look. */
function commentsOf(text: string): readonly Span[] {
  if (!text.includes('faultline')) return NONE;
  return [...text.matchAll(/--[^\n]*|\/\*[\s\S]*?\*\//g)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

const NONE: readonly Span[] = [];

function alike(a: Piece, b: Piece): boolean {
  return (
    a.kind === b.kind &&
    a.text === b.text &&
    a.comments.length === b.comments.length &&
    a.comments.every((span, i) => span.start === b.comments[i]!.start && span.end === b.comments[i]!.end)
  );
}
