import type { Span } from '../../text/span.js';
import { isHidden } from '../templates.js';
import type { Entry, Node } from '../tree.js';

/** Elements below each other that are read at most. */
const MAX_DEPTH = 60;
const MAX_ELEMENTS = 100_000;

interface Open {
  readonly name: string;
  readonly nameSpan: Span;
  readonly start: number;
  /** Where its content begins. */
  readonly from: number;
  readonly entries: Entry[];
  /** Text between its children, without comments. */
  text: string;
  textStart: number;
  textEnd: number;
  /** Something outside the file gives its value. */
  readonly opaque: boolean;
}

/**
 * An XML config as a map of its elements: those with elements inside are maps, others are scalars with their text; the
 * spans of scalars are those of the text without the blanks around it. Elements that repeat stay, in order. What
 * another file or the environment fills in (`from_env`, `incl`) is opaque. Attributes, comments and processing
 * instructions are passed over. Never throws: an end without a beginning is passed over, a beginning without an end
 * goes to the end of its parent.
 */
export function readXml(text: string): Node {
  const root = open('', { start: 0, end: 0 }, 0, 0, false);
  const stack: Open[] = [root];
  let at = 0;
  let elements = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const top = stack[stack.length - 1]!;
    addText(top, text, at, next < 0 ? text.length : next);
    if (next < 0) break;
    if (text.startsWith('<!--', next)) at = after(text, '-->', next + 4);
    else if (text.startsWith('<![CDATA[', next)) {
      const end = text.indexOf(']]>', next + 9);
      addText(top, text, next + 9, end < 0 ? text.length : end);
      at = end < 0 ? text.length : end + 3;
    } else if (text.startsWith('<?', next) || text.startsWith('<!', next)) at = after(text, '>', next + 2);
    else if (text.startsWith('</', next)) {
      at = after(text, '>', next + 2);
      const name = /^[\w.:-]+/.exec(text.slice(next + 2, Math.min(at, next + 202)))?.[0];
      const found = lastIndexOf(stack, name);
      // An end that nothing began says nothing.
      if (found > 0) while (stack.length > found) close(stack, next);
    } else {
      const name = /^[A-Za-z_][\w.:-]{0,199}/.exec(text.slice(next + 1, next + 201))?.[0];
      if (name === undefined || ++elements > MAX_ELEMENTS) {
        addText(top, text, next, next + 1);
        at = next + 1;
        continue;
      }
      const end = tagEnd(text, next + 1 + name.length);
      const attributes = text.slice(next + 1 + name.length, end);
      at = Math.min(text.length, end + 1);
      const nameSpan = { start: next + 1, end: next + 1 + name.length };
      const opaque = /\b(?:from_env|from_zk|incl)\s*=/.test(attributes.slice(0, 2000));
      const element = open(name, nameSpan, next, at, opaque);
      stack.push(element);
      if (attributes.trimEnd().endsWith('/') || stack.length > MAX_DEPTH) close(stack, at);
    }
  }
  while (stack.length > 1) close(stack, text.length);
  return { kind: 'map', entries: root.entries, span: { start: 0, end: text.length } };
}

function open(name: string, nameSpan: Span, start: number, from: number, opaque: boolean): Open {
  return { name, nameSpan, start, from, entries: [], text: '', textStart: -1, textEnd: -1, opaque };
}

/** Keeps what is no blank, and where the first and the last of it stand. */
function addText(element: Open, text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  if (trimmed === '' || element.text.length > 1_000_000) return;
  const start = from + piece.indexOf(trimmed);
  if (element.textStart < 0) element.textStart = start;
  element.textEnd = start + trimmed.length;
  element.text = element.text === '' ? trimmed : `${element.text} ${trimmed}`;
}

function close(stack: Open[], end: number): void {
  const element = stack.pop()!;
  stack[stack.length - 1]!.entries.push({
    key: element.name,
    keySpan: element.nameSpan,
    value: nodeOf(element, end),
  });
}

function nodeOf(element: Open, end: number): Node {
  if (element.entries.length > 0)
    return { kind: 'map', entries: element.entries, span: { start: element.start, end } };
  const span =
    element.textStart < 0
      ? { start: Math.min(element.from, end), end: Math.min(element.from, end) }
      : { start: element.textStart, end: element.textEnd };
  if (element.opaque) return { kind: 'opaque', span };
  return { kind: 'scalar', value: isHidden(element.text) ? element.text : unescaped(element.text), span };
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The end of a tag, past `>` within quotes. */
function tagEnd(text: string, from: number): number {
  let quote: string | undefined;
  for (let i = from; i < text.length && i < from + 10_000; i++) {
    const character = text[i]!;
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return i;
  }
  const plain = text.indexOf('>', from);
  return plain < 0 ? text.length : plain;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : found + end.length;
}

function lastIndexOf(stack: readonly Open[], name: string | undefined): number {
  for (let i = stack.length - 1; i > 0; i--) if (stack[i]!.name === name) return i;
  return -1;
}
