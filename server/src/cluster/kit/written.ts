import { type AssignmentSyntax, readAssignments } from '../../documents/readers/assignments.js';
import { isHidden } from '../../documents/templates.js';
import type { Node } from '../../documents/tree.js';
import type { Named } from '../model.js';
import type { SettingValue } from '../parameter.js';
import { partOf } from '../services/index.js';
import type { ServiceDraft } from '../services/model.js';
import type { Written } from '../settings.js';
import { rawOf, type Source } from '../source.js';

/** What a shell, a template or Kubernetes fills in. */
const VARIABLE = /\$[{(]|\{[{%]|\$[A-Za-z_]|%[A-Za-z_]\w*%|@[\w.]+@/;

/** True for a text of which something outside it decides a part. */
export function isUntold(text: string): boolean {
  return VARIABLE.test(text) || isHidden(text);
}

/** Environment variables as settings; `nameOf` tells which one a variable is. */
export function writtenInEnvironment(
  { env }: ServiceDraft,
  nameOf: (variable: string) => string | undefined,
): Written[] {
  return [...env].flatMap(([variable, value]): Written[] => {
    const key = nameOf(variable);
    if (key === undefined) return [];
    const raw = value.hidden || isUntold(value.text) ? undefined : value.text;
    return [{ key, raw, keyOrigin: value.keyOrigin, origin: value.origin }];
  });
}

/**
 * `--name value`, `--name=value`, `-name=value` and bare `--name` (true) of a command line.
 * @param isSwitch Tells which ones take no word after them.
 */
export function writtenInFlags(words: readonly Named[], isSwitch: (name: string) => boolean): Written[] {
  const found: Written[] = [];
  for (let i = 0; i < words.length && found.length < 1000; i++) {
    const word = words[i]!;
    const flag = /^--?([A-Za-z][\w.-]*)(=?)/.exec(word.text);
    if (flag === null) continue;
    const [whole, key, equals] = flag as unknown as [string, string, string];
    if (equals === '=') {
      const value = partOf(word, whole.length, word.text.length);
      found.push({
        key,
        raw: isUntold(value.text) ? undefined : value.text,
        keyOrigin: partOf(word, 0, whole.length - 1).origin,
        origin: value.origin,
      });
      continue;
    }
    const next = words[i + 1];
    if (isSwitch(key) || next === undefined || /^--?[A-Za-z]/.test(next.text)) {
      const told = next !== undefined && /^(?:true|false)$/.test(next.text) && isSwitch(key);
      found.push({
        key,
        raw: told ? next.text : true,
        keyOrigin: word.origin,
        origin: told ? next.origin : word.origin,
      });
      if (told) i++;
      continue;
    }
    found.push({
      key,
      raw: isUntold(next.text) ? undefined : next.text,
      keyOrigin: word.origin,
      origin: next.origin,
    });
    i++;
  }
  return found;
}

/** The value of a node as a setting; undefined where a variable or a template decides a part of it. */
export function toldValue(source: Source, node: Node): SettingValue | undefined {
  const raw = rawOf(node);
  if (raw === undefined) return undefined;
  return isUntold(source.text.slice(node.span.start, node.span.end)) ? undefined : raw;
}

/** Settings of a flat map; those with an empty value are left out: the default holds. */
export function writtenFlat(
  source: Source,
  node: Node | undefined,
  nameOf: (key: string) => string | undefined = key => key,
): Written[] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, keySpan, value }): Written[] => {
    const name = nameOf(key);
    if (name === undefined || value.kind === 'map') return [];
    const empty = value.kind === 'scalar' && (value.value === null || value.value === '');
    if (empty) return [];
    return [
      {
        key: name,
        raw: toldValue(source, value),
        keyOrigin: source.origin(keySpan),
        origin: source.origin(value.span),
      },
    ];
  });
}

/** A file within a scalar (`config: |`), each of its settings where it stands. */
export function writtenInText(source: Source, node: Node | undefined, syntax: AssignmentSyntax): Written[] {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return [];
  const whole: Named = { text: node.value, origin: source.origin(node.span) };
  return readAssignments(node.value, syntax)
    .entries.slice(0, 500)
    .flatMap(({ key, keySpan, value }): Written[] => {
      if (value.kind !== 'scalar' || value.value === null) return [];
      const text = String(value.value);
      return [
        {
          key,
          raw: isUntold(text) ? undefined : text,
          keyOrigin: partOf(whole, keySpan.start, keySpan.end).origin,
          origin: partOf(whole, value.span.start, value.span.end).origin,
        },
      ];
    });
}

/** The last setting of one of these names that somebody wrote. */
export function lastOf(written: readonly Written[], ...keys: readonly string[]): Written | undefined {
  return written.filter(({ key }) => keys.includes(key)).at(-1);
}

export function textOf(written: Written | undefined): string | undefined {
  const raw = written?.raw;
  return raw === undefined ? undefined : typeof raw === 'object' ? raw.join(',') : String(raw);
}

/** Parts of a list in one text, each where it stands. The text must stand in the file as it is; else all of it is the place. */
export function partsOf(written: Written, separator: RegExp): readonly Named[] {
  const { raw, origin } = written;
  if (raw === undefined) return [];
  if (typeof raw === 'object') return raw.map(text => ({ text, origin }));
  const text = String(raw);
  const at = origin.unit.piece.text.indexOf(text, origin.span.start);
  const exact = at >= 0 && at + text.length <= origin.span.end;
  const parts: Named[] = [];
  let from = 0;
  for (const part of text.split(separator)) {
    const start = text.indexOf(part, from);
    from = start + part.length;
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const begin = at + start + part.indexOf(trimmed);
    parts.push({
      text: trimmed,
      origin: exact ? { unit: origin.unit, span: { start: begin, end: begin + trimmed.length } } : origin,
    });
    if (parts.length >= 2000) break;
  }
  return parts;
}
