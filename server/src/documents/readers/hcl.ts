import type { Entry, Node } from '../tree.js';

/**
 * An HCL file (Terraform) as a map of its blocks and attributes. Constants, lists and objects are read; any other
 * expression is a value that the text does not tell. Never throws: what is broken is passed over line by line.
 */
export function readHcl(text: string): Node {
  const reader = new Reader(text);
  return { kind: 'map', entries: reader.body(0), span: { start: 0, end: text.length } };
}

const MAX_DEPTH = 60;
const BLANK = /(?:[ \t]+|\/\*[\s\S]*?\*\/)*/y;
const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NAME = /[A-Za-z_][\w-]*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const CONSTANT = /(?:true|false|null)(?![\w.([])/y;
const HEREDOC = /<<-?([A-Za-z_]\w*)[^\n]*\n/y;
/** Behind a value, nothing that goes on with the expression. */
const ENDS = /[ \t]*(?:[\n\r,}\])]|#|\/\/|$)/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Blocks and attributes up to the closing brace, or to the end of the file. */
  body(depth: number): Entry[] {
    const entries: Entry[] = [];
    for (;;) {
      this.take(SPACE);
      const next = this.text[this.at];
      if (next === undefined || (next === '}' && depth > 0)) return entries;
      // At the top of the file a brace closes nothing.
      if (next === ',' || next === '}') {
        this.at++;
        continue;
      }
      const entry = depth > MAX_DEPTH ? undefined : this.entry(depth);
      if (entry) entries.push(entry);
      else this.skipLine();
    }
  }

  private entry(depth: number): Entry | undefined {
    const start = this.at;
    const key = this.take(NAME) || unquoted(this.take(STRING));
    if (key === '') return undefined;
    const keySpan = { start, end: this.at };
    this.take(BLANK);
    if (this.text[this.at] === '=' || this.text[this.at] === ':') {
      this.at++;
      return { key, keySpan, value: this.expression(depth) };
    }
    const labels: { text: string; span: { start: number; end: number } }[] = [];
    for (;;) {
      const from = this.at;
      const label = this.take(STRING) || this.take(NAME);
      if (label === '') break;
      labels.push({ text: unquoted(label), span: { start: from, end: this.at } });
      this.take(BLANK);
    }
    if (this.text[this.at] !== '{') return undefined;
    const value = this.map(depth);
    return labels.length > 0 ? { key, keySpan, labels, value } : { key, keySpan, value };
  }

  private map(depth: number): Node {
    const start = this.at++;
    const entries = this.body(depth + 1);
    if (this.text[this.at] === '}') this.at++;
    return { kind: 'map', entries, span: { start, end: this.at } };
  }

  private expression(depth: number): Node {
    this.take(BLANK);
    const start = this.at;
    const value = this.plain(depth);
    ENDS.lastIndex = this.at;
    if (value && ENDS.test(this.text)) return value;
    this.at = start;
    this.skipExpression();
    return { kind: 'opaque', span: { start, end: this.at } };
  }

  private plain(depth: number): Node | undefined {
    const start = this.at;
    const first = this.text[start];
    if (first === '{') {
      // `{ for ... }` is computed.
      return /\{\s*for\b/y.test(this.text.slice(start, start + 40)) ? undefined : this.map(depth);
    }
    if (first === '[') return this.list(depth);
    if (first === '"') {
      const raw = this.take(STRING);
      if (raw === '' || /[$%]\{/.test(raw)) return undefined;
      return { kind: 'scalar', value: unquoted(raw), span: { start, end: this.at } };
    }
    const number = this.take(NUMBER);
    if (number !== '') return { kind: 'scalar', value: Number(number), span: { start, end: this.at } };
    const constant = this.take(CONSTANT);
    if (constant === '') return undefined;
    const value = constant === 'null' ? null : constant === 'true';
    return { kind: 'scalar', value, span: { start, end: this.at } };
  }

  private list(depth: number): Node | undefined {
    const start = this.at++;
    const items: Node[] = [];
    for (;;) {
      this.take(SPACE);
      const next = this.text[this.at];
      if (next === ',') {
        this.at++;
        continue;
      }
      if (next === undefined || next === ']') break;
      if (depth > MAX_DEPTH || /^for\s/.test(this.text.slice(this.at, this.at + 4))) return undefined;
      const before = this.at;
      items.push(this.expression(depth + 1));
      if (this.at === before) return undefined;
    }
    if (this.text[this.at] === ']') this.at++;
    return { kind: 'list', items, span: { start, end: this.at } };
  }

  /** To the end of an expression: of its line, or of the brackets that it opened. */
  private skipExpression(): void {
    let open = 0;
    while (this.at < this.text.length) {
      const next = this.text[this.at]!;
      if (next === '"' && this.take(STRING) !== '') continue;
      if (next === '<' && this.heredoc()) return;
      if (next === '(' || next === '[' || next === '{') open++;
      else if (next === ')' || next === ']' || next === '}') {
        if (open === 0) return;
        open--;
      } else if (open === 0 && (next === '\n' || next === ',')) return;
      this.at++;
    }
  }

  private heredoc(): boolean {
    HEREDOC.lastIndex = this.at;
    const found = HEREDOC.exec(this.text);
    if (!found) return false;
    const end = new RegExp(`^[ \\t]*${found[1]}[ \\t]*$`, 'm');
    const from = this.at + found[0].length;
    const close = end.exec(this.text.slice(from));
    this.at = close ? from + close.index + close[0].length : this.text.length;
    return true;
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

function unquoted(raw: string): string {
  if (!raw.startsWith('"')) return raw;
  const inner = raw.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner;
}
