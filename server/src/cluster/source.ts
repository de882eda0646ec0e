import { readYamlText, type YamlError } from '../documents/readers/yaml.js';
import { isHidden, maskTemplates } from '../documents/templates.js';
import type { Node, ScalarNode } from '../documents/tree.js';
import { documentUnit } from '../documents/unit.js';
import type { Origin, SourceUnit } from '../sql/reading.js';
import type { Span } from '../text/span.js';
import type { SettingValue } from './parameter.js';
import type { Written } from './settings.js';

/** A file within another: a ConfigMap's entry, a here document. */
export interface Embedding {
  /** Path that it has where it is used: `/etc/redis/redis.conf`. */
  readonly path: string;
  /** Where a span of its text stands in the file that holds it. */
  place(span: Span): Span;
}

/** A file as readers see it: its text, and trees of it made when first asked for. */
export class Source {
  /** The whole text as one piece, for findings to point into. */
  readonly unit: SourceUnit;
  /** Name in lower case, without folders. */
  readonly name: string;
  /** Path in lower case with `/`, for recognising by folder. */
  readonly path: string;
  private readonly trees = new Map<string, unknown>();

  /** @param embedding Of a file that stands within another: its path, and where its offsets are in the other. */
  constructor(
    readonly uri: string,
    readonly text: string,
    unit?: SourceUnit,
    readonly embedding?: Embedding,
  ) {
    this.unit = unit ?? documentUnit(uri, text);
    this.path = (embedding?.path ?? decoded(uri)).toLowerCase();
    this.name = this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /**
   * What a syntax's reader makes of the text, worked out once for all formats that ask. The reader gets it with what
   * templates fill in made into `HIDDEN`.
   */
  tree<T>(syntax: string, read: (text: string) => T): T {
    if (!this.trees.has(syntax)) this.trees.set(syntax, read(maskTemplates(this.text)));
    return this.trees.get(syntax) as T;
  }

  /** The documents of a YAML file. */
  get yaml(): readonly Node[] {
    return this.tree('yaml', readYamlText).roots;
  }

  /** What is wrong with a YAML file as YAML. */
  get yamlErrors(): readonly YamlError[] {
    return this.tree('yaml', readYamlText).errors;
  }

  origin(span: Span): Origin {
    return { unit: this.unit, span: this.embedding?.place(span) ?? span };
  }

  /** The line at the top: for what the file as a whole is about. */
  get top(): Origin {
    const end = this.text.search(/\r?\n|$/);
    return this.origin({ start: 0, end });
  }
}

/** A scalar or a list of scalars as the value of a setting; undefined where the text does not tell it. */
export function rawOf(node: Node): SettingValue | undefined {
  if (node.kind === 'scalar') return scalarOf(node);
  if (node.kind !== 'list') return undefined;
  const items = node.items.map(item => (item.kind === 'scalar' ? scalarOf(item) : undefined));
  return items.some(item => item === undefined) ? undefined : items.map(String);
}

function scalarOf(node: ScalarNode): SettingValue | undefined {
  return typeof node.value === 'string' && isHidden(node.value) ? undefined : (node.value ?? undefined);
}

/**
 * The scalars and lists of scalars of a map as settings. Maps inside give dotted names: `synchronous.method`.
 * @param prefix Put before each name.
 */
export function writtenIn(source: Source, node: Node | undefined, prefix = ''): Written[] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, keySpan, value }): Written[] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (value.kind === 'map') return writtenIn(source, value, name);
    return [
      { key: name, raw: rawOf(value), keyOrigin: source.origin(keySpan), origin: source.origin(value.span) },
    ];
  });
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
