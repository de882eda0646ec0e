import { isHidden } from '../../documents/templates.js';
import type { Entry, MapNode, Node } from '../../documents/tree.js';
import type { Named } from '../model.js';
import { Source } from '../source.js';
import { offsetsOf, spanIn } from './scalar-text.js';

/**
 * A scalar as its text: numbers and switches as they are written (`3.10` stays so). Undefined for lists, maps, nothing
 * and what a tag hides.
 */
export function namedAt(source: Source, node: Node | undefined): Named | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  const written = source.text.slice(node.span.start, node.span.end);
  // An alias stands for what its anchor says.
  const text = typeof node.value === 'string' || written.startsWith('*') ? String(node.value) : written;
  return { text, origin: source.origin(inner(source, node.span)) };
}

/** The span without the quotes around it. */
function inner(source: Source, span: { readonly start: number; readonly end: number }) {
  const quote = source.text[span.start];
  const quoted =
    (quote === '"' || quote === "'") && span.end - span.start >= 2 && source.text[span.end - 1] === quote;
  return quoted ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** A part of a text, placed exactly where the file has it in one piece, else at the whole. */
export function partOf(whole: Named, from: number, to = whole.text.length): Named {
  const text = whole.text.slice(from, to);
  const { unit, span } = whole.origin;
  const written = unit.piece.text;
  const shift =
    written.slice(span.start, span.start + to) === whole.text.slice(0, to)
      ? span.start
      : /^["']/.test(written[span.start] ?? '') &&
          written.slice(span.start + 1, span.start + 1 + to) === whole.text.slice(0, to)
        ? span.start + 1
        : undefined;
  if (shift === undefined) {
    const found = text === '' ? -1 : written.slice(span.start, span.end).indexOf(text);
    if (found < 0) return { text, origin: whole.origin };
    return {
      text,
      origin: { unit, span: { start: span.start + found, end: span.start + found + text.length } },
    };
  }
  return { text, origin: { unit, span: { start: shift + from, end: shift + to } } };
}

/**
 * The entries of a map with what YAML's merge keys (`<<: *base`) bring; one's own come last, and only the last of a key
 * is there.
 */
export function entriesOf(node: Node | undefined, depth = 0): readonly Entry[] {
  if (node?.kind !== 'map' || depth > 8) return [];
  const found = new Map<string, Entry>();
  for (const { key, value } of node.entries) {
    if (key !== '<<') continue;
    for (const base of value.kind === 'list' ? [...value.items].reverse() : [value]) {
      for (const entry of entriesOf(base, depth + 1)) found.set(entry.key, entry);
    }
  }
  for (const entry of node.entries) if (entry.key !== '<<') found.set(entry.key, entry);
  return [...found.values()];
}

/** Two maps as one: the entries of `over` win; maps below the keys named are joined as well. */
export function mergedMaps(base: Node, over: Node, joined: readonly string[], depth = 0): MapNode {
  const entries = new Map(entriesOf(base).map(entry => [entry.key, entry]));
  for (const entry of entriesOf(over)) {
    const below = entries.get(entry.key);
    entries.set(
      entry.key,
      below?.value.kind === 'map' && entry.value.kind === 'map' && joined.includes(entry.key) && depth < 4
        ? { ...entry, value: mergedMaps(below.value, entry.value, joined, depth + 1) }
        : entry,
    );
  }
  return { kind: 'map', entries: [...entries.values()], span: over.span };
}

/** The last entry of a key, merge keys counted; walks down a path. */
export function below(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node;
  for (const key of path) at = entriesOf(at).find(entry => entry.key === key)?.value;
  return at;
}

/** The text of a scalar below a path of keys; undefined where a template decides it. */
export function textBelow(
  source: Source,
  node: Node | undefined,
  ...path: readonly string[]
): string | undefined {
  const text = namedAt(source, below(node, ...path))?.text;
  return text === undefined || isHidden(text) ? undefined : text;
}

/** A scalar's text as a file of its own, whose places point into the file that holds it. */
export function embeddedFile(source: Source, node: Node | undefined, path: string): Source | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = node.value;
  const offsets = offsetsOf(source.text, node, text);
  return new Source(source.uri, text, source.unit, {
    path,
    place: ({ start, end }) => spanIn(node, offsets, start, end),
  });
}
