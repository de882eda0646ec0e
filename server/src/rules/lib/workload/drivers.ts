import type { RelationKey } from '../../../schema/model.js';
import type { Condition, QueryBlock, Value } from '../../../sql/ast/shape.js';
import type { TableUse, Workload } from '../../../workload/model.js';

/**
 * Columns by which the rows of a joined table are found one by one from those of one other relation: the outer query
 * of a correlated subquery, or a relation that tests of its own narrow down. Without such a one both tables are read whole and
 * hashed, and no index helps. Columns of several relations are never known at the same time.
 */
export function drivenColumns(use: TableUse, workload: Workload): readonly string[] {
  if (!use.source || use.joins.length === 0) return [];
  const joins = use.joins.filter(join => join.kind !== 'left' || use.source!.join === 'left');
  const byRelation = new Map<RelationKey, string[]>();
  for (const { column, other } of joins) {
    const columns = byRelation.get(other.relation) ?? [];
    if (!columns.includes(column)) columns.push(column);
    byRelation.set(other.relation, columns);
  }
  const [only] = byRelation.values();
  if (isCorrelated(use)) return byRelation.size === 1 ? only! : [];
  const narrowed = narrowedRelations(use, workload);
  for (const [relation, columns] of byRelation) if (narrowed.has(relation)) return columns;
  // Reached over another table in between.
  return narrowed.size > 0 && byRelation.size === 1 ? only! : [];
}

/** True where another relation of the block has tests that leave few of its rows. */
export function isDriven(use: TableUse, workload: Workload): boolean {
  return use.block.sources.length > 1 && narrowedRelations(use, workload).size > 0;
}

/** A block inside another one whose only source is this table: what it is joined with stands outside. */
function isCorrelated({ block, joins }: TableUse): boolean {
  return block.role === 'subquery' && block.sources.length === 1 && joins.length > 0;
}

function narrowedRelations(use: TableUse, workload: Workload): ReadonlySet<RelationKey> {
  const { block, query } = use;
  const found = new Set<RelationKey>();
  collect(use, block, workload, found);
  // A derived table or common table expression that has tests inside brings few rows as well.
  for (const source of block.sources) {
    const inner = source.block === undefined ? undefined : query.shape.blocks[source.block];
    if (inner && inner !== block) collect(use, inner, workload, found);
  }
  const own = use.source && workload.relationOf(query, use.source);
  if (own) found.delete(own.key);
  return found;
}

function collect(use: TableUse, block: QueryBlock, workload: Workload, found: Set<RelationKey>): void {
  const conditions = [
    ...block.where,
    ...block.sources.filter(source => source.join === 'inner').flatMap(source => source.on),
  ];
  for (const condition of conditions) {
    const column = telling(condition);
    const base = column && workload.columnOf(use.query, block, column);
    if (base) found.add(base.table.key);
  }
}

/** The bare column of an equality with a constant or parameter. */
function telling(condition: Condition) {
  if (condition.negated) return undefined;
  if (condition.kind === 'in') return condition.list ? condition.left.column : undefined;
  if (condition.kind !== 'compare' || condition.operator !== '=') return undefined;
  if (isGiven(condition.right)) return condition.left.column;
  return isGiven(condition.left) ? condition.right.column : undefined;
}

function isGiven(value: Value): boolean {
  return value.kind === 'constant' || value.kind === 'parameter' || isNamedParameter(value);
}

/** `@name`, a parameter to sqlc: PostgreSQL itself reads the absolute value of a column of that name. */
export function isNamedParameter(value: Value | undefined): boolean {
  return value?.kind === 'cast'
    ? isNamedParameter(value.args?.[0])
    : value?.kind === 'arithmetic' && value.name === '@' && value.args?.length === 1;
}
