import { isHidden } from '../../../documents/templates.js';
import type { MapNode, Node } from '../../../documents/tree.js';
import { entryAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { Source } from '../../source.js';
import { DCS_KINDS, type Dcs, type DcsKind } from './fragment.js';

/** The DCS that a node's file names. */
export function dcsOf(source: Source, root: MapNode): Dcs | undefined {
  const written = DCS_KINDS.filter(kind => entryAt(root, kind) !== undefined);
  // A template chooses among several.
  if (written.length > 1 && /\{[{%]/.test(source.text)) return undefined;
  for (const kind of written) {
    const entry = entryAt(root, kind)!;
    const places = ADDRESS_KEYS.flatMap(key => {
      const value = entryAt(entry.value, key)?.value;
      return value === undefined ? [] : [value];
    });
    const addresses = places.flatMap(place => addressesIn(source, place));
    return {
      kind,
      addresses: addresses.filter(({ text }) => !isHidden(text)),
      hidden: addresses.some(({ text }) => isHidden(text)),
      origin: source.origin(entry.keySpan),
    };
  }
  return undefined;
}

/** Each address where it stands: a list, or texts with commas, quoted or not. */
export function addressesIn(source: Source, node: Node): Named[] {
  if (node.kind === 'list') return node.items.flatMap(item => addressesIn(source, item));
  if (node.kind !== 'scalar' || node.value === null) return [];
  return splitAddresses(String(node.value)).map(text => ({ text, origin: source.origin(node.span) }));
}

/** `a:1,b:2`, `'a:1','b:2'` or `["a:1","b:2"]`. */
export function splitAddresses(text: string): string[] {
  return text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map(part => part.trim().replace(/^['"]|['"]$/g, ''))
    .filter(part => part !== '');
}

export function isDcsKind(text: string): text is DcsKind {
  return (DCS_KINDS as readonly string[]).includes(text);
}

const ADDRESS_KEYS = ['host', 'hosts', 'url', 'proxy', 'srv', 'self_addr', 'partner_addrs'];
