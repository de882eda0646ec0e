import type { Entry, MapNode, Node } from '../tree.js';

/** Values that are read at most: nobody writes more by hand. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 50;

/**
 * Files of libconfig, as `proxysql.cnf` is one: settings `name = value`, groups `{ }`, arrays `[ ]` and lists `( )`.
 * Strings that stand beside each other are one. Never throws: what is no setting is skipped.
 * https://hyperrealm.github.io/libconfig/libconfig_manual.html#Configuration-Files
 */
export function readLibconfig(text: string): MapNode {
  return new Reader(text).file();
}

class Reader {
  private at: number;
  private values = 0;

  constructor(private readonly text: string) {
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  file(): MapNode {
    const entries: Entry[] = [];
    while (this.at < this.text.length && this.values < MAX_VALUES) {
      const before = this.at;
      entries.push(...this.settings('', 0));
      // A bracket that closes nothing.
      if (this.at === before || this.at < this.text.length) this.at++;
    }
    return { kind: 'map', entries, span: { start: 0, end: this.text.length } };
  }

  /** Settings up to a bracket that closes. */
  private settings(close: string, depth: number): Entry[] {
    const entries: Entry[] = [];
    while (this.values < MAX_VALUES) {
      this.skip();
      const first = this.text[this.at];
      if (first === undefined || first === close || CLOSING.has(first)) return entries;
      const name = NAME.exec(this.text.slice(this.at, this.at + 200));
      if (name === null) {
        this.at++;
        continue;
      }
      const keySpan = { start: this.at, end: this.at + name[0].length };
      this.at = keySpan.end;
      this.skip(false);
      const sign = this.text[this.at];
      if (sign !== '=' && sign !== ':') continue;
      this.at++;
      this.skip(false);
      entries.push({ key: name[0], keySpan, value: this.value(depth) });
    }
    return entries;
  }

  private value(depth: number): Node {
    this.values++;
    const start = this.at;
    const first = this.text[start];
    const close = first === undefined || depth >= MAX_DEPTH ? undefined : PAIRS[first];
    if (close !== undefined) {
      this.at++;
      const inside =
        close === '}'
          ? { kind: 'map' as const, entries: this.settings(close, depth + 1) }
          : { kind: 'list' as const, items: this.items(close, depth + 1) };
      if (this.text[this.at] === close) this.at++;
      return { ...inside, span: { start, end: this.at } };
    }
    if (first === '"') return this.strings();
    const bare = BARE.exec(this.text.slice(start, start + 500))?.[0] ?? '';
    this.at += bare.length;
    const span = { start, end: this.at };
    return { kind: 'scalar', value: scalarOf(bare), span };
  }

  private items(close: string, depth: number): Node[] {
    const items: Node[] = [];
    while (this.values < MAX_VALUES) {
      this.skip();
      const first = this.text[this.at];
      if (first === undefined || first === close || CLOSING.has(first)) return items;
      const before = this.at;
      const item = this.value(depth);
      if (this.at === before) this.at++;
      else items.push(item);
    }
    return items;
  }

  private strings(): Node {
    const span: { start: number; end: number } = { start: this.at, end: this.at };
    let value = '';
    while (this.text[this.at] === '"') {
      value += this.string();
      span.end = this.at;
      const after = this.at;
      this.skip(false);
      if (this.text[this.at] !== '"') this.at = after;
    }
    return { kind: 'scalar', value, span };
  }

  private string(): string {
    const { text } = this;
    let value = '';
    let i = this.at + 1;
    for (; i < text.length && text[i] !== '"'; i++) {
      // One that is never closed ends with its line.
      if (text[i] === '\n') {
        this.at = i;
        return value;
      }
      if (text[i] === '\\' && i + 1 < text.length) {
        i++;
        value += ESCAPES[text[i]!] ?? text[i]!;
      } else value += text[i]!;
    }
    this.at = Math.min(text.length, i + 1);
    return value;
  }

  /** Blanks, comments, and the signs that part settings and values, unless they count. */
  private skip(signs = true): void {
    const { text } = this;
    while (this.at < text.length) {
      const first = text[this.at]!;
      if (/\s/.test(first) || (signs && (first === ',' || first === ';'))) this.at++;
      else if (first === '#' || text.startsWith('//', this.at)) this.at = end(text, '\n', this.at, 0);
      else if (text.startsWith('/*', this.at)) this.at = end(text, '*/', this.at + 2, 2);
      else return;
    }
  }
}

function end(text: string, mark: string, from: number, length: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + length;
}

function scalarOf(bare: string): string | number | boolean {
  if (/^(?:true|false)$/i.test(bare)) return bare.toLowerCase() === 'true';
  const number = /^([-+]?(?:0x[0-9a-f]+|\d+(?:\.\d*)?(?:e[-+]?\d+)?))L{0,2}$/i.exec(bare);
  return number === null || !Number.isFinite(Number(number[1])) ? bare : Number(number[1]);
}

const NAME = /^[A-Za-z*][\w*-]*/;
const BARE = /^[^\s,;(){}[\]"#=]+/;
const PAIRS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
