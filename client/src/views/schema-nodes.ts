import type { DiagramTable, SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';

/** What stands in the tree: schemas, in them stars and the tables outside of stars, in these what belongs to them. */
export type SchemaNode =
  | { readonly kind: 'schema'; readonly name: string; readonly tables: number }
  | { readonly kind: 'star'; readonly table: DiagramTable; readonly dimensions: number }
  | { readonly kind: 'table'; readonly table: DiagramTable; readonly under: string; readonly inside: number }
  | { readonly kind: 'partition'; readonly name: string; readonly under: string };

/** The schemas of a diagram by name. */
export function schemasOf({ tables }: SchemaDiagram): SchemaNode[] {
  const counts = new Map<string, number>();
  for (const { schema } of tables) counts.set(schema, (counts.get(schema) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => ({ kind: 'schema', name, tables: count }));
}

export function childrenOf(diagram: SchemaDiagram, node: SchemaNode): SchemaNode[] {
  switch (node.kind) {
    case 'schema':
      return inSchema(diagram, node.name);
    case 'star':
      return [...partitionsOf(diagram, node.table), ...dimensionsOf(diagram, node.table)];
    case 'table':
      return partitionsOf(diagram, node.table);
    case 'partition':
      return [];
  }
}

/** Stars first, then the tables that are in none. Partitions stand under their tables. */
function inSchema(diagram: SchemaDiagram, schema: string): SchemaNode[] {
  const facts = new Map(diagram.stars.map(star => [star.fact, star]));
  const inStars = new Set(
    diagram.stars.flatMap(({ fact, dimensions, bridges, snowflakes }) => [
      fact,
      ...dimensions,
      ...bridges,
      ...snowflakes.flatMap(({ levels }) => levels),
    ]),
  );
  const known = new Set(diagram.tables.map(({ id }) => id));
  const own = diagram.tables
    .filter(table => table.schema === schema)
    .sort((a, b) => a.name.localeCompare(b.name));
  const stars = own.flatMap((table): SchemaNode[] => {
    const star = facts.get(table.id);
    return star === undefined ? [] : [{ kind: 'star', table, dimensions: star.dimensions.length }];
  });
  const rest = own
    .filter(
      ({ id, partitionOf }) => !inStars.has(id) && (partitionOf === undefined || !known.has(partitionOf)),
    )
    .map(table => tableNode(diagram, table, schema));
  return [...stars, ...rest];
}

/** What a fact points at: dimensions, the chains behind them, and bridges. */
function dimensionsOf(diagram: SchemaDiagram, { id }: DiagramTable): SchemaNode[] {
  const byId = new Map(diagram.tables.map(table => [table.id, table]));
  const star = diagram.stars.find(({ fact }) => fact === id);
  if (star === undefined) return [];
  const names = [
    ...star.dimensions.flatMap(dimension => [
      dimension,
      ...star.snowflakes.filter(each => each.dimension === dimension).flatMap(({ levels }) => levels),
    ]),
    ...star.bridges,
  ];
  return [...new Set(names)].flatMap(name => {
    const table = byId.get(name);
    return table === undefined ? [] : [tableNode(diagram, table, id)];
  });
}

/** Partitions that are tables of their own, and those that are only named. */
function partitionsOf(diagram: SchemaDiagram, { id, partitions }: DiagramTable): SchemaNode[] {
  const tables = diagram.tables.filter(({ partitionOf }) => partitionOf === id);
  const names = new Set(tables.map(({ name }) => name));
  return [
    ...tables.map(table => tableNode(diagram, table, id)),
    ...(partitions?.names ?? [])
      .filter(name => !names.has(name))
      .map((name): SchemaNode => ({ kind: 'partition', name, under: id })),
  ];
}

function tableNode(diagram: SchemaDiagram, table: DiagramTable, under: string): SchemaNode {
  return { kind: 'table', table, under, inside: partitionsOf(diagram, table).length };
}
