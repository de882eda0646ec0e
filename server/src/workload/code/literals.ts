import type { Span } from '../../text/span.js';
import { readHeredoc, readPercent } from './heredocs.js';
import type { CodeLanguage } from './languages.js';

/** A string in a program. */
export interface Literal {
  /** From its prefix or opening mark to behind its closing mark. */
  readonly span: Span;
  /** What is between the marks. */
  readonly content: Span;
  /** Backslashes begin escapes: all of them, or only those before a quote and another backslash. */
  readonly escapes: 'all' | 'quotes' | 'none';
  /** What stands for values: `${x}`, `{x}` of Python, `#{x}` of Ruby, `$x` and `{$x}` of PHP. */
  readonly values: '${' | '{' | '#{' | '$' | 'none';
  /** Where the program goes on: a heredoc ends lines below. */
  readonly next?: number;
}

/** Strings and comments of a program, in order. Never throws; what is not closed in its line is passed over. */
export interface Lexed {
  readonly literals: readonly Literal[];
  readonly comments: readonly Span[];
}

/** Finds the strings and comments of a program. */
export function lexCode(text: string, language: CodeLanguage): Lexed {
  const literals: Literal[] = [];
  const comments: Span[] = [];
  const heredocs: Literal[] = [];
  const php = language.name === 'php';
  let at = 0;
  if (php) at = afterPhpTag(text, 0);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10 && heredocs.length > 0) {
      at = Math.max(at + 1, heredocs[heredocs.length - 1]!.next!);
      literals.push(...heredocs.splice(0));
      continue;
    }
    if (php && code === 63 && text.charCodeAt(at + 1) === 62) {
      at = afterPhpTag(text, at + 2);
      continue;
    }
    const comment = commentEnd(text, at, code, language);
    if (comment > at) {
      comments.push({ start: at, end: comment });
      at = comment;
      continue;
    }
    if (isWord(code)) {
      const end = wordEnd(text, at);
      const quote = text.charCodeAt(end);
      // A prefix of Python's: `f"..."`, `rb'...'`.
      const prefixed = language.name === 'python' && end - at <= 2 && (quote === 34 || quote === 39);
      const literal = prefixed ? readLiteral(text, at, end, language) : undefined;
      if (literal) literals.push(literal);
      at = literal?.span.end ?? end;
      continue;
    }
    if (code === 34 || code === 39 || code === 96) {
      const literal = readLiteral(text, at, at, language);
      if (literal) literals.push(literal);
      at = literal?.span.end ?? at + 1;
      continue;
    }
    const special =
      code === 60
        ? readHeredoc(text, at, heredocs.at(-1)?.next, language)
        : code === 37
          ? readPercent(text, at, language)
          : undefined;
    if (special) {
      if (special.next === undefined) literals.push(special);
      else heredocs.push(special);
      at =
        special.next === undefined
          ? special.span.end
          : special.span.start + (special.content.start < 0 ? 1 : headLength(text, at));
      continue;
    }
    if (code === 47 && language.name === 'script') {
      at = regexEnd(text, at);
      continue;
    }
    at++;
  }
  literals.push(...heredocs);
  return { literals, comments };
}

/** The rest of the line in which a heredoc is announced is still program. */
function headLength(text: string, at: number): number {
  return /^<<[<~-]?\s*["']?\w+["']?/.exec(text.slice(at, at + 80))?.[0].length ?? 2;
}

function readLiteral(text: string, start: number, at: number, language: CodeLanguage): Literal | undefined {
  const mark = text[at]!;
  const prefix = text.slice(start, at).toLowerCase();
  if (mark === '`') {
    if (language.name === 'go') return plain(text, start, at, 1, text.indexOf('`', at + 1), 'none', 'none');
    if (language.name !== 'script') return undefined;
    return plain(text, start, at, 1, templateEnd(text, at + 1), 'all', '${');
  }
  const triple = language.name === 'python' || (language.name === 'java' && mark === '"');
  const raw = language.name === 'python' && prefix.includes('r');
  const values = language.name === 'python' && prefix.includes('f') ? '{' : 'none';
  if (triple && text.startsWith(mark.repeat(3), at)) {
    const close = closing(text, at + 3, mark.repeat(3), true);
    return plain(text, start, at, 3, close, raw ? 'none' : 'all', values);
  }
  const lines = language.name === 'ruby' || language.name === 'php';
  const close = closing(text, at + 1, mark, lines);
  if (mark === "'" && (language.name === 'go' || language.name === 'java')) {
    // A character is no string, but its quotes must be passed over.
    return close < 0
      ? undefined
      : { span: { start, end: close + 1 }, content: { start: at, end: at }, escapes: 'none', values: 'none' };
  }
  const single = mark === "'" && lines;
  const inside = single ? 'none' : language.name === 'ruby' ? '#{' : language.name === 'php' ? '$' : values;
  return plain(text, start, at, 1, close, single ? 'quotes' : raw ? 'none' : 'all', inside);
}

function plain(
  text: string,
  start: number,
  at: number,
  marks: number,
  close: number,
  escapes: Literal['escapes'],
  values: Literal['values'],
): Literal | undefined {
  if (close < 0 || close > text.length) return undefined;
  return { span: { start, end: close + marks }, content: { start: at + marks, end: close }, escapes, values };
}

/** Offset of the closing mark; -1 where there is none in time. */
function closing(text: string, from: number, mark: string, lines: boolean): number {
  const first = mark.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === first && (mark.length === 1 || text.startsWith(mark, at))) return at;
    else if (code === 10 && !lines) return -1;
  }
  return -1;
}

/** Offset of the backtick that ends a template; what stands in `${}` may hold templates of its own. */
function templateEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 96) return at;
    else if (code === 36 && text.charCodeAt(at + 1) === 123) at = valueEnd(text, at + 1) - 1;
  }
  return -1;
}

/** Behind the brace that closes the one at `open`; the end of the text where none does. */
export function valueEnd(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at + 1;
    else if (code === 96 && depth > 0) {
      const close = text.indexOf('`', at + 1);
      if (close < 0) return text.length;
      at = close;
    }
  }
  return text.length;
}

function commentEnd(text: string, at: number, code: number, language: CodeLanguage): number {
  if (code === 35 && language.hash && text.charCodeAt(at + 1) !== 91) return lineEnd(text, at);
  if (code !== 47 || !language.slashes) return at;
  const next = text.charCodeAt(at + 1);
  if (next === 47) return lineEnd(text, at);
  if (next !== 42) return at;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** Behind a regular expression, where one may begin here; behind the slash where it divides. */
function regexEnd(text: string, at: number): number {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--;
  const mark = text[before] ?? '\n';
  if (
    !/[(,=:[!&|?{};\n>+]/.test(mark) &&
    !/\b(?:return|typeof|case)$/.test(text.slice(Math.max(0, before - 6), before + 1))
  )
    return at + 1;
  REGEX.lastIndex = at;
  const found = REGEX.exec(text);
  return found ? at + found[0].length : at + 1;
}

/** Outside of its tags a file of PHP is text. */
function afterPhpTag(text: string, from: number): number {
  const open = text.indexOf('<?', from);
  if (open < 0) return text.length;
  return open + (text.startsWith('php', open + 2) ? 5 : 2);
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 0x80;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isWord(code) && !(code >= 48 && code <= 57)) break;
    end++;
  }
  return end;
}
