import { classify } from '../../classify/index.js';
import { unitAt } from '../../ide/at.js';
import type { QueryPath } from '../../protocol/schema-panel.js';
import type { PanelPosition } from '../../protocol/webview.js';
import type { RelationKey, Table, View } from '../../schema/model.js';
import type { TableUse, WorkloadQuery } from '../../workload/model.js';
import { queriesOfUnit } from '../../workload/queries.js';
import type { Answered } from '../answer.js';
import { accessOf } from './access.js';
import { type Reference, referenceId, referencesFrom } from './diagram/references.js';
import type { SchemaScope } from './scope.js';

/** The way that the query at a place takes through the schema. */
export function queryPath(position: PanelPosition, scope: SchemaScope): Answered<QueryPath> {
  const query = queryAt(position, scope);
  if (!query) return { why: 'There is no query at the cursor.' };
  const relations = relationsOf(query, scope);
  if (relations.length === 0) return { why: 'The query at the cursor reads no table of this schema.' };
  const uses = relations.flatMap(relation =>
    scope.workload
      .usesOf(relation)
      .filter(use => use.query.unit === query.unit && use.query.shape === query.shape)
      .map(use => ({ relation, use })),
  );
  const { edges, joins } = joinsOf(uses, scope);
  const { span } = query.origin;
  return {
    kind: 'query',
    tables: relations.map(({ key }) => key),
    edges,
    access: accessOf(uses, scope),
    text: query.unit.piece.text.slice(span.start, span.end),
    place: scope.place(query.origin),
    joins,
  };
}

/** The innermost query that a position lies in; behind its end still counts, up to the next statement. */
function queryAt(position: PanelPosition, { analyzer, uri }: SchemaScope): WorkloadQuery | undefined {
  const at = unitAt(analyzer, uri, position);
  if (!at) return undefined;
  let best: WorkloadQuery | undefined;
  for (const query of queriesOfUnit(at.unit)) {
    const { start, end } = query.origin.span;
    if (at.offset < start || at.offset > end + 1) continue;
    const size = best && best.origin.span.end - best.origin.span.start;
    if (size === undefined || end - start < size) best = query;
  }
  return best;
}

/** What it reads and writes, in the order in which it names them. */
function relationsOf(query: WorkloadQuery, { workload }: SchemaScope): readonly (Table | View)[] {
  const found = new Map<RelationKey, Table | View>();
  const add = (relation: Table | View | undefined): void => {
    if (relation) found.set(relation.key, relation);
  };
  if (query.shape.target) add(workload.relationOf(query, query.shape.target));
  for (const { sources } of query.shape.blocks)
    for (const source of sources) if (source.table) add(workload.relationOf(query, source));
  return [...found.values()];
}

interface Used {
  readonly relation: Table | View;
  readonly use: TableUse;
}

/** Joins along references of the schema, and those that no reference says. */
function joinsOf(
  uses: readonly Used[],
  scope: SchemaScope,
): { readonly edges: readonly string[]; readonly joins: NonNullable<QueryPath['joins']> } {
  const { catalog, workload } = scope;
  const references = new Map<RelationKey, readonly Reference[]>();
  for (const { relation } of uses) {
    if (!('foreignKeys' in relation) || references.has(relation.key)) continue;
    const found = classify(relation, { catalog, workload });
    references.set(relation.key, referencesFrom(relation, found, catalog));
  }
  const edges = new Set<string>();
  const joins = new Map<string, NonNullable<QueryPath['joins']>[number]>();
  for (const { relation, use } of uses) {
    for (const { column, other } of use.joins) {
      const forth = (references.get(relation.key) ?? []).find(
        each => each.to === other.relation && pairs(each, column, other.column),
      );
      const back = (references.get(other.relation) ?? []).find(
        each => each.to === relation.key && pairs(each, other.column, column),
      );
      const reference = forth ?? back;
      if (reference) {
        edges.add(referenceId(reference));
        continue;
      }
      const ends = [`${relation.key}.${column}`, `${other.relation}.${other.column}`].sort().join('=');
      if (!joins.has(ends))
        joins.set(ends, {
          from: relation.key,
          to: other.relation,
          fromColumns: [column],
          toColumns: [other.column],
        });
    }
  }
  return { edges: [...edges], joins: [...joins.values()] };
}

function pairs({ fromColumns, toColumns }: Reference, from: string, to: string): boolean {
  const at = fromColumns.findIndex(name => name.toLowerCase() === from.toLowerCase());
  if (at < 0) return false;
  const target = toColumns[at];
  return target === undefined || target.toLowerCase() === to.toLowerCase();
}
