import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Span } from '../../text/span.js';
import type { Entry, Node, ScalarNode } from '../tree.js';
import { MAX_YAML_NESTING, mayNestDeeper } from './yaml-depth.js';

/**
 * The documents of a YAML file. What is broken is left out, the rest counts; a node with a tag of its own
 * (`!Ref`, `!Sub`, `!GetAtt`) is a value that the text does not tell.
 */
export function readYaml(text: string): readonly Node[] {
  return readYamlText(text).roots;
}

export interface YamlText {
  readonly roots: readonly Node[];
  /** What is wrong with it as YAML; two entries with one key are not told. */
  readonly errors: readonly YamlError[];
}

/** The same as `readYaml`, with what was broken. */
export function readYamlText(text: string): YamlText {
  if (mayNestDeeper(text, MAX_YAML_NESTING)) return { roots: [], errors: [] };
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return { roots: [], errors: [] };
  return {
    roots: documents.flatMap(document => new Reader().node(document.contents, 0) ?? []),
    errors: documents.flatMap(errorsOf),
  };
}

export interface YamlError {
  /** The parser's name for it: `BAD_INDENT`, `DUPLICATE_KEY`. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

/** What is wrong with a YAML file as YAML, and where; two entries with one key are wrong as well. */
export function yamlErrors(text: string): readonly YamlError[] {
  if (mayNestDeeper(text, MAX_YAML_NESTING)) {
    const message = `Nesting is deeper than ${MAX_YAML_NESTING} levels`;
    return [{ code: 'RESOURCE_EXHAUSTION', message, span: { start: 0, end: text.length } }];
  }
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(errorsOf);
}

function errorsOf({ errors }: Pick<Document.Parsed, 'errors'>): readonly YamlError[] {
  return errors.map(({ code, message, pos: [start, end] }) => ({
    code,
    message,
    span: { start, end: Math.max(start, end) },
  }));
}

/** Deeper than people write; an alias may hold itself. */
const MAX_DEPTH = 60;
/** Nodes that aliases of one document repeat: aliases of aliases grow without end. */
const MAX_REPEATED = 50_000;

class Reader {
  /** Nodes by the anchors before them, the last of a name. */
  private readonly anchors = new Map<string, unknown>();
  private aliases = 0;
  private repeated = 0;

  node(node: unknown, depth: number): Node | undefined {
    const span = spanOf(node);
    if (span === undefined || depth > MAX_DEPTH) return undefined;
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      this.aliases++;
      const value = this.repeated > MAX_REPEATED ? undefined : this.node(target, depth + 1);
      this.aliases--;
      return value === undefined ? { kind: 'opaque', span } : { ...value, span };
    }
    if (this.aliases > 0) this.repeated++;
    const target = node;
    const anchor = (target as { anchor?: unknown } | undefined)?.anchor;
    if (typeof anchor === 'string') this.anchors.set(anchor, target);
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
