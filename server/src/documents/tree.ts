import type { Span } from '../text/span.js';

/** A value of a YAML, JSON or HCL document where it stands. All spans are offsets in the file. */
export type Node = MapNode | ListNode | ScalarNode | OpaqueNode;

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  /** Of an HCL block: `resource "type" "name"`. */
  readonly labels?: readonly { readonly text: string; readonly span: Span }[];
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

/** A value that the text does not tell: `!Ref Name`, `var.name`, a template. */
export interface OpaqueNode {
  readonly kind: 'opaque';
  readonly span: Span;
}

/** A setting of a document: undefined itself where it is not set, its value undefined where the text does not tell. */
export interface Setting<T> {
  readonly value: T | undefined;
  readonly span: Span;
}

/** The entry at a path of keys; of entries with one key the last counts, as parsers have it. */
export function entryAt(node: Node | undefined, ...path: readonly string[]): Entry | undefined {
  let found: Entry | undefined;
  for (const key of path) {
    if (node?.kind !== 'map') return undefined;
    found = undefined;
    for (const entry of node.entries) if (entry.key === key) found = entry;
    if (!found) return undefined;
    node = found.value;
  }
  return found;
}

export function valueAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return entryAt(node, ...path)?.value;
}

/** Every entry with this key: blocks of HCL repeat. */
export function entriesNamed(node: Node | undefined, key: string): readonly Entry[] {
  return node?.kind === 'map' ? node.entries.filter(entry => entry.key === key) : [];
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

export function textAt(node: Node | undefined, ...path: readonly string[]): Setting<string> | undefined {
  return settingAt(node, path, value => (typeof value === 'object' ? undefined : String(value)));
}

/** Numbers are often written as strings: `"5"`. */
export function numberAt(node: Node | undefined, ...path: readonly string[]): Setting<number> | undefined {
  return settingAt(node, path, value => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  });
}

export function booleanAt(node: Node | undefined, ...path: readonly string[]): Setting<boolean> | undefined {
  return settingAt(node, path, value =>
    typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined,
  );
}

function settingAt<T>(
  node: Node | undefined,
  path: readonly string[],
  read: (value: ScalarNode['value']) => T | undefined,
): Setting<T> | undefined {
  const value = path.length === 0 ? node : valueAt(node, ...path);
  if (!value) return undefined;
  return { value: value.kind === 'scalar' ? read(value.value) : undefined, span: value.span };
}

/** True where nothing in it is hidden: no reference, no expression stands for a part. */
export function isWhole(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'opaque':
      return false;
    case 'map':
      return node.entries.every(entry => isWhole(entry.value));
    case 'list':
      return node.items.every(isWhole);
    default:
      return true;
  }
}
