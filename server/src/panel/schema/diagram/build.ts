import { type Classification, classifySchemas } from '../../../classify/index.js';
import type {
  DiagramCopy,
  DiagramEdge,
  DiagramTable,
  SchemaDiagram,
} from '../../../protocol/schema-panel.js';
import { newRound } from '../../../rules/round.js';
import type { Table } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import { copiesIn, copiesInView } from './copies.js';
import { findingsByTable } from './findings.js';
import { type Reference, referenceEdges, referencesFrom } from './references.js';
import { starsIn } from './stars.js';
import { spokenOf, tableOf, viewOf } from './tables.js';
import { triggersOf } from './triggers.js';

/** Everything that can be drawn of a schema. `version` is the caller's. */
export function buildDiagram(scope: SchemaScope, version: number): SchemaDiagram {
  const steps = diagramSteps(scope, version);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same a table at a time. The catalog must stay as it is; `newRound` is to be called after others had their turn. */
export function* diagramSteps(scope: SchemaScope, version: number): Generator<void, SchemaDiagram> {
  const { catalog, workload } = scope;
  // What rules remember of tables within one of their rounds may be older than the catalog is now.
  newRound();
  const classified = classifiedTables(scope);
  const all = [...catalog.allTables()].filter(table => !table.temporary);
  yield;
  const references = new Map<Table, readonly Reference[]>();
  for (const table of all) {
    references.set(table, referencesFrom(table, classified.get(table), catalog));
    yield;
  }
  const edges: DiagramEdge[] = referenceEdges([...references.values()].flat(), scope);
  yield;
  const findings = findingsByTable(scope);
  yield;
  const tables: DiagramTable[] = [];
  const copies: DiagramCopy[] = [];
  for (const table of all) {
    const triggers = triggersOf(table, workload);
    for (const { name, writes } of triggers) {
      for (const to of writes) edges.push(through('writes', table.key, to, `:${name}`, name));
    }
    tables.push(
      tableOf(
        {
          table,
          found: classified.get(table) ?? classified.get(parentOf(table, scope) ?? table),
          foreign: new Set(references.get(table)!.flatMap(({ fromColumns }) => fromColumns)),
          findings: findings.get(table.key) ?? [],
          triggers,
        },
        scope,
      ),
    );
    copies.push(...copiesIn(table, scope));
    yield;
  }
  for (const view of catalog.allViews()) {
    tables.push(viewOf(view, findings.get(view.key) ?? [], scope));
    for (const key of new Set(view.reads)) edges.push(through('reads', view.key, key, '', undefined));
    copies.push(...copiesInView(view, scope));
    yield;
  }
  const known = new Set(tables.map(({ id }) => id));
  for (const edge of edges) {
    if (known.has(edge.to)) continue;
    known.add(edge.to);
    tables.push(spokenOf(edge.to, edge.kind === 'references' ? edge.toColumns : []));
  }
  const stars = starsIn([...classified.values()], edges);
  return {
    kind: 'diagram',
    version,
    title: scope.title,
    dialect: scope.dialect,
    tables,
    edges,
    stars,
    copies: unique(copies),
    noStar: stars.length === 0,
  };
}

/** What each table is for, partitions and temporary tables left out. */
export function classifiedTables({
  catalog,
  workload,
}: Pick<SchemaScope, 'catalog' | 'workload'>): ReadonlyMap<Table, Classification> {
  return classifySchemas(catalog, { all: true, workload }).tables;
}

/** The table that a partition belongs to, at the top. */
function parentOf(table: Table, { catalog }: SchemaScope): Table | undefined {
  let parent = table.partitionOf && catalog.table(table.partitionOf.parent);
  for (let depth = 0; parent?.partitionOf && depth < 20; depth++)
    parent = catalog.table(parent.partitionOf.parent) ?? undefined;
  return parent;
}

function through(
  kind: 'reads' | 'writes',
  from: string,
  to: string,
  suffix: string,
  label: string | undefined,
): DiagramEdge {
  return {
    id: `${kind}:${from}${suffix}>${to}`,
    from,
    to,
    fromColumns: [],
    toColumns: [],
    kind,
    declared: true,
    ...(label === undefined ? {} : { label }),
    many: true,
    optional: true,
  };
}

function unique<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map(each => [each.id, each])).values()];
}
