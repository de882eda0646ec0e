import type { Span } from '../../text/span.js';
import { FACT_KEYS, type FactKey, factKey } from './keys.js';
import { readAmount } from './units.js';

export type FactValue = number | string | boolean;

/** One `key=value` of an annotation. Spans are relative to the piece. */
export interface FactEntry {
  readonly key: FactKey;
  readonly value: FactValue;
  readonly keySpan: Span;
  /** The value as written; the key's own for a flag. */
  readonly valueSpan: Span;
}

/** Something in an annotation that says nothing. */
export interface FactProblem {
  readonly span: Span;
  readonly message: string;
  /** What to write there instead. */
  readonly replacement?: string;
  /** Words among which the nearest is suggested. */
  readonly word?: string;
}

/** `faultline: orders rows=50M writes=500/s` as read. */
export interface AnnotationText {
  /** Of the table, or of table and column, that it names. */
  readonly name?: { readonly parts: readonly string[]; readonly quoted: boolean; readonly span: Span };
  readonly entries: readonly FactEntry[];
  readonly problems: readonly FactProblem[];
  /** The word `faultline:`. */
  readonly word: Span;
}

export const FACT_WORD = 'faultline:';

const TOKEN =
  /\([^)]*\)|((?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[^\s,=()"`[\]]+)(?:\.(?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[^\s,=()"`[\].]+))*)((?:[ \t]+=[ \t]+|=)((?:\d{1,3}(?:,\d{3})+(?!\d))?[^\s,()]*))?|[^\s,]/gy;

/** Reads what follows `faultline:` in `text` from `start` to `end`. What cannot be read becomes a problem; the rest counts. */
export function readAnnotation(text: string, start: number, end: number): AnnotationText {
  const word = { start, end: start + FACT_WORD.length };
  const entries: FactEntry[] = [];
  const problems: FactProblem[] = [];
  let name: AnnotationText['name'];
  let first = true;
  for (const token of tokens(text.slice(0, end), word.end)) {
    if (token.value === undefined && first && !isKey(token.word)) {
      name = { ...nameOf(token.word), span: token.wordSpan };
    } else {
      const key = factKey(token.word);
      if (key === undefined) problems.push(unknown(token));
      else readEntry(key, token, entries, problems);
    }
    first = false;
  }
  if (entries.length === 0 && problems.length === 0) {
    problems.push({
      span: word,
      message: `This says nothing: write for example \`${FACT_WORD} rows=50M writes=500/s\`.`,
    });
  }
  return { ...(name === undefined ? {} : { name }), entries, problems, word };
}

interface Token {
  readonly word: string;
  readonly wordSpan: Span;
  readonly value?: string;
  readonly valueSpan: Span;
}

function* tokens(text: string, start: number): Generator<Token> {
  let at = start;
  while (at < text.length) {
    GAP.lastIndex = at;
    at += GAP.exec(text)?.[0].length ?? 0;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return;
    const [whole, word, tail, value] = match;
    const next = at + whole.length;
    const all = { start: at, end: next };
    if (word !== undefined && tail !== undefined) {
      const wordSpan = { start: at, end: at + word.length };
      yield { word, wordSpan, value: value!, valueSpan: { start: next - value!.length, end: next } };
    } else if (word !== undefined || !whole.startsWith('(')) {
      yield { word: whole, wordSpan: all, valueSpan: all };
    }
    at = next;
  }
}

/** A block comment's lines may begin with a star. */
const GAP = /[\s,]+(?:\*(?=\s)\s*)*|\*+(?=\s|$)/y;

function isKey(word: string): boolean {
  return factKey(word.toLowerCase()) !== undefined;
}

function nameOf(text: string): { parts: string[]; quoted: boolean } {
  const parts = [...text.matchAll(/"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|([^."`[\]]+)/g)].map(
    match => match[1] ?? match[2] ?? match[3] ?? match[4]!,
  );
  return { parts, quoted: /["`[]/.test(text) };
}

function unknown(token: Token): FactProblem {
  const { word, wordSpan, value } = token;
  const message =
    value === undefined
      ? `\`${word}\` is neither a fact nor \`key=value\`.`
      : `No fact is called \`${word}\`.`;
  return { span: wordSpan, message, word };
}

function readEntry(key: FactKey, token: Token, entries: FactEntry[], problems: FactProblem[]): void {
  const { wordSpan: keySpan, valueSpan, value } = token;
  if (entries.some(entry => entry.key === key)) {
    problems.push({
      span: keySpan,
      message: `\`${key.name}\` stands here a second time: the first one counts.`,
    });
    return;
  }
  const read = readFact(key, value);
  if ('value' in read) {
    entries.push({ key, value: read.value, keySpan, valueSpan });
    return;
  }
  const replacement =
    read.instead === undefined
      ? {}
      : { replacement: value === undefined ? `${key.name}=${read.instead}` : read.instead };
  problems.push({
    span: value === undefined || value === '' ? keySpan : valueSpan,
    message: read.problem,
    ...replacement,
  });
}

/** The value of a key as its field holds it. `text` is undefined where the word stands alone. */
export function readFact(
  key: FactKey,
  text: string | undefined,
): { readonly value: FactValue } | { readonly problem: string; readonly instead?: string } {
  if (key.measure === 'flag') return readFlag(key, text);
  if (text === undefined || text === '')
    return { problem: `\`${key.name}\` needs a value, such as \`${key.name}=${key.example}\`.` };
  if (key.measure === 'choice') {
    const chosen = text.toLowerCase();
    if (key.choices!.includes(chosen)) return { value: chosen };
    const near = key.choices!.find(choice => choice.startsWith(chosen.slice(0, 3)));
    return {
      problem: `\`${key.name}\` is one of ${key.choices!.join(', ')}; \`${text}\` is none of them.`,
      ...(near === undefined ? {} : { instead: near }),
    };
  }
  const amount = readAmount(key.measure, text);
  return 'value' in amount ? { value: amount.value * (key.factor ?? 1) } : amount;
}

function readFlag(
  key: FactKey,
  text: string | undefined,
): { readonly value: boolean } | { readonly problem: string } {
  if (text === undefined || /^(yes|true|on)$/i.test(text)) return { value: true };
  if (/^(no|false|off)$/i.test(text)) return { value: false };
  return { problem: `\`${key.name}\` stands alone or is yes or no.` };
}

/** Names of the facts that something can have, for suggestions. */
export function namesAbout(about: FactKey['about']): readonly string[] {
  return FACT_KEYS.filter(key => key.about === about).map(key => key.name);
}
