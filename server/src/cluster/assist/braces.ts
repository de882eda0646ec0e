import type { ConfigPlace } from './place.js';

interface Frame {
  readonly map: boolean;
  readonly path: readonly string[];
  readonly keys: Set<string>;
  state: 'key' | 'value';
  key: string | undefined;
  /** Words of a statement that has no sign yet: the type and labels of a block. */
  words: string[];
  /** The key has its value: the next line begins another one, were it not for a comma that is missing. */
  filled: boolean;
}

type Found = Omit<ConfigPlace, 'siblings'> & { readonly frame: Frame; readonly own: string };

/** Syntaxes whose maps stand between braces. */
export type BraceSyntax = 'json' | 'hcl' | 'javascript' | 'libconfig';

/** Longer texts are looked at up to here. */
const MAX_LENGTH = 400_000;
const MAX_DEPTH = 100;

/**
 * In maps between braces, found from the brackets before the offset alone, so that it works while the text is broken.
 * JavaScript is looked at from the call that the offset stands in: its function is a part of the path.
 */
export function bracePlace(text: string, offset: number, syntax: BraceSyntax): ConfigPlace | undefined {
  if (offset > MAX_LENGTH) return undefined;
  const assigned = syntax === 'javascript' ? assignedPlace(text, offset) : undefined;
  if (assigned !== undefined) return assigned;
  const from = syntax === 'javascript' ? callBefore(text, offset) : 0;
  return from === undefined ? undefined : new Scanner(text, offset, syntax).from(from);
}

/** `config.settings.heartbeatTimeoutSecs = 10`. */
function assignedPlace(text: string, offset: number): ConfigPlace | undefined {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, Math.min(lineEnd < 0 ? text.length : lineEnd, lineStart + 500));
  const found =
    /^(\s*[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d{1,4}\])*\.)([\w$]*)(\s*=(?!=)\s*)?(["']?)([^\s;"']*)/.exec(
      line,
    );
  if (found === null) return undefined;
  const path = found[1]!
    .trim()
    .split(/[.[\]]+/)
    .filter(part => part !== '' && !/^\d+$/.test(part));
  const start = lineStart + found[1]!.length;
  const end = start + found[2]!.length;
  const siblings = new Set<string>();
  const sign = found[3];
  if (
    offset >= start &&
    offset <= end &&
    (sign !== undefined || offset === lineStart + line.trimEnd().length)
  )
    return {
      role: 'key',
      path,
      word: { start, end },
      siblings,
      written: name => (sign ? name : `${name} = `),
    };
  if (sign === undefined) return undefined;
  const valueStart = end + sign.length + found[4]!.length;
  const word = { start: valueStart, end: valueStart + found[5]!.length };
  if (offset < word.start || offset > word.end) return undefined;
  return { role: 'value', path: [...path, found[2]!], word, siblings, written: quoted(found[4] !== '') };
}

