import type { Span } from '../../text/span.js';
import type { Entry, MapNode, Node } from '../tree.js';

/** How a format of lines made of words writes them. */
export interface DirectiveSyntax {
  /** A `#` begins a comment anywhere between words, not only at the beginning of a line. */
  readonly inlineComments?: boolean;
  /** A backslash outside quotes takes the character after it as it is. */
  readonly bareEscapes?: boolean;
  /** Words that begin a section when a line begins with one: `backend name`. What follows is a map below it. */
  readonly sections?: readonly string[];
  /** A variable may stand without braces (`$NAME`): such a word is opaque as `${NAME}` is. */
  readonly bareVariables?: boolean;
}

/** `redis.conf`, `valkey.conf`, `sentinel.conf`. */
export const REDIS_CONF: DirectiveSyntax = {};

/** `haproxy.cfg`. */
export const HAPROXY_CFG: DirectiveSyntax = {
  inlineComments: true,
  bareEscapes: true,
  bareVariables: true,
  sections: [
    'global',
    'defaults',
    'frontend',
    'backend',
    'listen',
    'peers',
    'userlist',
    'resolvers',
    'mailers',
    'cache',
    'program',
    'ring',
    'http-errors',
    'fcgi-app',
    'log-forward',
    'traces',
    'crt-store',
  ],
};

/** Lines that are read at most: nobody writes more by hand. */
const MAX_LINES = 100_000;
/** Words of one line that are read at most. */
const MAX_WORDS = 1000;

/**
 * Lines of words as a map: the first word is the key. One word after it is a scalar, several are a list of scalars,
 * none is null. Values are always texts, without their quotes; spans hold the quotes. Keys that repeat stay, in order. A
 * section is an entry with its other words as labels and a map as value. Never throws; a quote that is never closed
 * ends with its line.
 */
export function readDirectives(text: string, syntax: DirectiveSyntax): MapNode {
  const top: Entry[] = [];
  let current = top;
  let section: { start: number; end: number } | undefined;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let lines = 0; at < text.length && lines < MAX_LINES; lines++) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const words = wordsOf(text, { start: at, end }, syntax);
    at = end + 1;
    const [first, ...rest] = words;
    if (first === undefined) continue;
    const key = first.text;
    if (syntax.sections?.includes(key) === true) {
      const entries: Entry[] = [];
      section = { start: first.span.start, end: (rest.at(-1) ?? first).span.end };
      const labels = rest.map(({ text: label, span }) => ({ text: label, span }));
      top.push({ key, keySpan: first.span, labels, value: { kind: 'map', entries, span: section } });
      current = entries;
      continue;
    }
    const value = settingOf(first, rest, syntax);
    current.push({ key, keySpan: first.span, value });
    if (section !== undefined) section.end = value.span.end;
  }
  return { kind: 'map', entries: top, span: { start: 0, end: text.length } };
}

/** The arguments of a directive: of a list its items, of a scalar itself, of none nothing. */
export function argumentsOf(value: Node): readonly Node[] {
  if (value.kind === 'list') return value.items;
  return value.kind === 'scalar' && value.value === null ? [] : [value];
}

interface Word {
  readonly text: string;
  readonly span: Span;
  /** A part of it stood in single quotes, in which nothing is a variable. */
  readonly literal: boolean;
}

function settingOf(key: Word, rest: readonly Word[], syntax: DirectiveSyntax): Node {
  const items = rest.map(word => nodeOf(word, syntax));
  const [only] = items;
  if (only === undefined) return { kind: 'scalar', value: null, span: key.span };
  if (items.length === 1) return only;
  return { kind: 'list', items, span: { start: only.span.start, end: items.at(-1)!.span.end } };
}

function nodeOf({ text, span, literal }: Word, syntax: DirectiveSyntax): Node {
  const variable = syntax.bareVariables === true ? /\$(?:\w|\{)/ : /\$\{[^}]*\}/;
  return !literal && variable.test(text) ? { kind: 'opaque', span } : { kind: 'scalar', value: text, span };
}

function wordsOf(text: string, line: Span, syntax: DirectiveSyntax): Word[] {
  const words: Word[] = [];
  let i = line.start;
  while (i < line.end && words.length < MAX_WORDS) {
    while (i < line.end && isBlank(text[i]!)) i++;
    if (i >= line.end) break;
    if (text[i] === '#' && (words.length === 0 || syntax.inlineComments === true)) break;
    const start = i;
    let word = '';
    let literal = false;
    while (i < line.end && !isBlank(text[i]!)) {
      const character = text[i]!;
      if (character === '"' || character === "'") {
        const quoted = readQuoted(text, i, line.end);
        word += quoted.text;
        literal ||= character === "'";
        i = quoted.end;
      } else if (character === '\\' && syntax.bareEscapes === true && i + 1 < line.end) {
        word += text[i + 1]!;
        i += 2;
      } else if (character === '#' && syntax.inlineComments === true) {
        break;
      } else {
        word += character;
        i++;
      }
    }
    words.push({ text: word, span: { start, end: i }, literal });
  }
  return words;
}

/** A quoted part of a word: `"` knows escapes, `'` only the one of itself. */
function readQuoted(text: string, start: number, end: number): { text: string; end: number } {
  const quote = text[start]!;
  let value = '';
  let i = start + 1;
  let last = end;
  // The end of a line may be `\r\n`: what is not closed does not take the `\r` in.
  if (text[last - 1] === '\r') last--;
  while (i < last) {
    const character = text[i]!;
    if (character === quote) return { text: value, end: i + 1 };
    const next = text[i + 1];
    if (character !== '\\' || i + 1 >= last || (quote === "'" && next !== "'")) {
      value += character;
      i++;
      continue;
    }
    const byte = quote === '"' && next === 'x' ? /^[0-9a-f]{2}/i.exec(text.slice(i + 2, i + 4)) : null;
    if (byte !== null) {
      value += String.fromCharCode(Number.parseInt(byte[0], 16));
      i += 4;
      continue;
    }
    value += quote === '"' ? (ESCAPES[next!] ?? next!) : next!;
    i += 2;
  }
  return { text: value, end: last };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\f';
}
