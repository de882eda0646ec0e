import { readHcl } from '../../documents/readers/hcl.js';
import { readJson } from '../../documents/readers/json.js';
import type { Entry, Node } from '../../documents/tree.js';
import { placeAt as yamlPlaceAt } from '../../documents/yaml-place.js';
import type { Span } from '../../text/span.js';
import type { FormatAssist } from '../module.js';

/** Where an offset lies in a config: on a key or a value, and below which keys. */
export interface ConfigPlace {
  readonly role: 'key' | 'value';
  /** For a key: the keys or the section above it. For a value: those and its own. */
  readonly path: readonly string[];
  /** The word that the offset touches; empty between words. */
  readonly word: Span;
  /** What is written behind a key that is completed; empty where it stands there already. */
  readonly separator: string;
  /** Keys that are there already beside this one. */
  readonly siblings: ReadonlySet<string>;
}

/** Finds the place in a text of a syntax, broken or not; undefined in comments and where nothing of ours can stand. */
export function placeIn(
  text: string,
  offset: number,
  syntax: FormatAssist['syntax'],
): ConfigPlace | undefined {
  switch (syntax) {
    case 'yaml': {
      const place = yamlPlaceAt(text, offset);
      return place && { ...place, separator: place.hasColon ? '' : ': ' };
    }
    case 'assignments':
      return lineAt(text, offset, '=');
    case 'directives':
      return lineAt(text, offset, ' ');
    case 'json':
      return inTree(readJson(text), offset, [], '": ');
    case 'hcl':
      return inTree(readHcl(text), offset, [], ' = ');
    case 'javascript':
    case 'xml':
      return undefined;
  }
}

/** One setting a line, maybe below a `[section]`. */
function lineAt(text: string, offset: number, sign: '=' | ' '): ConfigPlace | undefined {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const lineBreak = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineBreak < 0 ? text.length : lineBreak);
  const at = offset - lineStart;
  if (/^\s*\[/.test(line) || /^\s*[#;!]/.test(line) || /\s#/.test(line.slice(0, at))) return undefined;
  const path = sectionAbove(text, lineStart);
  const key = /^(\s*)([^\s=:#]*)/.exec(line)!;
  const keyStart = key[1]!.length;
  const keyEnd = keyStart + key[2]!.length;
  if (at <= keyEnd) {
    const given = /^\s*[=:]|^[ \t]+\S/.test(line.slice(keyEnd));
    return {
      role: 'key',
      path,
      word: { start: lineStart + Math.min(keyStart, at), end: lineStart + keyEnd },
      separator: given ? '' : sign === '=' ? ' = ' : ' ',
      siblings: new Set(),
    };
  }
  let start = at;
  let end = at;
  while (start > keyEnd && /[^\s='",;]/.test(line[start - 1]!)) start--;
  while (end < line.length && /[^\s='",;]/.test(line[end]!)) end++;
  return {
    role: 'value',
    path: [...path, key[2]!],
    word: { start: lineStart + start, end: lineStart + end },
    separator: '',
    siblings: new Set(),
  };
}

function sectionAbove(text: string, lineStart: number): string[] {
  const found = [...text.slice(0, lineStart).matchAll(/^[ \t]*\[([^\]\r\n]+)\]/gm)].pop();
  return found === undefined ? [] : [found[1]!.trim()];
}

function inTree(
  node: Node | undefined,
  offset: number,
  path: readonly string[],
  separator: string,
): ConfigPlace | undefined {
  if (node === undefined || offset < node.span.start || offset > node.span.end) return undefined;
  if (node.kind === 'list') {
    for (const item of node.items) {
      const found = inTree(item, offset, path, separator);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (node.kind === 'scalar') {
    const word = unquoted(node.span, node.value);
    return { role: 'value', path, word, separator: '', siblings: new Set() };
  }
  if (node.kind !== 'map') return undefined;
  for (const entry of node.entries) {
    const { keySpan } = entry;
    if (keySpan.start <= offset && offset <= keySpan.end) {
      const siblings = new Set(node.entries.filter(each => each !== entry).map(each => each.key));
      return { role: 'key', path, word: unquoted(keySpan, entry.key), separator: '', siblings };
    }
    const found = inTree(entry.value, offset, [...path, ...namesOf(entry)], separator);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namesOf({ key, labels }: Entry): readonly string[] {
  return labels === undefined ? [key] : [key, ...labels.map(label => label.text)];
}

/** A quoted text is longer than its value. */
function unquoted(span: Span, value: unknown): Span {
  const quoted = typeof value === 'string' && span.end - span.start === value.length + 2;
  return quoted ? { start: span.start + 1, end: span.end - 1 } : span;
}
