import { beginsStatement, GO_LINE } from './batch.js';
import { BLANK, classOf, DIGIT, endOfLine, isNewline, isWordPart, NEWLINE, SPECIAL, WORD } from './chars.js';
import { COPY_STATE, copiesFromStdin, endOfData, firstRow, isCopyCommand } from './copy.js';
import { HEAD_REACH, routineAt, statementAt, statementLine } from './heads.js';
import { Lexer } from './lexer.js';
import type { Lexis } from './lexis.js';
import type { Piece, PieceKind } from './piece.js';
import { StatementShape } from './shape.js';
import type { Span } from './span.js';

/** Lexical state after `DELIMITER x` begins with this. */
const DELIMITER_STATE = 'delimiter ';

/**
 * Cuts a text into pieces, one at a time and from any boundary. A piece depends on the text from its start on, on
 * the lexical state and on whether it begins a line, and on nothing else: that is what makes splitting
 * incremental. After each piece, `reach` says how far the text was looked at.
 */
export class Scanner extends Lexer {
  private pos = 0;
  /** Only blanks since the start of the line. */
  private fresh = true;
  private line = 0;
  /** First token of the statement, or -1; end of its last token. */
  private first = -1;
  private last = 0;
  private comments: Span[] = [];
  private parens = 0;
  private entry = '';
  private delimiter = ';';
  private shape!: StatementShape;
  /** Looking ahead in vain costs; past this budget blocks are no longer followed. */
  private budget: number;

  /** `fresh`: whether offset 0 of this text stands at the start of a line. */
  constructor(
    text: string,
    lexis: Lexis,
    private readonly freshAtZero = true,
  ) {
    super(text, lexis);
    this.budget = 4_000_000 + text.length * 4;
  }

  /** The piece that begins at `start`, which is less than the length of the text. */
  next(start: number, entry: string): Piece {
    this.reset(start, entry);
    if (entry === COPY_STATE) {
      const data = this.data(start);
      if (data !== undefined) return data;
    }
    const { text } = this;
    const length = text.length;
    const single = this.delimiter.charCodeAt(0);
    while (this.pos < length) {
      const unit = text.charCodeAt(this.pos);
      const kind = classOf(unit);
      if (kind === BLANK) {
        this.pos++;
        continue;
      }
      if (kind === NEWLINE) {
        this.line = ++this.pos;
        this.fresh = true;
        continue;
      }
      if (unit === single && this.ends()) return this.finish('statement', this.pos + this.delimiter.length);
      if (this.fresh || this.first < 0) {
        const piece = this.lineHead(unit);
        if (piece !== undefined) return piece;
      }
      if (kind === WORD) this.word();
      else if (kind === SPECIAL) {
        const piece = this.special(unit);
        if (piece !== undefined) return piece;
      } else {
        this.token(this.pos + 1);
        if (kind === DIGIT) this.token(this.wordEnd(this.pos));
      }
    }
    this.reach = Infinity;
    if (this.first < 0) return this.piece('trivia', length, length, length);
    return this.unfinished() ?? this.piece('statement', length, this.first, this.last);
  }

  private reset(start: number, entry: string): void {
    this.rewind();
    this.reach = 0;
    this.pos = this.line = this.last = start;
    this.fresh = start === 0 ? this.freshAtZero : isNewline(this.text.charCodeAt(start - 1));
    this.first = -1;
    this.comments = [];
    this.parens = 0;
    this.entry = entry;
    this.delimiter = entry.startsWith(DELIMITER_STATE) ? entry.slice(DELIMITER_STATE.length) : ';';
    this.shape = new StatementShape(this.lexis, this.delimiter === ';' && this.budget > 0, this.ahead);
    this.start = start;
  }
  private start = 0;

  /** Takes a token that ends at `end`. */
  private token(end: number): void {
    if (this.first < 0) this.first = this.pos;
    this.fresh = false;
    this.pos = this.last = end;
  }

  /** True where the delimiter stands at the current place and ends the statement. */
  private ends(): boolean {
    if (this.delimiter !== ';') return this.text.startsWith(this.delimiter, this.pos);
    return this.shape.semicolon(this.parens);
  }

