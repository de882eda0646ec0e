import type { ColumnDef, QName, Statement } from '../../sql/ast/index.js';
import { effectiveReadings, type Reading, type SourceUnit } from '../../sql/reading.js';
import type { Span } from '../../text/span.js';
import {
  type AnnotationText,
  FACT_WORD,
  type FactEntry,
  type FactProblem,
  readAnnotation,
} from './annotation.js';

/** An annotation, and what it is about. */
export interface Annotation extends AnnotationText {
  /** The statement that it stands in or directly before; absent at the end of a file. */
  readonly reading?: Reading;
  /** Where it names nothing: the column on whose line it stands. */
  readonly column?: ColumnDef;
  /** A COMMENT ON statement says it of this table, or of this table's column. */
  readonly on?: { readonly name: QName; readonly column: boolean };
  /** Comment or text that holds it. */
  readonly span: Span;
}

/** The annotations of a unit, in order. Costs one search of the text where there are none. */
export function annotationsOf(unit: SourceUnit): readonly Annotation[] {
  if (!mayAnnotate(unit)) return NONE;
  let known = KNOWN.get(unit);
  if (known === undefined) KNOWN.set(unit, (known = read(unit)));
  return known;
}

/** True where the text may hold annotations. */
export function mayAnnotate(unit: SourceUnit): boolean {
  return unit.piece.text.includes(FACT_WORD);
}

/** What an annotation says that nothing can hold: facts of a table where there is none, a column that is not told. */
export function misplaced(annotation: Annotation): readonly FactProblem[] {
  if (annotation.name !== undefined || annotation.on !== undefined) {
    return annotation.entries.flatMap(entry =>
      entry.key.about === 'query'
        ? [problem(entry, 'is about a query: write it before one, without a name.')]
        : [],
    );
  }
  const statement = annotation.reading?.statement;
  const fine: Readonly<Record<FactEntry['key']['about'], boolean>> = {
    table: statement !== undefined && takesTableFacts(statement),
    column: annotation.column !== undefined,
    query: statement !== undefined && runs(statement),
  };
  return annotation.entries
    .filter(({ key }) => !fine[key.about])
    .map(entry => problem(entry, ELSEWHERE[entry.key.about]));
}

const ELSEWHERE: Readonly<Record<FactEntry['key']['about'], string>> = {
  table: 'is about a table, and none is made here: name it, `faultline: orders rows=50M`.',
  column:
    'is about a column: write it on the line of one, or name it, `faultline: orders.status distinct=5`.',
  query: 'is about a query: write it directly before one.',
};

/** True for a statement that facts of a table may stand before. */
export function takesTableFacts({ kind }: Statement): boolean {
  return kind === 'create table' || kind === 'create view' || kind === 'alter table';
}

function runs({ kind }: Statement): boolean {
  return (
    kind === 'query' || kind === 'create view' || kind === 'create function' || kind === 'create trigger'
  );
}

const NONE: readonly Annotation[] = [];
const KNOWN = new WeakMap<SourceUnit, readonly Annotation[]>();
const OPENING = /(?:-{2,}|#+|\/\*+|\/{2,})\s*(?=faultline:)/y;
const CLOSING = /\s*\*+\/\s*$|\s+$/;

function read(unit: SourceUnit): readonly Annotation[] {
  const { text, comments } = unit.piece;
  const found: Annotation[] = [];
  for (const span of comments) {
    OPENING.lastIndex = span.start;
    const opening = OPENING.exec(text);
    if (opening === null) continue;
    const comment = text.slice(span.start, span.end);
    const end = span.end - (CLOSING.exec(comment)?.[0].length ?? 0);
    const annotation = readAnnotation(text, span.start + opening[0].length, end);
    found.push(placed(unit, { ...annotation, span }));
  }
  for (const reading of effectiveReadings(unit)) found.push(...inStrings(unit, reading));
  return found.length === 0 ? NONE : found;
}

/** Texts of COMMENT ON, MySQL `COMMENT '...'`, descriptions among the options. */
function* inStrings(unit: SourceUnit, reading: Reading): Generator<Annotation> {
  const { kind } = reading.statement;
  if (kind !== 'comment' && kind !== 'create table' && kind !== 'alter table') return;
  const { text, comments } = unit.piece;
  let at = reading.span.start;
  for (;;) {
    at = text.indexOf(FACT_WORD, at);
    if (at < 0 || at >= reading.span.end) return;
    const start = at;
    at += FACT_WORD.length;
    if (comments.some(span => span.start <= start && start < span.end)) continue;
    const rest = /['"$\n\r;]/g;
    rest.lastIndex = at;
    const end = Math.min(rest.exec(text)?.index ?? text.length, reading.span.end);
    yield placed(unit, { ...readAnnotation(text, start, end), span: { start, end } }, reading);
  }
}

function placed(unit: SourceUnit, annotation: Omit<Annotation, 'reading'>, inside?: Reading): Annotation {
  const { start } = annotation.span;
  const readings = effectiveReadings(unit);
  if (inside === undefined && behind(unit, start)) return annotation;
  const reading = inside ?? readings.find(each => start < each.span.end) ?? readings.at(-1);
  if (reading === undefined) return annotation;
  const { statement } = reading;
  if (statement.kind === 'comment') {
    if (annotation.name !== undefined) return { ...annotation, reading };
    return { ...annotation, reading, on: { name: statement.name, column: statement.object === 'column' } };
  }
  if (start < reading.span.start) return { ...annotation, reading };
  const column = columnAt(unit, statement, start);
  return column === undefined ? { ...annotation, reading } : { ...annotation, reading, column };
}

/**
 * True for a comment on the line where the statement before has ended: blanks part the two. Told from the piece
 * alone, for where it begins in the file may change without it.
 */
function behind({ piece }: SourceUnit, at: number): boolean {
  return at < piece.body.start && /^[ \t]/.test(piece.text) && !piece.text.slice(0, at).includes('\n');
}

/** The column that begins or ends on the line of an offset, or that holds it. */
function columnAt({ piece: { text } }: SourceUnit, statement: Statement, at: number): ColumnDef | undefined {
  const columns = columnsOf(statement);
  const holding = columns.find(column => column.span.start <= at && at < column.span.end);
  if (holding !== undefined) return holding;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const before = columns.filter(column => column.span.end <= at && column.span.end > lineStart).at(-1);
  if (before !== undefined) return before;
  // A comment on a line of its own is about what follows.
  if (text.slice(lineStart, at).trim() !== '') return undefined;
  const next = columns.find(column => column.span.start > at);
  if (next === undefined) return undefined;
  const between = text.slice(at, next.span.start).split('\n').slice(1);
  return between.every(line => /^\s*(--|#|\/\*|\*|$)/.test(line)) ? next : undefined;
}

function columnsOf(statement: Statement): readonly ColumnDef[] {
  if (statement.kind === 'create table') return statement.columns;
  if (statement.kind !== 'alter table') return [];
  return statement.actions.flatMap(action =>
    'column' in action && 'constraints' in action.column ? [action.column] : [],
  );
}

function problem(entry: FactEntry, message: string): FactProblem {
  return { span: entry.keySpan, message: `\`${entry.key.name}\` ${message}` };
}
