import type { ConfigPlace } from './place.js';

/** Tags that are passed at most. */
const MAX_TAGS = 100_000;

/** In XML: on the name of an element, in its text, or between elements, where another one may begin. */
export function elementPlace(text: string, offset: number): ConfigPlace | undefined {
  const path: string[] = [];
  const keys: Set<string>[] = [new Set()];
  let at = 0;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const open = text.indexOf('<', at);
    if (open < 0 || open >= offset) break;
    const special = ['!--', '?', '!'].find(mark => text.startsWith(mark, open + 1));
    if (special !== undefined) {
      const end = special === '!--' ? '-->' : '>';
      const found = text.indexOf(end, open + 2);
      if (found < 0 || found + end.length > offset) return undefined;
      at = found + end.length;
      continue;
    }
    const closes = text[open + 1] === '/';
    const from = open + (closes ? 2 : 1);
    const name = /^[\w.:-]{0,200}/.exec(text.slice(from, from + 200))![0];
    if (offset <= from + name.length) {
      const siblings = closes ? new Set<string>() : others(keys.at(-1)!, text, from + name.length);
      const end = text.slice(from + name.length).trimStart();
      const whole = closes || /^(?:\s+\w+=|\/|>)/.test(end);
      return {
        role: 'key',
        path: closes ? path.slice(0, -1) : [...path],
        word: { start: from, end: from + name.length },
        siblings,
        written: key => (whole ? key : `${key}></${key}>`),
      };
    }
    const close = text.indexOf('>', from + name.length);
    if (close < 0 || close >= offset) return undefined;
    if (closes) {
      const found = path.lastIndexOf(name);
      if (found >= 0) {
        path.length = found;
        keys.length = found + 1;
      }
    } else {
      keys.at(-1)!.add(name);
      if (text[close - 1] !== '/') {
        path.push(name);
        keys.push(new Set());
      }
    }
    at = close + 1;
  }
  if (path.length === 0) return undefined;
  const next = text.indexOf('<', offset);
  const content = text.slice(at, next < 0 ? text.length : next);
  const closed = next >= 0 && text.startsWith(`</${path.at(-1)}`, next);
  if (closed && keys.at(-1)!.size === 0 && !/[\r\n]/.test(content)) {
    const trimmed = content.trim();
    const start = trimmed === '' ? offset : at + content.indexOf(trimmed);
    const word = { start, end: start + trimmed.length };
    return { role: 'value', path, word, siblings: new Set(), written: value => value };
  }
  let start = offset;
  while (start > at && /[\w.-]/.test(text[start - 1]!)) start--;
  return {
    role: 'key',
    path,
    word: { start, end: offset },
    siblings: others(keys.at(-1)!, text, offset),
    written: key => `<${key}></${key}>`,
  };
}

/** With the elements that follow in the same parent. */
function others(before: ReadonlySet<string>, text: string, from: number): Set<string> {
  const all = new Set(before);
  let depth = 0;
  for (const [tag, slash, name] of text
    .slice(from, from + 200_000)
    .matchAll(/<(\/?)([A-Za-z_][\w.:-]{0,200})[^<>]{0,500}>/g)) {
    if (slash === '/') depth--;
    else {
      if (depth === 0) all.add(name!);
      if (!tag.endsWith('/>')) depth++;
    }
    if (depth < 0) break;
  }
  return all;
}