  private word(): void {
    const { text } = this;
    const start = this.pos;
    const end = this.wordEnd(start + 1);
    if (this.shape.watching) {
      const before = text.charCodeAt(start - 1);
      // After a dot or an @ it is a name, whatever it says.
      if (start === this.start || (before !== 46 && before !== 64)) {
        const word = text.slice(start, Math.min(end, start + LONGEST_KEYWORD)).toUpperCase();
        this.shape.word(word, { start, end, last: this.last, parens: this.parens });
      }
    }
    this.token(end);
  }

  /** End of the word that goes on at `from`. A delimiter ends it, for MySQL's client sees `END$$` as two. */
  private wordEnd(from: number): number {
    const { text, delimiter } = this;
    const single = delimiter.charCodeAt(0);
    let end = from;
    for (let unit = text.charCodeAt(end); isWordPart(unit); unit = text.charCodeAt(++end)) {
      if (unit === single && text.startsWith(delimiter, end)) break;
    }
    return end;
  }

  private readonly ahead = (end: number, pattern: RegExp): boolean => {
    pattern.lastIndex = end;
    this.look(Math.min(this.text.length, end + HEAD_REACH));
    return pattern.test(this.text);
  };

  /** What only the start of a line or of a statement can be: client commands, directives, hard boundaries. */
  private lineHead(unit: number): Piece | undefined {
    const { client } = this.lexis;
    const idle = this.first < 0;
    if (client === 'psql') {
      if (unit === 92)
        return idle ? this.meta() : (this.sent() ?? this.finish('statement', this.last, this.last));
    } else if (client === 'mysql') {
      const command = (unit === 68 || unit === 100) && this.fresh ? this.ahead(this.pos, DELIMITER) : false;
      if (command) return idle ? this.directive() : this.finish('statement', this.last, this.last);
      if (idle && (unit === 92 || unit === 115 || unit === 83) && this.ahead(this.pos, MYSQL_META))
        return this.meta();
    } else if (client === 'sqlcmd') {
      if (this.fresh) return this.batchLine(unit, idle);
    } else if (idle && this.fresh) {
      if (client === 'sqlite' && unit === 46) return this.meta();
      if (client === 'snowsql' && unit === 33) return this.meta();
    }
    if (this.shape.blocks?.open !== true || !this.fresh || this.pos !== this.line) return undefined;
    this.look(Math.min(this.text.length, this.pos + HEAD_REACH));
    return routineAt(this.text, this.pos) ? this.unfinished() : undefined;
  }

  private batchLine(unit: number, idle: boolean): Piece | undefined {
    const { text } = this;
    if (unit === 71 || unit === 103) {
      GO_LINE.lastIndex = this.line;
      if (GO_LINE.test(text)) {
        const end = GO_LINE.lastIndex;
        this.look(end + 1);
        if (!idle) return this.finish('statement', this.last, this.last);
        this.pos = end;
        return this.piece('directive', end, firstSolid(text, this.line), end);
      }
    }
    if (unit === 58 && idle) return this.meta();
    if (idle || this.shape.toBatchEnd || this.shape.cases > 0 || classOf(unit) !== WORD) return undefined;
    if (this.parens > 0) {
      this.look(Math.min(text.length, this.pos + HEAD_REACH));
      if (this.pos !== this.line || !statementAt(text, this.pos)) return undefined;
      return this.finish('statement', this.last, this.last);
    }
    let end = this.pos;
    while (end - this.pos < 24 && isWordPart(text.charCodeAt(end))) end++;
    const word = text.slice(this.pos, end).toUpperCase();
    this.look(Math.min(text.length, this.pos + HEAD_REACH));
    const { first, second } = this.shape;
    const { last } = this;
    if (!beginsStatement({ text, offset: this.pos, word, first, second, last })) return undefined;
    return this.finish('statement', this.last, this.last);
  }

