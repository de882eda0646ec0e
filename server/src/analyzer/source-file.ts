import { inParts, mayMarkParts, upParts } from '../schema/index.js';
import { type Dialect, familyOf } from '../sql/dialect.js';
import type { Reading, SourceUnit } from '../sql/reading.js';
import { directivesOf } from '../text/directives.js';
import { type DocumentChange, SqlDocument } from '../text/document.js';
import type { Piece } from '../text/piece.js';
import type { Span } from '../text/span.js';
import { CodeDocument, type CodeLanguage, type PieceDocument } from '../workload/code/index.js';
import { mayAnnotate } from '../workload/facts/index.js';
import { plainQueries } from './code-queries.js';
import { heldReadings } from './held.js';
import type { FileInfo } from './types.js';

export type Read = (text: string, body: Span, dialect: Dialect) => readonly Reading[];

/** Which units an edit replaced. All others are the same objects as before. */
export interface UnitChange {
  readonly index: number;
  readonly removed: readonly SourceUnit[];
  readonly added: readonly SourceUnit[];
}

export interface SourceFileOptions {
  /** The project folder that the file belongs to. */
  readonly root: string;
  readonly dialect: Dialect;
  readonly dialectFrom: FileInfo['dialectFrom'];
  readonly read: Read;
  /** Go on with the last good reading of a statement while its text is broken. */
  readonly keepLastGood: boolean;
  /** Of a program with SQL in its strings. Without a language nothing is looked for in it. */
  readonly code?: { readonly language?: CodeLanguage };
}

/** One file with SQL, all of it or in its strings: its text in pieces, and what was read from each. */
export class SourceFile {
  readonly document: PieceDocument;
  /** True for a program: its queries count as workload and make no schema. */
  readonly isCode: boolean;
  readonly root: string;
  readonly dialect: Dialect;
  readonly family;
  /** Parallel to the document's pieces. */
  readonly units: SourceUnit[];
  /** An editor has it open: its buffer counts, not the disk. */
  open = false;
  /** Units whose comments suppress findings, in no particular order. */
  readonly directives = new Set<SourceUnit>();
  /** Units whose comments may tell sizes and rates, in no particular order. */
  readonly annotated = new Set<SourceUnit>();
  /** Units that go by a held reading. */
  held = 0;
  /** Units with a line that parts the way up from the way down. */
  private marked = 0;
  private readonly counts = { statements: 0, unread: 0, tables: 0 };

  constructor(
    readonly uri: string,
    text: string,
    readonly options: SourceFileOptions,
  ) {
    this.root = options.root;
    this.dialect = options.dialect;
    this.family = familyOf(options.dialect);
    const { code } = options;
    this.isCode = code !== undefined;
    this.document = code
      ? new CodeDocument(text, code.language, this.family === 'postgres' ? '$1' : '?')
      : new SqlDocument(text, options.dialect);
    this.units = this.document.pieces.map(piece => this.unitOf(piece));
    for (const unit of this.units) this.count(unit, 1);
  }

  get info(): FileInfo {
    return { uri: this.uri, dialect: this.dialect, dialectFrom: this.options.dialectFrom, ...this.counts };
  }

  /** The units that are applied on the way up: `units` itself where no line marks parts of the file. */
  get counted(): readonly SourceUnit[] {
    if (this.marked === 0) return this.units;
    const parts = upParts(this.document.text);
    return this.units.filter(({ piece }) => inParts(parts, piece.start + piece.body.start));
  }

  /** Applies an edit of the text; costs as much as the statements that it touches. */
  change(change: DocumentChange): UnitChange {
    const { index, removed, added } = this.document.applyChange(change);
    const before = this.units.slice(index, index + removed.length);
    const after =
      this.options.keepLastGood && !this.isCode
        ? this.holding(before, added)
        : added.map(piece => this.unitOf(piece));
    for (const unit of before) this.count(unit, -1);
    for (const unit of after) this.count(unit, 1);
    this.units.splice(index, before.length, ...after);
    return { index, removed: before, added: after };
  }

  /** Reads again the units whose readings are stale; each change counts on those before it. */
  *readAgain(stale: (readings: readonly Reading[]) => boolean): Iterable<UnitChange> {
    for (const [index, unit] of this.units.entries()) {
      if (!stale(unit.readings)) continue;
      const fresh = this.unitOf(unit.piece);
      this.count(unit, -1);
      this.count(fresh, 1);
      this.units[index] = fresh;
      yield { index, removed: [unit], added: [fresh] };
    }
  }

  private holding(before: readonly SourceUnit[], pieces: readonly Piece[]): SourceUnit[] {
    const readings = pieces.map(piece => this.read(piece));
    const held = heldReadings(
      { units: before, text: before.map(unit => unit.piece.text).join('') },
      pieces.map((piece, index) => ({ text: piece.text, readings: readings[index]! })),
    );
    return pieces.map((piece, index) => this.unitOf(piece, readings[index], held[index]));
  }

  private unitOf(piece: Piece, readings = this.read(piece), held?: readonly Reading[]): SourceUnit {
    const { uri, dialect } = this;
    return held === undefined ? { uri, dialect, piece, readings } : { uri, dialect, piece, readings, held };
  }

  private read(piece: Piece): readonly Reading[] {
    if (piece.kind !== 'statement') return NOTHING;
    const readings = this.options.read(piece.text, piece.body, this.dialect);
    return this.isCode ? plainQueries(piece, readings, this.dialect) : readings;
  }

  private count(unit: SourceUnit, by: 1 | -1): void {
    if (unit.held !== undefined) this.held += by;
    if (directivesOf(unit.piece).length > 0) {
      if (by > 0) this.directives.add(unit);
      else this.directives.delete(unit);
    }
    if (mayAnnotate(unit)) {
      if (by > 0) this.annotated.add(unit);
      else this.annotated.delete(unit);
    }
    if (!this.isCode && mayMarkParts(unit.piece.text) && upParts(unit.piece.text) !== undefined)
      this.marked += by;
    for (const { statement, problem } of unit.readings) {
      this.counts.statements += by;
      if (statement.kind === 'create table') this.counts.tables += by;
      if (statement.kind === 'unread' || problem !== undefined) this.counts.unread += by;
    }
  }
}

const NOTHING: readonly Reading[] = [];
