import type { DiagramEdge, DiagramTable, SchemaDiagram } from '../../../protocol/schema-panel.js';

/** `sales.orders`, or the name alone where the diagram has one schema only. */
export function titles({ tables }: Pick<SchemaDiagram, 'tables'>): (table: DiagramTable) => string {
  const one = new Set(tables.map(({ schema }) => schema)).size <= 1;
  return table => (one || table.schema === '' ? table.name : `${table.schema}.${table.name}`);
}

/** A short name for each table that every format takes: `t1`, `t2`. */
export function handles({ tables }: Pick<SchemaDiagram, 'tables'>): ReadonlyMap<string, string> {
  return new Map(tables.map(({ id }, i) => [id, `t${i + 1}`]));
}

/** The references of a diagram whose ends are both in it. */
export function references({
  tables,
  edges,
}: Pick<SchemaDiagram, 'tables' | 'edges'>): readonly DiagramEdge[] {
  const known = new Set(tables.map(({ id }) => id));
  return edges.filter(({ kind, from, to }) => kind === 'references' && known.has(from) && known.has(to));
}

/** Text in one line. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}

/** What is said of a table beside its name: `fact, one row per order line`. */
export function aboutTable({ role, variant, grain, size }: DiagramTable): string {
  return [
    role === 'entity' ? undefined : variant && variant !== 'plain' ? `${role} (${variant})` : role,
    grain,
    size,
  ]
    .filter(part => part !== undefined)
    .join(', ');
}
