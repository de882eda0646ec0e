import type { Catalog, Table } from '../schema/model.js';
import { classify } from './classify.js';
import { lean } from './lean.js';
import type {
  Classification,
  ClassifyContext,
  Evidence,
  Lookups,
  Role,
  SchemaClassification,
} from './model.js';
import { lookupsOf, readTable } from './table.js';

/**
 * Each schema of a catalog, and what its tables are. Reads all tables, so that what asks depends on everything;
 * a catalog without any sign of a warehouse costs a glance at each table.
 * @param options `all`: classify the tables of a catalog without any sign of a warehouse as well. `workload`: what people say of tables counts.
 */
export function classifySchemas(
  catalog: Catalog,
  options: { readonly all?: boolean; readonly workload?: ClassifyContext['workload'] } = {},
): {
  readonly schemas: readonly SchemaClassification[];
  readonly tables: ReadonlyMap<Table, Classification>;
} {
  const lookups = lookupsOf({ catalog, ...(options.workload ? { workload: options.workload } : {}) });
  const own: Table[] = [];
  let signs = 0;
  for (const table of catalog.allTables()) {
    if (table.partitionOf || table.temporary) continue;
    own.push(table);
    const reading = readTable(table, lookups);
    if (reading.named?.role === 'fact' || lean(reading).role === 'dimension') signs++;
  }
  if (signs < 2 && options.all !== true) return { schemas: [], tables: new Map() };
  const tables = withPointedAt(classifyAll(own, catalog, lookups), catalog);
  const bySchema = new Map<string, [Table, Classification][]>();
  for (const [table, found] of tables) {
    const list = bySchema.get(table.schema);
    if (list) list.push([table, found]);
    else bySchema.set(table.schema, [[table, found]]);
  }
  return { schemas: [...bySchema].map(([schema, list]) => judge(schema, list)), tables };
}

/**
 * Tables without any sign of their own that nothing but facts refer to describe those facts: so they are dimensions,
 * whatever they are called.
 */
function withPointedAt(
  tables: ReadonlyMap<Table, Classification>,
  catalog: Catalog,
): ReadonlyMap<Table, Classification> {
  const facts = new Map<Table, string[]>();
  for (const [fact, found] of tables) {
    if (found.role !== 'fact' || found.confidence < 0.6) continue;
    for (const { to } of found.edges) {
      const target = catalog.table(to);
      if (target) facts.set(target, [...(facts.get(target) ?? []), fact.name]);
    }
  }
  const promoted = [...facts].flatMap(([table, names]) => {
    const found = tables.get(table);
    const reading = readTable(table);
    if (found?.role !== 'entity' || found.evidence.length > 0) return [];
    if (
      table.primaryKey?.columns.length !== 1 ||
      reading.attributes < 2 ||
      reading.measures > reading.attributes
    )
      return [];
    const from = catalog.referencing(table.key).map(({ table: other }) => tables.get(other)?.role);
    if (from.some(role => role !== 'fact' && role !== 'bridge') || table.foreignKeys.length > 1) return [];
    const evidence = [...new Set(names)]
      .slice(0, 2)
      .map(name => ({ text: `fact ${name} points at it`, weight: 0.5, origin: table.nameOrigin }));
    const said: Classification = {
      ...found,
      role: 'dimension',
      variant: 'plain',
      confidence: 1 - 0.5 ** evidence.length,
      evidence,
    };
    return [[table, said] as const];
  });
  return promoted.length === 0 ? tables : new Map([...tables, ...promoted]);
}

interface Kept {
  readonly found: Classification;
  /** Every table that was looked at on the way, taken or not. */
  readonly seen: readonly Table[];
}

/** What was found at the last call for a catalog: a change of one table leaves the others' classification as it is. */
const LAST = new WeakMap<
  Catalog,
  {
    readonly tables: readonly Table[];
    readonly said: readonly (Role | undefined)[];
    readonly kept: ReadonlyMap<Table, Kept>;
  }
>();

function classifyAll(
  own: readonly Table[],
  catalog: Catalog,
  lookups: Lookups,
): ReadonlyMap<Table, Classification> {
  const last = LAST.get(catalog);
  // A name that is new or gone may be what a column is named after.
  const said = own.map(table => lookups.said?.(table)?.value);
  const sameNames =
    last?.tables.length === own.length &&
    own.every((table, i) => table.key === last.tables[i]!.key && said[i] === last.said[i]);
  const current = new Map(own.map(table => [table.key, table]));
  const kept = new Map<Table, Kept>();
  for (const table of own) {
    const before = sameNames ? last.kept.get(table) : undefined;
    // Facts that point at a dimension count for it, so those are always looked at again.
    const valid =
      before &&
      lean(readTable(table, lookups)).role !== 'dimension' &&
      before.seen.every(other => current.get(other.key) === other);
    kept.set(table, valid ? before : look(table, lookups));
  }
  LAST.set(catalog, { tables: own, said, kept });
  return new Map([...kept].map(([table, { found }]) => [table, found]));
}

function look(table: Table, catalog: Lookups): Kept {
  const seen = new Set<Table>();
  const watched: Lookups = {
    ...(catalog.said ? { said: catalog.said } : {}),
    table(key) {
      const found = catalog.table(key);
      if (found) seen.add(found);
      return found;
    },
    tablesNamed(name) {
      const found = catalog.tablesNamed(name);
      for (const item of found) seen.add(item);
      return found;
    },
    referencing: key => catalog.referencing(key),
  };
  return { found: classify(table, { catalog: watched }), seen: [...seen] };
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

/** True where so many facts, dimensions and tables of an application are not one and the same thing. */
export function isMixed(facts: number, dimensions: number, entities: number): boolean {
  return facts > 0 && dimensions > 0 && entities >= 3 && entities >= (facts + dimensions) / 3;
}

function kindOf(
  facts: number,
  dimensions: number,
  entities: number,
  all: number,
): SchemaClassification['kind'] {
  const star = facts > 0 && dimensions > 0;
  if (isMixed(facts, dimensions, entities)) return 'mixed';
  if (star) return 'OLAP';
  // One schema for facts and another for dimensions.
  if (facts + dimensions >= 2 && facts + dimensions >= all / 2) return 'OLAP';
  return entities >= 2 && facts + dimensions === 0 ? 'OLTP' : 'unknown';
}

/** An enforced key, and references that are kept true: what transactions rely on. */
function isTransactional(table: Table): boolean {
  return table.primaryKey !== undefined && table.foreignKeys.length > 0;
}
