import type { Entry, MapNode, Node } from '../tree.js';

/**
 * A HOCON text (`application.conf` of Java programs) as far as configs need it: objects, dotted keys, lists, quoted and
 * bare values, comments. Substitutions (`${name}`) are values that the text does not tell. Dotted keys become maps in
 * each other; keys that repeat stay, in order. Never throws: what is broken is left out.
 */
export function readHocon(text: string): MapNode {
  const reader = new Reader(text);
  return { kind: 'map', entries: reader.entries(0), span: { start: 0, end: text.length } };
}

const MAX_DEPTH = 60;
const SPACE = /(?:[\s,\uFEFF]+|#[^\n]*|\/\/[^\n]*)*/y;
const STRING = /"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?/y;
const KEY = /(?:"(?:[^"\\\n]|\\.)*"|[^\s"=:{}[\],#]+)+/y;
const ASSIGN = /[ \t]*(?:\+?=|:)?[ \t\r\n]*/y;
const BARE = /(?:\$\{[^}\n]*\}|\/(?!\/)|[^\n\r,{}[\]#"/])+/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  entries(depth: number): Entry[] {
    const entries: Entry[] = [];
    while (this.at < this.text.length) {
      this.take(SPACE);
      const next = this.text[this.at];
      if (next === undefined) break;
      if (next === '}') {
        if (depth > 0) break;
        this.at++;
        continue;
      }
      if (next === '{' && depth === 0) {
        // The object of the whole file may have brackets of its own.
        this.at++;
        entries.push(...this.entries(1));
        if (this.text[this.at] === '}') this.at++;
        continue;
      }
      const start = this.at;
      const key = this.take(KEY);
      if (key === '') {
        this.at++;
        continue;
      }
      const keySpan = { start, end: this.at };
      this.take(ASSIGN);
      const value = this.value(depth + 1);
      if (value !== undefined) entries.push(nested(key, keySpan, value));
    }
    return entries;
  }

  private value(depth: number): Node | undefined {
    const start = this.at;
    const first = this.text[start];
    if (first === undefined || depth > MAX_DEPTH) return undefined;
    if (first === '{') {
      this.at++;
      const entries = this.entries(depth);
      if (this.text[this.at] === '}') this.at++;
      return { kind: 'map', entries, span: { start, end: this.at } };
    }
    if (first === '[') return this.list(depth);
    if (first === '"') {
      const raw = this.take(STRING);
      const value = raw.startsWith('"""') ? raw.slice(3).replace(/"""$/, '') : raw.slice(1).replace(/"$/, '');
      return { kind: 'scalar', value, span: { start, end: this.at } };
    }
    const raw = this.take(BARE);
    const value = raw.trim().replace(/\s*\/\/.*$/, '');
    if (value === '') return undefined;
    const span = { start, end: start + raw.trimEnd().length };
    if (value.includes('${')) return { kind: 'opaque', span };
    if (value === 'true' || value === 'false') return { kind: 'scalar', value: value === 'true', span };
    if (value === 'null') return { kind: 'scalar', value: null, span };
    return { kind: 'scalar', value, span };
  }

  private list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    for (;;) {
      this.take(SPACE);
      if (this.at >= this.text.length || this.text[this.at] === ']') break;
      const before = this.at;
      const item = this.value(depth + 1);
      if (item !== undefined) items.push(item);
      if (this.at === before) this.at++;
    }
    if (this.text[this.at] === ']') this.at++;
    return { kind: 'list', items, span: { start, end: this.at } };
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

/** `a.b.c = 1` says what `a { b { c = 1 } }` says. */
function nested(key: string, keySpan: Entry['keySpan'], value: Node): Entry {
  const parts = key.split('.', MAX_DEPTH).map(part => part.replace(/^"|"$/g, ''));
  let node = value;
  for (const part of parts.slice(1).reverse()) {
    node = { kind: 'map', entries: [{ key: part, keySpan, value: node }], span: value.span };
  }
  return { key: parts[0]!, keySpan, value: node };
}
