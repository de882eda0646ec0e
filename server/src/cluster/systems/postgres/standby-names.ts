import type { Span } from '../../../text/span.js';

/** What `synchronous_standby_names` asks for. Spans are offsets in the text that was read. */
export interface StandbyNames {
  readonly method: 'first' | 'any';
  /** How many standbys a commit waits for. */
  readonly count: number;
  /** True where the text says FIRST, ANY or a number; false for a plain list, which is FIRST 1. */
  readonly explicit: boolean;
  readonly names: readonly StandbyName[];
  /** `*` is among the names: any standby may do. */
  readonly any: boolean;
  /** Of the number, where it is written. */
  readonly countSpan?: Span;
}

export interface StandbyName {
  /** As the server compares it: without regard to case. */
  readonly name: string;
  readonly span: Span;
}

export type ReadStandbyNames =
  | { readonly names: StandbyNames; readonly problem?: undefined }
  | { readonly names?: undefined; readonly problem: string };

/**
 * Reads `a, b`, `2 (a, b)`, `FIRST 2 (a, b)`, `ANY 1 (*)` with names in double quotes where they need them, as the
 * server's own grammar has it. Undefined for a text that names nobody.
 * @param text The value without its quotes.
 */
export function readStandbyNames(text: string): ReadStandbyNames | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { problem: 'has a character or a quote that its grammar does not know' };
  if (tokens.length === 0) return undefined;
  let at = 0;
  let method: StandbyNames['method'] = 'first';
  const keyword = tokens[0]!.kind === 'name' && !tokens[0]!.quoted ? tokens[0]!.text.toLowerCase() : '';
  // The words are names like others where no number follows them.
  const keyed = (keyword === 'any' || keyword === 'first') && tokens[1]?.kind === 'number';
  if (keyed) {
    method = keyword;
    at = 1;
  }
  const number = tokens[at];
  if (number?.kind === 'number' && tokens[at + 1]?.text === '(') {
    const close = tokens.length - 1;
    if (tokens[close]!.text !== ')') return { problem: 'does not close its list' };
    const listed = listOf(tokens.slice(at + 2, close));
    if (listed === undefined) return { problem: 'has no list of names separated by commas' };
    const count = Number(number.text);
    if (!Number.isSafeInteger(count) || count < 1) {
      return { problem: 'asks for no standby: the number must be 1 or more' };
    }
    return { names: { method, count, explicit: true, ...listed, countSpan: number.span } };
  }
  if (keyed) return { problem: 'lacks the list in parentheses after the number' };
  const listed = listOf(tokens);
  return listed === undefined
    ? { problem: 'has no list of names separated by commas' }
    : { names: { method, count: 1, explicit: false, ...listed } };
}

/** The text that says the same, for fixes. */
export function printStandbyNames(method: 'first' | 'any', count: number, names: readonly string[]): string {
  return `${method.toUpperCase()} ${count} (${names.map(quoted).join(', ')})`;
}

function quoted(name: string): string {
  return name === '*' || /^[a-z_][a-z0-9_$]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

interface Token {
  readonly kind: 'name' | 'number' | 'sign';
  readonly text: string;
  readonly quoted?: boolean;
  readonly span: Span;
}

/** More than any list has. */
const MAX_TOKENS = 10_000;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length && tokens.length < MAX_TOKENS; ) {
    const character = text[at]!;
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const start = at;
    if (character === '"') {
      let name = '';
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') name += text[at]!;
        else if (text[at + 1] === '"') name += text[++at]!;
        else break;
      }
      if (text[at] !== '"') return undefined;
      at++;
      tokens.push({ kind: 'name', text: name, quoted: true, span: { start, end: at } });
    } else if (',()*'.includes(character)) {
      at++;
      tokens.push({
        kind: character === '*' ? 'name' : 'sign',
        text: character,
        span: { start, end: at },
      });
    } else if (isDigit(character)) {
      while (at < text.length && isDigit(text[at]!)) at++;
      // A name may not begin with a digit; the server takes the digits for a number, and a number alone for a name.
      tokens.push({ kind: 'number', text: text.slice(start, at), span: { start, end: at } });
    } else if (isWord(character)) {
      while (at < text.length && (isWord(text[at]!) || isDigit(text[at]!) || text[at] === '$')) at++;
      tokens.push({ kind: 'name', text: text.slice(start, at), span: { start, end: at } });
    } else {
      return undefined;
    }
  }
  return tokens;
}

function listOf(tokens: readonly Token[]): Pick<StandbyNames, 'names' | 'any'> | undefined {
  const names: StandbyName[] = [];
  for (const [i, { kind, text, span }] of tokens.entries()) {
    if (i % 2 === 1 ? text !== ',' || kind !== 'sign' : kind === 'sign') return undefined;
    if (i % 2 === 0) names.push({ name: text, span });
  }
  if (tokens.length % 2 === 0) return undefined;
  return { names, any: tokens.some(({ text, quoted }) => text === '*' && quoted !== true) };
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function isWord(character: string): boolean {
  return /[a-z_\u0080-\uffff]/i.test(character);
}
