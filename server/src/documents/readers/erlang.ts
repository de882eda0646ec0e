import type { Span } from '../../text/span.js';
import type { Entry, Node } from '../tree.js';

/** Terms that are read at most: nobody writes more by hand. */
const MAX_TERMS = 50_000;
const MAX_DEPTH = 100;

/**
 * The first term of a file of Erlang terms, as `advanced.config` is one. Atoms, strings and binaries are texts; a tuple is a
 * list of its elements, and a list of pairs that begin with an atom is a map. What is no literal (a variable, a macro)
 * is opaque. Never throws; a bracket that is never closed ends with the file. Undefined where there is no term.
 * https://www.erlang.org/doc/system/data_types.html
 */
export function readErlang(text: string): Node | undefined {
  const reader = new Reader(text);
  return reader.term(0)?.node;
}

interface Term {
  readonly node: Node;
  readonly tuple?: true;
  /** An atom: what may be a key. */
  readonly atom?: true;
}

class Reader {
  private at: number;
  private terms = 0;

  constructor(private readonly text: string) {
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** The term that begins here; undefined at a sign that begins none. */
  term(depth: number): Term | undefined {
    this.skip();
    const { text } = this;
    const start = this.at;
    const first = text[start];
    if (first === undefined || this.terms++ >= MAX_TERMS) return undefined;
    if (first === '[' || first === '{') return this.many(first === '[' ? ']' : '}', depth);
    if (first === '"' || first === "'") {
      const value = this.quoted(first);
      return {
        node: { kind: 'scalar', value, span: this.from(start) },
        ...(first === "'" ? { atom: true } : {}),
      };
    }
    if (text.startsWith('<<', start)) return this.binary();
    const word = /^(?:\d+#[0-9a-z]+|[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|[a-z][\w@.]*|[?A-Z_][\w@]*)/i.exec(
      text.slice(start, start + 300),
    )?.[0];
    if (word === undefined) return undefined;
    // The dot that ends the term is no part of its last word.
    const bare = word.replace(/\.+$/, '');
    this.at += bare.length;
    const span = this.from(start);
    if (/^[a-z]/.test(bare))
      return bare === 'true' || bare === 'false'
        ? { node: { kind: 'scalar', value: bare === 'true', span } }
        : { node: { kind: 'scalar', value: bare, span }, atom: true };
    const based = /^(\d+)#([0-9a-z]+)$/i.exec(bare);
    const base = Number(based?.[1] ?? 10);
    const value = based !== null && base >= 2 && base <= 36 ? Number.parseInt(based[2]!, base) : Number(bare);
    return { node: Number.isFinite(value) ? { kind: 'scalar', value, span } : { kind: 'opaque', span } };
  }

  private many(close: string, depth: number): Term {
    const start = this.at++;
    const items: Term[] = [];
    while (this.at < this.text.length) {
      this.skip();
      const first = this.text[this.at];
      if (first === undefined || first === ']' || first === '}') break;
      const term = depth < MAX_DEPTH ? this.term(depth + 1) : undefined;
      if (term !== undefined) items.push(term);
      else this.at++;
      if (this.terms >= MAX_TERMS) break;
    }
    if (this.text[this.at] === close) this.at++;
    const span = this.from(start);
    if (close === '}')
      return { node: { kind: 'list', items: items.map(({ node }) => node), span }, tuple: true };
    const entries = items.map(pairOf);
    if (items.length > 0 && entries.every(entry => entry !== undefined))
      return { node: { kind: 'map', entries, span } };
    return { node: { kind: 'list', items: items.map(({ node }) => node), span } };
  }

  /** `<<"text">>`; others are opaque. */
  private binary(): Term {
    const start = this.at;
    this.at += 2;
    this.skip();
    const value = this.text[this.at] === '"' ? this.quoted('"') : undefined;
    const end = this.text.indexOf('>>', this.at);
    const line = this.text.indexOf('\n', this.at);
    this.at = end === -1 || (line !== -1 && line < end) ? (line === -1 ? this.text.length : line) : end + 2;
    const span = this.from(start);
    return { node: value === undefined ? { kind: 'opaque', span } : { kind: 'scalar', value, span } };
  }

  private quoted(quote: string): string {
    const { text } = this;
    let value = '';
    let i = this.at + 1;
    for (; i < text.length && text[i] !== quote; i++) {
      if (text[i] === '\\' && i + 1 < text.length) {
        i++;
        value += ESCAPES[text[i]!] ?? text[i]!;
      } else value += text[i]!;
    }
    this.at = Math.min(text.length, i + 1);
    return value;
  }

  /** Blanks, comments and the commas between elements. */
  private skip(): void {
    const { text } = this;
    while (this.at < text.length) {
      const first = text[this.at]!;
      if (first === ',' || /\s/.test(first)) this.at++;
      else if (first === '%') {
        const end = text.indexOf('\n', this.at);
        this.at = end === -1 ? text.length : end;
      } else return;
    }
  }

  private from(start: number): Span {
    return { start, end: this.at };
  }
}

/** `{key, Value}` as an entry of a map. */
function pairOf({ node, tuple }: Term): Entry | undefined {
  if (tuple !== true || node.kind !== 'list' || node.items.length !== 2) return undefined;
  const [key, value] = node.items;
  return key?.kind === 'scalar' && typeof key.value === 'string' && value !== undefined
    ? { key: key.value, keySpan: key.span, value }
    : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', e: '\x1b' };
