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
    const from = this.at;
    if (!this.match(NAME)) return undefined;
    const value = this.text(from);
    if (value.length > LONGEST || RESERVED.has(value)) return undefined;
    return { value, quoted: false, span: this.span(from) };
  }

  qname(): QName | undefined {
    const from = this.at;
    const parts: Ident[] = [];
    do {
      const part = this.ident();
      if (!part) return undefined;
      parts.push(part);
    } while (this.skip('.'));
    return { parts, span: this.span(from) };
  }

  /** `(a, b)`. */
  idents(): readonly Ident[] | undefined {
    if (!this.skip('(')) return undefined;
    const found: Ident[] = [];
    do {
      const ident = this.ident();
      if (!ident) return undefined;
      found.push(ident);
    } while (this.skip(', '));
    return this.skip(')') ? found : undefined;
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
const NAME = /[a-z_][a-z0-9_]*/y;
const END = /;?[ \t\r\n]*$/y;
