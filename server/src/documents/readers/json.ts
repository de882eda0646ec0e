import type { Entry, Node } from '../tree.js';

/**
 * A JSON text, comments and trailing commas allowed; undefined where it holds no value. Broken text ends the value
 * that it stands in: what came before counts.
 */
export function readJson(text: string): Node | undefined {
  return new Reader(text).value(0);
}

const MAX_DEPTH = 200;
const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"?/y;
const WORD = /[^\s,:[\]{}"/]+/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Node | undefined {
    this.take(SPACE);
    const start = this.at;
    const first = this.text[start];
    if (first === undefined || depth > MAX_DEPTH) return undefined;
    if (first === '{') return this.map(depth);
    if (first === '[') return this.list(depth);
    if (first === '"') {
      const raw = this.take(STRING);
      return { kind: 'scalar', value: unescaped(raw), span: { start, end: this.at } };
    }
    const word = this.take(WORD);
    if (word === '') return undefined;
    const span = { start, end: this.at };
    if (word === 'true' || word === 'false') return { kind: 'scalar', value: word === 'true', span };
    if (word === 'null') return { kind: 'scalar', value: null, span };
    const number = Number(word);
    // Templates write `${shards}` where a number belongs.
    return Number.isFinite(number) ? { kind: 'scalar', value: number, span } : { kind: 'opaque', span };
  }

  private map(depth: number): Node {
    const start = this.at++;
    const entries: Entry[] = [];
    for (;;) {
      this.take(SPACE);
      const from = this.at;
      if (this.text[from] === ',') {
        this.at++;
        continue;
      }
      if (this.text[from] !== '"') break;
      const key = unescaped(this.take(STRING));
      const keySpan = { start: from, end: this.at };
      this.take(SPACE);
      if (this.text[this.at] !== ':') break;
      this.at++;
      const value = this.value(depth + 1);
      if (!value) break;
      entries.push({ key, keySpan, value });
    }
    this.close('}');
    return { kind: 'map', entries, span: { start, end: this.at } };
  }

  private list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    for (;;) {
      this.take(SPACE);
      if (this.text[this.at] === ',') {
        this.at++;
        continue;
      }
      if (this.text[this.at] === ']') break;
      const item = this.value(depth + 1);
      if (!item) break;
      items.push(item);
    }
    this.close(']');
    return { kind: 'list', items, span: { start, end: this.at } };
  }

  private close(bracket: string): void {
    if (this.text[this.at] === bracket) this.at++;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw.replace(/^"|"$/g, '');
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.replace(/^"|"$/g, '');
  }
}
