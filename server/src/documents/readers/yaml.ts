import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Span } from '../../text/span.js';
import type { Entry, Node, ScalarNode } from '../tree.js';

/**
 * The documents of a YAML file. What is broken is left out, the rest counts; a node with a tag of its own
 * (`!Ref`, `!Sub`, `!GetAtt`) is a value that the text does not tell.
 */
export function readYaml(text: string): readonly Node[] {
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(document => new Reader(document).node(document.contents, 0) ?? []);
}

/** Deeper than people write; an alias may hold itself. */
const MAX_DEPTH = 60;

class Reader {
  constructor(private readonly document: Document) {}

  node(node: unknown, depth: number): Node | undefined {
    const span = spanOf(node);
    if (span === undefined || depth > MAX_DEPTH) return undefined;
    const target = isAlias(node) ? node.resolve(this.document) : node;
    const tag = (target as { tag?: unknown } | undefined)?.tag;
    if (typeof tag === 'string' && tag.startsWith('!')) return { kind: 'opaque', span };
    if (isMap(target)) {
      const entries: Entry[] = [];
      for (const pair of target.items) {
        const keySpan = spanOf(pair.key);
        if (!isScalar(pair.key) || keySpan === undefined) continue;
        const value = this.node(pair.value, depth + 1) ?? { kind: 'scalar', value: null, span: keySpan };
        entries.push({ key: String(pair.key.value), keySpan, value });
      }
      return { kind: 'map', entries, span };
    }
    if (isSeq(target)) {
      return { kind: 'list', items: target.items.flatMap(item => this.node(item, depth + 1) ?? []), span };
    }
    if (!isScalar(target)) return undefined;
    return { kind: 'scalar', value: scalar(target.value), span };
  }
}

function scalar(value: unknown): ScalarNode['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function spanOf(node: unknown): Span | undefined {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  return range ? { start: range[0]!, end: range[1]! } : undefined;
}
