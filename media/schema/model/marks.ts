import type { SchemaComparison, SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';
import { count, listed } from './words.js';

/** The tables and edges of both versions: what is gone is drawn too. */
export function marked(
  diagram: Pick<SchemaDiagram, 'tables' | 'edges'>,
  { before, tables, edges }: SchemaComparison,
): Pick<SchemaDiagram, 'tables' | 'edges'> {
  const here = new Set(diagram.tables.map(({ id }) => id));
  const drawn = new Set(diagram.edges.map(({ id }) => id));
  return {
    tables: [
      ...diagram.tables,
      ...before.tables.filter(({ id }) => tables[id] === 'dropped' && !here.has(id)),
    ],
    edges: [...diagram.edges, ...before.edges.filter(({ id }) => edges[id] === 'dropped' && !drawn.has(id))],
  };
}

/** Tables that differ, and those that they are tied to: what is worth looking at. */
export function touched(
  { tables, edges }: SchemaComparison,
  all: readonly { readonly id: string; readonly from: string; readonly to: string }[],
): Set<string> {
  const found = new Set(Object.keys(tables));
  const own = new Set(found);
  for (const { id, from, to } of all)
    if (edges[id] !== undefined || own.has(from) || own.has(to)) {
      found.add(from);
      found.add(to);
    }
  return found;
}

/** `2 tables added, 1 dropped, 3 changed since HEAD.` */
export function changesSentence({ label, tables }: SchemaComparison): string {
  const number = (mark: string) => Object.values(tables).filter(each => each === mark).length;
  const parts: string[] = [];
  for (const mark of ['added', 'dropped', 'changed'] as const) {
    const of = number(mark);
    if (of > 0) parts.push(parts.length === 0 ? `${count(of, 'table')} ${mark}` : `${of} ${mark}`);
  }
  return parts.length === 0 ? `Nothing differs from ${label}.` : `${listed(parts)} since ${label}.`;
}

/** What stands before a name that differs: read without colour. */
export const MARK_SIGN = { added: '+', dropped: '−', changed: '~' } as const;