  private special(unit: number): Piece | undefined {
    const { text, lexis, pos } = this;
    switch (unit) {
      case 39:
        return this.take(this.string(pos, unit, this.escapesAt(pos)));
      case 34:
        if (lexis.doubleString) return this.take(this.string(pos, unit, this.escapesAt(pos)));
        return this.take(this.identifier(pos, 34, lexis.dialect === 'clickhouse'));
      case 96:
        return this.take(
          lexis.backtick ? this.identifier(pos, 96, lexis.escapes && !lexis.conditional) : pos + 1,
        );
      case 91:
        return this.take(lexis.bracket ? this.identifier(pos, 93, false) : pos + 1);
      case 36:
        return this.take(lexis.dollar === 'none' ? pos + 1 : this.dollar(pos));
      case 40:
        this.parens++;
        break;
      case 41:
        if (this.parens > 0) this.parens--;
        break;
      case 45:
      case 35:
        return this.comment(unit);
      case 47:
        return text.charCodeAt(pos + 1) === 42 ? this.block() : this.comment(unit);
      case 92:
        if (lexis.client === 'psql') {
          const piece = this.sent();
          if (piece !== undefined) return piece;
        }
        break;
      case 123:
        return this.templated();
    }
    return this.take(pos + 1);
  }

  /** Takes a token; where it had to be cut, the piece ends there. */
  private take(end: number): Piece | undefined {
    const { cut } = this;
    if (cut < 0) {
      this.token(end);
      return undefined;
    }
    if (this.first < 0) this.first = this.pos;
    return this.piece('statement', cut, this.first, trimmed(this.text, this.pos, cut));
  }

  private comment(unit: number): Piece | undefined {
    const { text, pos } = this;
    const end = this.lineComment(pos, unit);
    if (end < 0) return this.take(pos + 1);
    if (this.first >= 0 && unit === 45 && MIGRATION_MARK.test(text.slice(pos, Math.min(end, pos + 40)))) {
      this.look(end + 1);
      return this.finish('statement', this.last, this.last);
    }
    this.comments.push({ start: pos - this.start, end: end - this.start });
    this.pos = end;
    return undefined;
  }

  private block(): Piece | undefined {
    const { text, lexis, pos } = this;
    const mark = text.charCodeAt(pos + 2);
    if (lexis.conditional && (mark === 33 || (mark === 77 && text.charCodeAt(pos + 3) === 33))) {
      let end = pos + (mark === 33 ? 3 : 4);
      while (classOf(text.charCodeAt(end)) === DIGIT) end++;
      return this.take(end);
    }
    const end = this.blockComment(pos);
    if (this.cut >= 0 && this.first >= 0) return this.piece('statement', this.cut, this.first, this.last);
    if (this.cut >= 0) return this.take(end);
    this.comments.push({ start: pos - this.start, end: end - this.start });
    this.pos = end;
    return undefined;
  }

  private templated(): Piece | undefined {
    const end = this.template(this.pos);
    if (end < 0) return this.take(this.pos + 1);
    const value = this.text.charCodeAt(this.pos + 1) === 123;
    const alone = this.first < 0 && this.fresh && /^[ \t]{0,80}\r?\n/.test(this.text.slice(end, end + 90));
    if (value && !alone) return this.take(end);
    this.pos = end;
    return undefined;
  }

  /** psql's `\g` and its kin send the statement: they end it as a semicolon does. */
  private sent(): Piece | undefined {
    if (this.first < 0 || !this.ahead(this.pos, SEND)) return undefined;
    return this.finish('statement', endOfLine(this.text, this.pos));
  }

  private meta(): Piece {
    const end = endOfLine(this.text, this.pos);
    const copies = this.lexis.client === 'psql' && isCopyCommand(this.text.slice(this.pos, end));
    return this.piece(
      'meta',
      end,
      this.pos,
      trimmed(this.text, this.pos, end),
      copies ? COPY_STATE : undefined,
    );
  }

  private directive(): Piece {
    const end = endOfLine(this.text, this.pos);
    const body = trimmed(this.text, this.pos, end);
    const delimiter = this.text
      .slice(this.pos + 10, body)
      .trim()
      .split(/\s/, 1)[0]!;
    return this.piece('directive', end, this.pos, body, delimiter === ';' ? '' : DELIMITER_STATE + delimiter);
  }

