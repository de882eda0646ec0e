import type { Span } from '../../text/span.js';
import type { DialectOptions } from './options.js';
import { NUMBER, QUOTED, STRING, SYMBOL, TEMPLATE, type Tokens, WORD } from './tokens.js';

/** Something the reader passed over because it does not know it. */
export interface Skipped {
  readonly what: 'column option' | 'table option' | 'alter action' | 'element' | 'rest';
  readonly text: string;
  readonly span: Span;
}

/** What reading a statement found besides the statement. */
export interface Notes {
  readonly skipped: Skipped[];
  /** First thing that is wrong; `certain` where the engine would refuse it too. */
  problem?: { message: string; span: Span; certain: boolean };
  /** Something is missing from what was read. */
  partial: boolean;
}

/** A place in a list of tokens, with the questions that readers ask there. Past the end nothing matches. */
export class Cursor {
  pos: number;
  end: number;
  notes: Notes = { skipped: [], partial: false };

  constructor(
    readonly tokens: Tokens,
    readonly options: DialectOptions,
    from = 0,
    to: number = tokens.kinds.length,
  ) {
    this.pos = from;
    this.end = to;
  }

  get done(): boolean {
    return this.pos >= this.end;
  }

  kind(ahead = 0): number {
    const at = this.pos + ahead;
    return at < this.end ? this.tokens.kinds[at]! : 0;
  }

  /** Text of a token as written; `''` past the end. */
  raw(ahead = 0): string {
    return this.rawAt(this.pos + ahead);
  }

  rawAt(at: number): string {
    return at < this.end && at >= 0
      ? this.tokens.text.slice(this.tokens.starts[at]!, this.tokens.ends[at]!)
      : '';
  }

  /** An unquoted word in upper case, `''` for anything else. */
  word(ahead = 0): string {
    return this.wordAt(this.pos + ahead);
  }

  wordAt(at: number): string {
    return at < this.end && at >= 0 && this.tokens.kinds[at] === WORD ? this.rawAt(at).toUpperCase() : '';
  }

  /** True where these words stand here in this order. */
  is(...words: readonly string[]): boolean {
    return words.every((word, i) => this.word(i) === word);
  }

  /** The word here if it is one of these. */
  oneOf(words: ReadonlySet<string>): string {
    const word = this.word();
    return words.has(word) ? word : '';
  }

  accept(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.pos += words.length;
    return true;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    return this.isSymbolAt(symbol, this.pos + ahead);
  }

  isSymbolAt(symbol: string, at: number): boolean {
    return (
      at < this.end &&
      at >= 0 &&
      this.tokens.kinds[at] === SYMBOL &&
      this.tokens.text[this.tokens.starts[at]!] === symbol
    );
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.pos++;
    return true;
  }

  /** A name may stand here: a word, a quoted identifier or a placeholder. */
  isName(ahead = 0): boolean {
    const kind = this.kind(ahead);
    return kind === WORD || kind === QUOTED || kind === TEMPLATE;
  }

  isString(ahead = 0): boolean {
    return this.kind(ahead) === STRING;
  }

  isNumber(ahead = 0): boolean {
    return this.kind(ahead) === NUMBER;
  }

  /** True where nothing, not even a blank, stands between this token and the next. */
  touchesNext(ahead = 0): boolean {
    const at = this.pos + ahead;
    return at + 1 < this.end && this.tokens.ends[at] === this.tokens.starts[at + 1];
  }

  /** Past so many tokens, but not past the end. */
  step(tokens: number): void {
    this.pos = Math.min(this.pos + tokens, this.end);
  }

  /** Past this token, and with an opening parenthesis past what it encloses. */
  skip(): void {
    const match = this.tokens.matches[this.pos];
    const jump = match !== undefined && match > this.pos ? match + 1 : this.pos + 1;
    this.pos = Math.min(jump, this.end);
  }

  /** Index of the token that closes the parenthesis here, or the end where none does. */
  closing(): number {
    const match = this.tokens.matches[this.pos] ?? -1;
    return match > this.pos && match < this.end ? match : this.end;
  }

  /** Reads what stands between the parentheses here, and goes on after them. */
  inside<T>(read: (inner: Cursor) => T): T {
    const close = this.closing();
    const result = this.between(this.pos + 1, close, read);
    this.pos = Math.min(close + 1, this.end);
    return result;
  }

  /** Reads a range of tokens with a cursor of its own, which shares the notes. */
  between<T>(from: number, to: number, read: (inner: Cursor) => T): T {
    const inner = new Cursor(this.tokens, this.options, from, to);
    inner.notes = this.notes;
    return read(inner);
  }

  /** The comma-separated ranges of tokens left, commas inside parentheses apart. Goes to the end. */
  items(): [from: number, to: number][] {
    const items: [number, number][] = [];
    let from = this.pos;
    while (this.pos < this.end) {
      if (this.isSymbol(',')) {
        items.push([from, this.pos]);
        from = ++this.pos;
      } else this.skip();
    }
    if (from < this.end || items.length > 0) items.push([from, this.end]);
    return items;
  }

  /** Offsets from the start of one token to the end of the one before `to`. */
  span(from: number, to: number = this.pos): Span {
    const { starts, ends } = this.tokens;
    if (to <= from || from >= starts.length) {
      const at = from < starts.length ? starts[from]! : (ends[ends.length - 1] ?? 0);
      return { start: at, end: at };
    }
    return { start: starts[from]!, end: ends[to - 1]! };
  }

  slice(from: number, to: number = this.pos): string {
    const span = this.span(from, to);
    return this.tokens.text.slice(span.start, span.end);
  }

  note(what: Skipped['what'], from: number, to: number = this.pos): void {
    if (to > from) this.notes.skipped.push({ what, text: this.slice(from, to), span: this.span(from, to) });
  }

  /** Keeps the first problem only: what follows one is seldom another. */
  problem(message: string, span: Span, certain = false): void {
    this.notes.problem ??= { message, span, certain };
    this.notes.partial = true;
  }
}
