import { type Classification, classify } from '../../classify/index.js';
import { capacityFigures, factFigures } from '../../ide/figures.js';
import type { TableDetails } from '../../protocol/schema-panel.js';
import type { Catalog, RelationKey, Table, View } from '../../schema/model.js';
import type { Answered } from '../answer.js';
import { classifiedTables } from './diagram/build.js';
import { findingsByTable } from './diagram/findings.js';
import { distributionKeyOf, partitionsOf, sortKeyOf } from './diagram/storage.js';
import { mendable } from './diagram/tables.js';
import { overruling } from './overrule.js';
import type { SchemaScope } from './scope.js';

/** All that the inspector shows of a table beside its card. */
export function tableDetails(key: RelationKey, scope: SchemaScope): Answered<TableDetails> {
  const { catalog, workload, place } = scope;
  const view = catalog.view(key);
  const table = catalog.table(key);
  const relation = table ?? view;
  if (!relation) return { why: `There is no table ${key} in this schema any more.` };
  const top = table && topOf(table, catalog);
  const found = top && (classifiedTables(scope).get(top) ?? classify(top, { catalog, workload }));
  return {
    kind: 'details',
    table: key,
    findings: (findingsByTable(scope).get(key) ?? []).map(mendable),
    evidence: (found?.evidence ?? []).map(({ text, weight, origin, convention }) => ({
      text,
      weight,
      ...(convention ? { convention } : {}),
      ...(origin ? { place: place(origin) } : {}),
    })),
    ...withoutNames(found),
    overrule: table && found ? overruling(table, found, scope) : [],
    storage: storageOf(relation, scope),
    shares: found ? sharesOf(found, scope) : [],
    queries: new Set(workload.usesOf(relation).map(({ query }) => query.origin)).size,
    ...(relation.comment === undefined ? {} : { comment: relation.comment }),
    definition: definitionOf(relation),
  };
}

/** What is left of the confidence where names and conventions count for nothing. */
function withoutNames(found: Classification | undefined): { readonly withoutNames?: number } {
  if (!found || found.role === 'entity' || !found.evidence.some(item => item.convention)) return {};
  const rest = found.evidence.filter(item => !item.convention);
  return { withoutNames: Math.min(0.99, 1 - rest.reduce((left, { weight }) => left * (1 - weight), 1)) };
}

function storageOf(
  relation: Table | View,
  { analyzer, catalog, workload }: SchemaScope,
): TableDetails['storage'] {
  const facts = workload.factsOf(relation);
  const lines = factFigures(analyzer, facts).map(({ label, value, from }) => ({
    name: label,
    value: `${value} (${from})`,
  }));
  if ('materialized' in relation) return lines;
  for (const { label, value, from } of capacityFigures(catalog, relation, facts))
    lines.push({ name: label, value: `${value} (${from})` });
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') lines.push({ name, value });
  };
  const partitions = partitionsOf(relation, catalog);
  if (partitions)
    add(
      'partitioned by',
      `${partitions.by} (${partitions.method}), ${partitions.count} ${partitions.count === 1 ? 'partition' : 'partitions'}`,
    );
  add('sorted by', sortKeyOf(relation)?.join(', '));
  add('distributed by', distributionKeyOf(relation)?.join(', '));
  for (const { name, value } of relation.options) {
    if (/^(?:engine|fillfactor|location|using|file_format|row_format|tablespace|ttl)$/.test(name))
      add(name, value);
  }
  if (relation.kind !== 'table' && relation.kind !== 'partitioned table') add('kind', relation.kind);
  if (relation.unlogged) add('kind', 'unlogged: empty after a crash');
  return lines;
}

/** Other facts that are seen by the same dimensions. */
function sharesOf(found: Classification, scope: SchemaScope): TableDetails['shares'] {
  if (found.role !== 'fact' && found.role !== 'dimension') return [];
  const all = [...classifiedTables(scope).values()];
  const dimensions = (fact: Classification): readonly RelationKey[] => [
    ...new Set(fact.edges.filter(edge => edge.toRole !== 'fact').map(edge => edge.to)),
  ];
  const own = found.role === 'fact' ? dimensions(found) : [found.table];
  return all
    .filter(other => other.role === 'fact' && other.table !== found.table)
    .map(other => ({
      fact: other.table,
      dimensions: dimensions(other).filter(key => own.includes(key)),
    }))
    .filter(({ dimensions: shared }) => shared.length > 0);
}

/** A partition is what its table is. */
function topOf(table: Table, catalog: Catalog): Table {
  let top = table;
  for (let depth = 0; top.partitionOf && depth < 20; depth++)
    top = catalog.table(top.partitionOf.parent) ?? { ...top, partitionOf: undefined };
  return top;
}

/** The statement that defines it, as it is written. */
function definitionOf({ nameOrigin: { unit } }: Table | View): string {
  const { text, body } = unit.piece;
  return text.slice(body.start, Math.min(body.end, body.start + MAX_TEXT));
}

const MAX_TEXT = 20_000;