  /** Rows up to `\.`; undefined where there are none. */
  private data(start: number): Piece | undefined {
    const { text } = this;
    const rows = firstRow(text, start);
    const close = endOfData(text, start);
    if (close !== undefined) {
      this.look(close.end + 1);
      return this.piece('data', close.end, Math.min(rows, close.start), close.start, '');
    }
    this.reach = Infinity;
    const line = statementLine(text, start, text.length);
    const end = line < 0 ? text.length : line;
    if (/^[\s\ufeff]*$/.test(text.slice(start, Math.min(end, start + 1000)))) return undefined;
    return this.piece('data', end, Math.min(rows, end), end, '');
  }

  /** A block that nothing closes: the statement is cut at the first line after its start that begins another. */
  private unfinished(): Piece | undefined {
    const { blocks } = this.shape;
    blocks?.settle();
    const from = blocks?.open === true ? blocks.openedAt : -1;
    if (from < 0) return undefined;
    const line = statementLine(this.text, from, this.text.length);
    if (line < 0) return undefined;
    this.budget -= this.pos - line;
    this.look(Math.max(this.pos, line) + HEAD_REACH);
    return this.piece('statement', line, this.first, trimmed(this.text, this.first, line));
  }

  private finish(kind: PieceKind, end: number, last = this.last): Piece {
    let exit: string | undefined;
    if (this.shape.first === 'COPY' && end > last && this.lexis.client === 'psql') {
      if (copiesFromStdin(this.text.slice(this.first, last))) exit = COPY_STATE;
    }
    return this.first < 0
      ? this.piece(kind, end, this.pos, this.pos)
      : this.piece(kind, end, this.first, last, exit);
  }

  private piece(kind: PieceKind, end: number, from: number, to: number, exit?: string): Piece {
    const { start, entry } = this;
    // A copy, as an array that has grown holds room for more.
    let comments: readonly Span[] = this.comments.length === 0 ? NONE : this.comments.slice();
    if (comments.length > 0 && comments[comments.length - 1]!.end > end - start) {
      comments = comments.filter(comment => comment.end <= end - start);
    }
    this.look(end);
    return {
      start,
      text: this.text.slice(start, end),
      kind,
      body: { start: from - start, end: Math.max(from, to) - start },
      comments: comments.length === 0 ? NONE : comments,
      entry,
      exit: exit ?? (entry === COPY_STATE ? '' : entry),
    };
  }

  /** Whether a backslash escapes in the string whose quote stands at `pos`. */
  private escapesAt(pos: number): boolean {
    const { text, lexis } = this;
    if (!lexis.escapes && !lexis.escapePrefix) return false;
    const before = text.charCodeAt(pos - 1) | 32;
    const prefixed =
      pos - 1 >= this.start &&
      this.last === pos &&
      !(pos - 2 >= this.start && isWordPart(text.charCodeAt(pos - 2)));
    if (lexis.escapePrefix) return prefixed && before === 101;
    return !(lexis.rawPrefix && prefixed && before === 114);
  }
}

const NONE: readonly Span[] = [];
/** Words are compared up to this length, in code units. */
const LONGEST_KEYWORD = 24;
const DELIMITER = /DELIMITER[ \t]{1,80}[^\s]/iy;
const MYSQL_META = /\\|source[ \t]{1,80}[^\s;=]/iy;
const SEND = /\\(?:g|gx|gexec|gset|gdesc|crosstabview|watch|bind)(?![A-Za-z_])/y;
/** Comments of migration tools between statements. */
const MIGRATION_MARK = /^--\s{0,8}(?:\+goose\b|\+migrate\b|migrate:(?:up|down)|changeset\s)/i;

function firstSolid(text: string, from: number): number {
  let pos = from;
  while (text.charCodeAt(pos) <= 32) pos++;
  return pos;
}

/** `end` without the blanks before it. */
function trimmed(text: string, start: number, end: number): number {
  let pos = end;
  while (pos > start && text.charCodeAt(pos - 1) <= 32) pos--;
  return pos;
}
