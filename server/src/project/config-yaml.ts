import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import type { Span } from '../text/span.js';
import type { ConfigProblem } from './config.js';
import { didYouMean, nearest } from './nearest.js';

/** A YAML value where it stands. `scalar` is set for a scalar alone. */
export interface Value extends Span {
  readonly kind: 'map' | 'list' | 'scalar' | 'empty';
  readonly scalar?: unknown;
  readonly node: unknown;
  /** What it is, for a message: `a list`, `the text "x"`. */
  readonly described: string;
}

export interface Entry {
  readonly key: string;
  readonly at: Span;
  readonly value: Value;
}

/** Reads a parsed YAML document node by node, collecting what is wrong with it. */
export class YamlReader {
  readonly problems: ConfigProblem[] = [];

  constructor(private readonly document: Document) {}

  problem(at: Span, message: string, severity: ConfigProblem['severity'] = 'error'): void {
    this.problems.push({ start: at.start, end: at.end, message, severity });
  }

  /** A word that is none of the known ones: says so, with the nearest of them and the change to it. */
  unknown(
    at: Span,
    message: string,
    word: string,
    known: Iterable<string>,
    severity: ConfigProblem['severity'] = 'error',
  ): void {
    const names = [...known];
    const replacement = nearest(word, names);
    this.problems.push({
      start: at.start,
      end: at.end,
      message: message + didYouMean(word, names),
      severity,
      replacement,
    });
  }

  /** A figure that is none: it stays unknown, and all else counts. With what may have been meant. */
  instead(at: Span, message: string, replacement: string | undefined): void {
    this.problems.push({
      start: at.start,
      end: at.end,
      message,
      severity: 'warning',
      ...(replacement === undefined ? {} : { replacement }),
    });
  }

  value(node: unknown, fallback: Span = { start: 0, end: 0 }): Value {
    const target = isAlias(node) ? node.resolve(this.document) : node;
    const at = spanOf(node) ?? fallback;
    if (isMap(target)) return { ...at, kind: 'map', node: target, described: 'a map' };
    if (isSeq(target)) return { ...at, kind: 'list', node: target, described: 'a list' };
    if (!isScalar(target) || target.value === null)
      return { ...fallbackIfEmpty(at, fallback), kind: 'empty', node: target, described: 'nothing' };
    return { ...at, kind: 'scalar', scalar: target.value, node: target, described: describe(target.value) };
  }

  /** Entries of a map; with names, only those that it knows, a problem for each other, and the last of doubles. */
  entries(map: Value, known?: readonly string[], noun = 'key'): Entry[] {
    const found = new Map<string, Entry>();
    for (const pair of isMap(map.node) ? map.node.items : []) {
      const at = spanOf(pair.key) ?? map;
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof name !== 'string' && typeof name !== 'number') {
        this.problem(at, `A ${noun} is a word; this is not one.`);
        continue;
      }
      const key = String(name);
      if (known !== undefined && !known.includes(key)) {
        this.unknown(
          at,
          `No ${noun} is called \`${key}\`${known.length > 0 && known.length < 10 ? ': ' + known.join(', ') : ''}.`,
          key,
          known,
          'warning',
        );
        continue;
      }
      if (found.has(key))
        this.problem(
          at,
          `\`${key}\` stands here a second time: this one counts, the one above does not.`,
          'warning',
        );
      found.set(key, { key, at, value: this.value(pair.value, at) });
    }
    return [...found.values()];
  }

  /** Entries of what has to be a map. */
  map(value: Value, what: string, known: readonly string[], noun: string): Entry[] {
    if (value.kind === 'map') return this.entries(value, known, noun);
    if (value.kind !== 'empty') this.problem(value, `${what} takes a map; this is ${value.described}.`);
    return [];
  }

  string(value: Value, what: string): string | undefined {
    if (typeof value.scalar === 'string') return value.scalar;
    this.problem(value, `${what} is a word; this is ${value.described}.`);
    return undefined;
  }

  /** A list of texts; one text alone stands for a list of one. */
  strings(value: Value, what: string): string[] {
    if (typeof value.scalar === 'string') return [value.scalar];
    if (value.kind === 'empty') return [];
    if (!isSeq(value.node)) {
      this.problem(value, `${what} takes a list of texts; this is ${value.described}.`);
      return [];
    }
    const result: string[] = [];
    for (const item of value.node.items) {
      const element = this.value(item, value);
      if (typeof element.scalar === 'string') result.push(element.scalar);
      else this.problem(element, `${what} takes a list of texts; this element is ${element.described}.`);
    }
    return result;
  }
}

function spanOf(node: unknown): Span | undefined {
  const range = (node as Node | ParsedNode | null | undefined)?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

/** A value that was left out has no place of its own: its key's place says where. */
function fallbackIfEmpty(at: Span, fallback: Span): Span {
  return at.end > at.start ? at : fallback;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `the text "${value}"` : `\`${String(value)}\``;
}
