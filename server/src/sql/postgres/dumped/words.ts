import { detach } from '../../../text/detach.js';
import type { Ident, QName } from '../../ast/index.js';
import { RESERVED } from '../types.js';

/** Walks over a text from word to word. */
export class Words {
  constructor(
    private readonly sql: string,
    readonly base: number,
    public at: number,
  ) {}

  /** Steps over these letters, blanks included, if they stand here. */
  skip(text: string): boolean {
    if (!this.sql.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.sql)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  /** Only the statement's semicolon is left. */
  ends(): boolean {
    return this.match(END);
  }

  text(from: number): string {
    return this.sql.slice(from, this.at);
  }

  ident(): Ident | undefined {
    return this.name(RESERVED);
  }

  /** Where a column's name stands and nothing else may, keywords that begin calls and types are names as well. */
  column(): Ident | undefined {
    return this.name(NO_COLUMN);
  }

  private name(taken: ReadonlySet<string>): Ident | undefined {
    const from = this.at;
    const end = wordEnd(this.sql, from);
    if (end > from) {
      this.at = end;
      const value = this.text(from);
      const known = KNOWN.get(value) ?? (taken.has(value) ? undefined : remembered(value));
      return known === undefined ? undefined : { value: known, quoted: false, span: this.span(from) };
    }
    if (!this.match(QUOTED)) return undefined;
    return { value: this.sql.slice(from + 1, this.at - 1), quoted: true, span: this.span(from) };
  }

  qname(): QName | undefined {
    const from = this.at;
    const first = this.ident();
    if (!first) return undefined;
    // An array that grows has room for many more.
    let parts = [first];
    while (this.skip('.')) {
      const part = this.ident();
      if (!part) return undefined;
      parts = [...parts, part];
    }
    return { parts, span: this.span(from) };
  }

  /** `(a, b)`: columns. */
  idents(): readonly Ident[] | undefined {
    if (!this.skip('(')) return undefined;
    const found: Ident[] = [];
    do {
      const column = this.column();
      if (!column) return undefined;
      found.push(column);
    } while (this.skip(', '));
    return this.skip(')') ? found.slice() : undefined;
  }

  /** A string in plain quotes; undefined where none begins here. */
  quoted(): string | undefined {
    if (this.sql[this.at] !== "'") return undefined;
    const from = this.at + 1;
    for (let at = from; ; at += 2) {
      at = this.sql.indexOf("'", at);
      if (at < 0) return undefined;
      if (this.sql[at + 1] === "'") continue;
      this.at = at + 1;
      const value = this.sql.slice(from, at);
      return value.includes('\0') ? undefined : value.replaceAll("''", "'");
    }
  }

  span(from: number): { start: number; end: number } {
    return { start: this.base + from, end: this.base + this.at };
  }
}

/** Longer names are cut by PostgreSQL. */
const LONGEST = 63;

/** End of the name that begins at an offset without quotes; the offset itself where none does. */
function wordEnd(sql: string, from: number): number {
  let at = from;
  for (; ; at++) {
    const unit = sql.charCodeAt(at);
    if ((unit >= 97 && unit <= 122) || unit === 95) continue;
    if (at > from && unit >= 48 && unit <= 57) continue;
    return at;
  }
}

/**
 * Names that are no keywords, each as one string for all places where it stands: maps find it by its identity, and it
 * keeps no text alive that it was cut from.
 */
const KNOWN = new Map<string, string>();
const KNOWN_LIMIT = 20_000;

function remembered(name: string): string | undefined {
  if (name.length > LONGEST) return undefined;
  const own = detach(name);
  if (RESERVED.has(own)) return own;
  if (KNOWN.size >= KNOWN_LIMIT) KNOWN.clear();
  KNOWN.set(own, own);
  return own;
}

/** Without quotes in it, and of letters that are one byte each. */
const QUOTED = /"[ !#-~]{1,63}"/y;
/** Keywords that are columns where no quotes are, and are no names of anything else: the likely ones of them. */
const COLUMNS: ReadonlySet<string> = new Set(
  'interval none position precision row time timestamp values'.split(' '),
);
const NO_COLUMN: ReadonlySet<string> = new Set([...RESERVED].filter(word => !COLUMNS.has(word)));
const END = /;?[ \t\r\n]*$/y;