/** The last call before an offset that may configure, as its argument may go on up to there. */
function callBefore(text: string, offset: number): number | undefined {
  const before = text.slice(Math.max(0, offset - 100_000), offset);
  const at = Math.max(
    ...['rs.', 'adminCommand(', 'runCommand(', 'sh.'].map(each => before.lastIndexOf(each)),
    // The text of the config may stand in a variable.
    lastMatch(before, /^[ \t]*(?:(?:var|let|const)[ \t]+)?[\w$.]{1,80}[ \t]*=[ \t]*\{/gm),
  );
  return at < 0 ? undefined : offset - before.length + at;
}

function lastMatch(text: string, pattern: RegExp): number {
  let last = -1;
  for (const found of text.matchAll(pattern)) last = found.index;
  return last;
}

class Scanner {
  private readonly stack: Frame[];
  private found: Found | undefined;

  constructor(
    private readonly text: string,
    private readonly offset: number,
    private readonly syntax: BraceSyntax,
  ) {
    const map = syntax === 'hcl' || syntax === 'libconfig';
    this.stack = [frame(map, [])];
  }

  from(start: number): ConfigPlace | undefined {
    const { text, offset } = this;
    const end = Math.min(text.length, MAX_LENGTH);
    for (let at = start; at < end; ) {
      const first = text[at]!;
      if (first === ' ' && at !== offset) {
        at++;
        continue;
      }
      const comment = first === '/' || first === '#' || first === '<' ? this.comment(at) : at;
      if (comment > at) {
        if (offset > at && offset < comment) return undefined;
        at = comment;
        continue;
      }
      const token = this.token(at);
      if (this.found === undefined && offset < token.end + (token.word ? 1 : 0) && offset >= at) {
        this.meet(token.word ? at : offset, token.word ? token.end : offset, token.quote);
        if (this.found === undefined) return undefined;
      }
      if (!this.take(at, token)) break;
      at = token.end;
    }
    if (this.found === undefined) this.meet(offset, offset, false);
    if (this.found === undefined) return undefined;
    const { frame: map, own: _, ...place } = this.found;
    return { ...place, siblings: map.keys };
  }

  /** The end of a comment or a here document that begins here; else the same offset. */
  private comment(at: number): number {
    const { text, syntax } = this;
    const line = (from: number) => {
      const end = text.indexOf('\n', from);
      return end < 0 ? text.length : end;
    };
    if (text.startsWith('//', at) || (text[at] === '#' && (syntax === 'hcl' || syntax === 'libconfig')))
      return line(at);
    if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      return end < 0 ? text.length : end + 2;
    }
    if (syntax === 'hcl' && text.startsWith('<<', at)) {
      const mark = /^<<[-~]?([A-Za-z_]\w{0,60})/.exec(text.slice(at, at + 70))?.[1];
      if (mark === undefined) return at;
      for (let next = line(at) + 1; next < text.length; next = line(next) + 1)
        if (text.slice(next, line(next)).trim() === mark) return line(next);
      return text.length;
    }
    return at;
  }

  private token(at: number): { readonly end: number; readonly word: boolean; readonly quote: boolean } {
    const { text } = this;
    const first = text[at]!;
    if (first === '"' || first === "'" || first === '`') {
      let end = at + 1;
      while (end < text.length && text[end] !== first && (first === '`' || text[end] !== '\n'))
        end += text[end] === '\\' ? 2 : 1;
      return { end: Math.min(text.length, text[end] === first ? end + 1 : end), word: true, quote: true };
    }
    if (!WORD.has(first)) return { end: at + 1, word: false, quote: false };
    let end = at + 1;
    while (end < text.length && WORD.has(text[end]!)) end++;
    return { end, word: true, quote: false };
  }

  /** What stands at the offset, before it is taken. */
  private meet(start: number, end: number, quote: boolean): void {
    const top = this.stack.at(-1)!;
    if (quote && (this.offset <= start || (this.offset === end && this.text[end - 1] === this.text[start])))
      return;
    const inner = quote ? start + 1 : start;
    const closed = quote && end - 1 > start && this.text[end - 1] === this.text[start];
    const innerEnd = closed ? end - 1 : end;
    const at = { frame: top, own: this.text.slice(inner, innerEnd) };
    if (top.state === 'value') {
      const path = top.key === undefined ? top.path : [...top.path, top.key];
      const word = { start: inner, end: innerEnd };
      this.found = { ...at, role: 'value', path, word, written: quoted(quote) };
      return;
    }
    // Labels of a block are names that somebody chooses.
    if (top.words.length > 0 || !top.map) return;
    const rest = this.text.slice(end, end + 200);
    const given = /^[ \t]*[:={]/.test(rest);
    const json = this.syntax === 'json';
    const sign = this.syntax === 'hcl' ? ' = ' : this.syntax === 'libconfig' ? '=' : ': ';
    this.found = {
      ...at,
      role: 'key',
      path: top.path,
      // A closing quote is written anew with its colon.
      word: { start: inner, end: given || !closed ? innerEnd : end },
      written: name => {
        if (given) return quote || !json ? name : `"${name}"`;
        if (quote) return `${name}${this.text[start]}${sign}`;
        return json ? `"${name}"${sign}` : name + sign;
      },
    };
  }

  /** False where the map of the place ends. */
  private take(
    at: number,
    token: { readonly end: number; readonly word: boolean; readonly quote: boolean },
  ): boolean {
    const top = this.stack.at(-1)!;
    if (token.word) {
      const closed = token.quote && this.text[token.end - 1] === this.text[at];
      const word = this.text.slice(at + (token.quote ? 1 : 0), token.end - (closed ? 1 : 0));
      top.filled = top.state === 'value';
      if (top.state === 'key' || this.syntax === 'javascript') top.words.push(word.slice(0, 200));
      if (top.words.length > 50) top.words.shift();
      return true;
    }
    switch (this.text[at]) {
      case ':':
      case '=':
        if (top.state === 'key' && top.words.length > 0) {
          top.key = top.words.at(-1);
          this.name(top, top.key!);
          top.state = 'value';
          top.words = [];
        }
        return true;
      case ';':
        if (this.syntax === 'libconfig') this.next(top);
        return true;
      case ',':
        this.next(top);
        return true;
      case '\n':
        if (top.map && (this.syntax === 'hcl' || top.filled)) this.next(top);
        return true;
      case '{':
      case '[':
      case '(':
        this.open(top, this.text[at]!);
        return true;
      case '}':
      case ']':
      case ')':
        if (this.stack.length === 1) return true;
        this.stack.pop();
        if (this.found?.frame === top) return false;
        this.stack.at(-1)!.words = [];
        this.stack.at(-1)!.filled = true;
        return true;
      default:
        return true;
    }
  }

  private open(top: Frame, bracket: string): void {
    const added =
      top.key !== undefined ? [top.key] : bracket === '[' ? [] : this.syntax === 'hcl' ? top.words : [];
    const callee = bracket === '(' && this.syntax === 'javascript' ? top.words.slice(-1) : [];
    if (this.syntax === 'hcl' && top.state === 'key' && top.words.length > 0) this.name(top, top.words[0]!);
    const below = frame(bracket === '{', [...top.path, ...added, ...callee]);
    if (this.stack.length < MAX_DEPTH) this.stack.push(below);
  }

  private next(top: Frame): void {
    top.words = [];
    top.filled = false;
    if (!top.map) return;
    top.state = 'key';
    top.key = undefined;
  }

  private name(top: Frame, key: string): void {
    // The first one of its name after the offset is the key itself.
    if (this.found?.frame === top && !this.passed && this.found.own === key) this.passed = true;
    else top.keys.add(key);
  }

  private passed = false;
}

const WORD: ReadonlySet<string> = new Set(
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$*+-/@',
);

function frame(map: boolean, path: readonly string[]): Frame {
  return {
    map,
    path,
    keys: new Set(),
    state: map ? 'key' : 'value',
    key: undefined,
    words: [],
    filled: false,
  };
}

function quoted(inside: boolean): (value: string) => string {
  return value => (inside || /^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(value) ? value : `"${value}"`);
}
