import type { ConfigPlace } from './place.js';

const NOTHING: ReadonlySet<string> = new Set();
const MAX_LINES = 5000;

interface Line {
  readonly start: number;
  readonly text: string;
}

/** In `key = value` or `key value` lines, maybe below a `[section]`. */
export function assignmentPlace(text: string, offset: number, separator: string): ConfigPlace | undefined {
  const line = lineAt(text, offset);
  const at = offset - line.start;
  if (isComment(line.text, at) || /^\s*\[/.test(line.text)) return undefined;
  const section = sectionAbove(text, line.start);
  const path = section === undefined ? [] : [section];
  const key = /^(\s*(?:export[ \t]+)?)([^\s=:#]*)/.exec(line.text)!;
  const keyStart = key[1]!.length;
  const keyEnd = keyStart + key[2]!.length;
  if (at <= keyEnd) {
    const given = /^\s*[=:]|^[ \t]+\S/.test(line.text.slice(keyEnd));
    const word = { start: line.start + Math.min(keyStart, at), end: line.start + keyEnd };
    const written = (name: string) => (given ? name : name + separator);
    return { role: 'key', path, word, siblings: keysBeside(text, line.start), written };
  }
  let start = at;
  let end = at;
  while (start > keyEnd && /[^\s='",;]/.test(line.text[start - 1]!)) start--;
  while (end < line.text.length && /[^\s='",;]/.test(line.text[end]!)) end++;
  const quoted = (line.text.slice(keyEnd, start).match(/['"]/g)?.length ?? 0) % 2 === 1;
  return {
    role: 'value',
    path: [...path, key[2]!],
    word: { start: line.start + start, end: line.start + end },
    siblings: NOTHING,
    written: value => (quoted || /^[\w.:*/+-]*$/.test(value) ? value : `'${value}'`),
  };
}

/** In lines of words: the first names the setting, alone or with the second. */
export function directivePlaces(text: string, offset: number): readonly ConfigPlace[] {
  const line = lineAt(text, offset);
  const at = offset - line.start;
  if (isComment(line.text, at)) return [];
  const words = [...line.text.matchAll(/[^\s"']+/g)].slice(0, 200);
  const touched = words.findIndex(word => word.index <= at && at <= word.index + word[0].length);
  const index = touched >= 0 ? touched : words.filter(word => word.index < at).length;
  const own = touched < 0 ? '' : words[touched]![0];
  const start = line.start + (touched < 0 ? at : words[touched]!.index);
  const word = { start, end: start + own.length };
  const [first, second] = words.map(each => each[0]);
  const last = index >= words.length - 1;
  const key = (path: readonly string[], more: Partial<ConfigPlace> = {}): ConfigPlace => ({
    role: 'key',
    path,
    word,
    siblings: path.length === 0 ? firstWords(text, line.start) : NOTHING,
    written: name => (last ? `${name} ` : name),
    ...more,
  });
  const value = (path: readonly string[]): ConfigPlace => ({
    role: 'value',
    path,
    word,
    siblings: NOTHING,
    written: text => text,
  });
  if (index === 0)
    return [key([]), ...(second === undefined ? [] : [key([], { name: `${first} ${second}` })])];
  const before = words[index - 1]![0];
  if (index === 1)
    return [
      key([], { name: `${first} ${own}`, lead: `${first} `, siblings: NOTHING }),
      key([first!]),
      value([first!]),
    ];
  return [
    value([`${first} ${second}`]),
    value([first!, second!]),
    value([first!]),
    value([first!, before]),
    // Options of a line: `server db1 10.0.0.1:5432 check inter 2s`.
    ...(own === '' ? [] : [key([first!])]),
  ];
}

function lineAt(text: string, offset: number): Line {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, text: text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '') };
}

function isComment(line: string, at: number): boolean {
  return /^\s*[#;!]/.test(line) || /\s#/.test(line.slice(0, at));
}

/** The name of the nearest `[section]` before a line. */
function sectionAbove(text: string, lineStart: number): string | undefined {
  for (let end = lineStart - 1, lines = 0; end >= 0 && lines < MAX_LINES; lines++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const found = /^[ \t]*\[([^\]\r\n]+)\]/.exec(text.slice(start, end));
    if (found !== null) return found[1]!.trim();
    end = start - 1;
    if (start === 0) break;
  }
  return undefined;
}

/** Keys of the other lines of the same section. */
function keysBeside(text: string, lineStart: number): Set<string> {
  const keys = new Set<string>();
  let inside = false;
  let here = new Set<string>();
  let start = 0;
  for (const line of text.split('\n', MAX_LINES)) {
    if (start === lineStart) inside = true;
    else if (/^[ \t]*\[/.test(line)) {
      if (inside) break;
      here = new Set();
    } else {
      const key = /^[ \t]*(?:export[ \t]+)?([^\s=:#;!]+)[ \t]*[=: \t]/.exec(line)?.[1];
      if (key !== undefined) here.add(key);
    }
    start += line.length + 1;
  }
  for (const key of here) keys.add(key);
  return keys;
}

function firstWords(text: string, lineStart: number): Set<string> {
  const words = new Set<string>();
  let start = 0;
  for (const line of text.split('\n', MAX_LINES)) {
    const word = start === lineStart ? undefined : /^([A-Za-z][\w-]*)[ \t]/.exec(line)?.[1];
    if (word !== undefined) words.add(word);
    start += line.length + 1;
  }
  return words;
}
