import type { Span } from '../../text/span.js';
import type { CodeLanguage } from './languages.js';
import { type Literal, lexCode } from './literals.js';
import { maskLiteral, maskPlaceholders, type ParameterStyle, parameter } from './mask.js';
import { isPlainSql, mayHoldQueries } from './plain-sql.js';

/** A query in the strings of a program. */
export interface CodeQuery {
  readonly start: number;
  /** As long as what it stands for in the program, so that offsets are the same. */
  readonly text: string;
}

export interface CodeReading {
  readonly queries: readonly CodeQuery[];
  /** Comments of the program. */
  readonly comments: readonly Span[];
}

const NOTHING: CodeReading = { queries: [], comments: [] };

/** The queries that stand as plain SQL in the strings of a program, and its comments. Never throws. */
export function readCode(text: string, language: CodeLanguage, style: ParameterStyle): CodeReading {
  if (!mayHoldQueries(text)) return NOTHING;
  const { literals, comments } = lexCode(text, language);
  const queries: CodeQuery[] = [];
  let covered = 0;
  for (let index = 0; index < literals.length; ) {
    const first = literals[index]!;
    // Only what begins a query is joined with what follows it.
    if (first.content.start < covered || !begins(text, first)) {
      index++;
      continue;
    }
    const chain = readChain(text, literals, index, language, style);
    index += chain.length;
    const { start } = first.content;
    const sql = maskPlaceholders(chain.text, style);
    if (start < covered || chain.cut || !isPlainSql(sql) || grows(text, first)) continue;
    queries.push({ start, text: sql });
    covered = start + sql.length;
  }
  return queries.length === 0 ? NOTHING : { queries, comments };
}

const BEGIN =
  /^(?:\s|\\[nrt]|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|insert|update|delete|with|merge|replace)(?![\w-])/i;

function begins(text: string, { content }: Literal): boolean {
  return (
    content.end - content.start > 5 &&
    BEGIN.test(text.slice(content.start, Math.min(content.end, content.start + 400)))
  );
}

const ASSIGNED = /([A-Za-z_$][\w$]*)\s*(?::\s*[\w<>[\]|]+\s*)?:?=\s*[(\w]{0,12}\(?\s*$/;
const COLLECTED = /(?:\.(?:append|push|WriteString|concat|add)|StringBuilder|StringBuffer|<<)\s*\(?\s*$/;

/** True for the beginning of a text that the program goes on writing: what it says is not the whole query. */
function grows(text: string, { span }: Literal): boolean {
  const before = text.slice(Math.max(0, span.start - 80), span.start);
  if (COLLECTED.test(before)) return true;
  const name = ASSIGNED.exec(before)?.[1];
  if (name === undefined) return false;
  const written = name.replaceAll('$', '\\$');
  const later = new RegExp(
    `(?<![\\w$])${written}\\s*(?:\\+=|\\.=|<<|\\.append\\(|\\.concat\\(|=\\s*\\$?${written}\\s*[+.])`,
  );
  return later.test(text.slice(span.end, span.end + 4000));
}

interface Chain {
  readonly text: string;
  /** How many strings it joins. */
  readonly length: number;
  /** Something is joined to it that could not be followed. */
  readonly cut?: boolean;
}

/** A string and what is joined to it: further strings, and values between them as parameters. */
function readChain(
  text: string,
  literals: readonly Literal[],
  index: number,
  language: CodeLanguage,
  style: ParameterStyle,
): Chain {
  const first = literals[index]!;
  let result = maskLiteral(text, first, style);
  let end = first.content.end;
  let length = 1;
  if (first.next !== undefined) return { text: result, length };
  let pos = first.span.end;
  for (;;) {
    const glue = joinEnd(text, pos, language);
    if (glue < 0) break;
    const next = literals[index + length];
    if (next && next.next === undefined && next.span.start === glue) {
      result += blank(text, end, next.content.start) + maskLiteral(text, next, style);
      end = next.content.end;
      pos = next.span.end;
      length++;
      continue;
    }
    if (text.slice(pos, glue).trim() === '') break;
    const stop = operandEnd(text, glue, language);
    if (stop <= glue) return { text: result, length, cut: true };
    result += blank(text, end, glue) + parameter(stop - glue, style);
    end = pos = stop;
    while (literals[index + length] && literals[index + length]!.span.start < stop) length++;
  }
  return { text: result, length };
}

/** Where the next operand begins behind a joining operator, or behind nothing where strings join by themselves; -1 where nothing joins. */
function joinEnd(text: string, from: number, language: CodeLanguage): number {
  let at = skipBlanks(text, from, language);
  if (text[at] === language.joins && text[at + 1] !== '=' && text[at + 1] !== language.joins) {
    if (language.joins === '.' && /\d/.test(text[at + 1] ?? '')) return -1;
    at = skipBlanks(text, at + 1, language);
    return at;
  }
  // Ruby lets a backslash end the line between two strings.
  if (language.name === 'ruby' && text[at] === '\\') at = skipBlanks(text, at + 1, language);
  if (!language.adjacent || !/["'fFrRbBuU]/.test(text[at] ?? '')) return -1;
  return language.name === 'ruby' &&
    text.slice(from, at).includes('\n') &&
    !text.slice(from, at).includes('\\')
    ? -1
    : at;
}

/** Behind blanks and comments. */
function skipBlanks(text: string, from: number, language: CodeLanguage): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    const comment = (language.hash && text[at] === '#') || (language.slashes && text.startsWith('//', at));
    if (!comment) return at;
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end;
  }
}

/** Behind a name, a number or a call with its arguments. */
function operandEnd(text: string, from: number, language: CodeLanguage): number {
  let at = from;
  while (at < text.length) {
    const char = text[at]!;
    if (/[\w$]/.test(char)) at++;
    else if (char === '.' && language.joins !== '.') at++;
    else if ((char === '-' && text[at + 1] === '>') || (char === ':' && text[at + 1] === ':')) at += 2;
    else if (char === '(' || char === '[') {
      const close = matching(text, at);
      if (close < 0) return at;
      at = close + 1;
    } else break;
  }
  return at;
}

function matching(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length && at < open + 2000; at++) {
    const char = text[at]!;
    if (char === '(' || char === '[') depth++;
    else if ((char === ')' || char === ']') && --depth === 0) return at;
    else if (char === '"' || char === "'") {
      const close = text.indexOf(char, at + 1);
      if (close < 0) return -1;
      at = close;
    }
  }
  return -1;
}

/** Blanks in place of program text, its line ends kept. */
function blank(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/[^\n\r]/g, ' ');
}
