import type { Catalog, Table } from '../schema/model.js';
import { classify } from './classify.js';
import { lean } from './lean.js';
import type { Classification, Evidence, SchemaClassification } from './model.js';
import { readTable } from './table.js';

/**
 * Each schema of a catalog, and what its tables are. Reads all tables, so that what asks depends on everything;
 * a catalog without any sign of a warehouse costs a glance at each table.
 */
export function classifySchemas(catalog: Catalog): {
  readonly schemas: readonly SchemaClassification[];
  readonly tables: ReadonlyMap<Table, Classification>;
} {
  const own: Table[] = [];
  let signs = 0;
  for (const table of catalog.allTables()) {
    if (table.partitionOf || table.temporary) continue;
    own.push(table);
    const reading = readTable(table);
    if (reading.named?.role === 'fact' || lean(reading).role === 'dimension') signs++;
  }
  const tables = new Map<Table, Classification>();
  if (signs < 2) return { schemas: [], tables };
  for (const table of own) tables.set(table, classify(table, { catalog }));
  const bySchema = new Map<string, [Table, Classification][]>();
  for (const [table, found] of tables) {
    const list = bySchema.get(table.schema);
    if (list) list.push([table, found]);
    else bySchema.set(table.schema, [[table, found]]);
  }
  return { schemas: [...bySchema].map(([schema, list]) => judge(schema, list)), tables };
}

function judge(schema: string, list: readonly (readonly [Table, Classification])[]): SchemaClassification {
  const keys = (...roles: readonly Classification['role'][]) =>
    list.filter(([, { role }]) => roles.includes(role)).map(([table]) => table.key);
  const facts = keys('fact');
  const dimensions = keys('dimension');
  const entities = list
    .filter(([table, found]) => found.role === 'entity' && isTransactional(table))
    .map(([table]) => table.key);
  const evidence: Evidence[] = [];
  if (facts.length > 0) evidence.push({ text: `${facts.length} facts`, weight: 0.6 });
  if (dimensions.length > 0) evidence.push({ text: `${dimensions.length} dimensions`, weight: 0.5 });
  if (entities.length > 0)
    evidence.push({ text: `${entities.length} tables that refer to each other`, weight: 0.5 });
  return {
    schema,
    kind: kindOf(facts.length, dimensions.length, entities.length, list.length),
    evidence,
    facts,
    dimensions,
    entities,
  };
}

function kindOf(
  facts: number,
  dimensions: number,
  entities: number,
  all: number,
): SchemaClassification['kind'] {
  const star = facts > 0 && dimensions > 0;
  if (star && entities >= 3 && entities >= (facts + dimensions) / 3) return 'mixed';
  if (star) return 'OLAP';
  // One schema for facts and another for dimensions.
  if (facts + dimensions >= 2 && facts + dimensions >= all / 2) return 'OLAP';
  return entities >= 2 && facts + dimensions === 0 ? 'OLTP' : 'unknown';
}

/** An enforced key, and references that are kept true: what transactions rely on. */
function isTransactional(table: Table): boolean {
  return table.primaryKey !== undefined && table.foreignKeys.length > 0;
}
