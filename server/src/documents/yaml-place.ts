import type { Span } from '../text/span.js';

/** Where an offset lies in a YAML file, found from indentation alone, so that it works while the text is broken. */
export interface YamlPlace {
  readonly role: 'key' | 'value';
  /** For a key: the keys above it. For a value: those and its own. */
  readonly path: readonly string[];
  /** The word that the offset touches; empty between words. */
  readonly word: Span;
  /** A colon follows the word already. */
  readonly hasColon: boolean;
  /** Other keys of the same map. */
  readonly siblings: ReadonlySet<string>;
}

const KEY = /^(\s*)(?:"([^"]*)"|'([^']*)'|([^\s:#{}[\],'"-][^\s:#{}[\],]*))\s*:(?=\s|$)/;
const MAX_LINES = 5000;

/** Undefined in comments, and where neither a key nor a value can stand. */
export function placeAt(text: string, offset: number): YamlPlace | undefined {
  const lineStart = startOfLine(text, offset);
  const lineEnd = endOfLine(text, offset);
  const before = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(before)) return undefined;
  const word = wordAt(text, offset, lineStart, lineEnd);
  const head = text.slice(lineStart, word.start);
  const hasColon = /^\s*:/.test(text.slice(word.end, lineEnd));
  const indent = /^\s*/.exec(text.slice(lineStart, lineEnd))![0].length;
  const place = (
    role: 'key' | 'value',
    path: readonly string[],
    siblings: ReadonlySet<string> = new Set(),
  ): YamlPlace => ({
    role,
    path,
    word,
    hasColon,
    siblings,
  });

  if (head.trim() === '') {
    const here = Math.min(indent, word.start - lineStart);
    const { parents, siblings } = keysAbove(text, lineStart, here);
    return place('key', parents, siblings);
  }
  if (/^\s*(?:-\s+)+$/.test(head) && hasColon) {
    // The first key of a map in a list stands behind the dash.
    return place('key', keysAbove(text, lineStart, head.length).parents);
  }
  if (/^\s*-\s+$/.test(head)) return place('value', keysAbove(text, lineStart, indent, true).parents);
  const dash = /^\s*(?:-\s+)+/.exec(head)?.[0] ?? '';
  const key = KEY.exec(' '.repeat(dash.length) + head.slice(dash.length));
  if (key === null) return undefined;
  const path = [...keysAbove(text, lineStart, key[1]!.length).parents, keyName(key)];
  const rest = head.slice(key[0].length).trimStart();
  if (rest === '') return place('value', path);
  return inFlow(rest, path, place);
}

type MakePlace = (
  role: 'key' | 'value',
  path: readonly string[],
  siblings?: ReadonlySet<string>,
) => YamlPlace;

/** Inside `{ a: 1, b|` or `[a, b|` of the same line. */
function inFlow(rest: string, path: readonly string[], place: MakePlace): YamlPlace | undefined {
  if (rest.startsWith('[')) return rest.includes(']') ? undefined : place('value', path);
  if (!rest.startsWith('{') || rest.includes('}')) return undefined;
  const parts = rest.slice(1).split(',');
  const last = parts.pop()!;
  const siblings = new Set(parts.map(part => part.split(':')[0]!.trim()));
  if (last.trim() === '') return place('key', path, siblings);
  const key = KEY.exec(last);
  return key !== null && last.slice(key[0].length).trim() === ''
    ? place('value', [...path, keyName(key)])
    : undefined;
}

/** The keys that a line of this indentation stands under, and its neighbours in the same map. */
function keysAbove(
  text: string,
  lineStart: number,
  indent: number,
  listItem = false,
): { parents: string[]; siblings: Set<string> } {
  const parents: string[] = [];
  const siblings = new Set<string>();
  // A list may stand at its key's own indentation.
  let limit = listItem ? indent + 1 : indent;
  let end = lineStart - 1;
  for (let lines = 0; end >= 0 && limit > 0 && lines < MAX_LINES; lines++) {
    const start = startOfLine(text, end);
    const key = KEY.exec(text.slice(start, end));
    const depth = key === null ? limit : key[1]!.length;
    if (key !== null && depth < limit) {
      parents.unshift(keyName(key));
      limit = depth;
    } else if (key !== null && depth === indent && parents.length === 0 && !listItem) {
      siblings.add(keyName(key));
    }
    end = start - 1;
  }
  for (const line of siblingsBelow(text, lineStart, indent)) siblings.add(line);
  if (indent === 0 && !listItem) for (const name of topKeys(text, lineStart)) siblings.add(name);
  return { parents, siblings };
}

function* siblingsBelow(text: string, lineStart: number, indent: number): Generator<string> {
  let start = endOfLine(text, lineStart) + 1;
  for (let lines = 0; start < text.length && lines < MAX_LINES; lines++) {
    const end = endOfLine(text, start);
    if (text.startsWith('---', start)) return;
    const key = KEY.exec(text.slice(start, end));
    if (key !== null && key[1]!.length < indent) return;
    if (key !== null && key[1]!.length === indent) yield keyName(key);
    start = end + 1;
  }
}

function* topKeys(text: string, lineStart: number): Generator<string> {
  const before = text.slice(0, lineStart);
  for (const line of before.slice(before.lastIndexOf('\n---') + 1).split('\n', MAX_LINES)) {
    const key = KEY.exec(line);
    if (key !== null && key[1] === '') yield keyName(key);
  }
}

function wordAt(text: string, offset: number, lineStart: number, lineEnd: number): Span {
  let start = offset;
  while (start > lineStart && /[\w.*/-]/.test(text[start - 1]!)) start--;
  // The dash of a list element belongs to the list.
  if (text[start] === '-' && /^\s*$/.test(text.slice(lineStart, start)) && start < offset) start++;
  let end = offset;
  while (end < lineEnd && /[\w.*/-]/.test(text[end]!)) end++;
  return { start: Math.min(start, offset), end };
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function keyName(match: RegExpExecArray): string {
  return match[2] ?? match[3] ?? match[4] ?? '';
}
