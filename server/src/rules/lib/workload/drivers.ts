import type { Condition, QueryBlock, Value } from '../../../sql/ast/shape.js';
import type { TableUse, Workload } from '../../../workload/model.js';

/**
 * True where the rows of a joined table are found one by one from another relation: a correlated subquery, or a join
 * whose other side is narrowed down by tests of its own. Without those both tables are read whole and hashed, and no
 * index helps.
 */
export function drivesFromOutside(use: TableUse, workload: Workload): boolean {
  const { block, source, query } = use;
  if (!source) return false;
  if (isCorrelated(use)) return true;
  const alias = source.alias;
  const conditions = [
    ...block.where,
    ...block.sources
      .filter(other => other.join === 'inner' || other.join === 'first')
      .flatMap(item => item.on),
  ];
  return conditions.some(condition => {
    const column = telling(condition);
    if (!column) return false;
    if (column.qualifier !== undefined) return column.qualifier !== alias && isOwn(block, column.qualifier);
    const found = workload.columnOf(query, block, column);
    const own = source.table && workload.relationOf(query, source);
    return found !== undefined && own !== undefined && found.table.key !== own.key;
  });
}

/** A block inside another one whose only source is this table: what it is joined with stands outside. */
function isCorrelated({ block, joins }: TableUse): boolean {
  return block.role === 'subquery' && block.sources.length === 1 && joins.length > 0;
}

function isOwn(block: QueryBlock, alias: string): boolean {
  return block.sources.some(source => source.alias === alias);
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
  return value.kind === 'constant' || value.kind === 'parameter';
}
