import type { Table } from '../../../schema/model.js';
import type { TableUse, Workload, WorkloadQuery } from '../../../workload/model.js';
import { partitionKey } from './table.js';

/** What a query does with the one table that it reads or changes; undefined for views and unknown tables. */
export function useOf(
  query: WorkloadQuery,
  workload: Workload,
): { readonly table: Table; readonly use: TableUse } | undefined {
  const { shape } = query;
  const source = shape.target ?? shape.blocks[0]?.sources[0];
  const relation = source && workload.relationOf(query, source);
  if (!relation || !('columnsIncomplete' in relation) || relation.columnsIncomplete) return undefined;
  const use = workload.usesOf(relation).find(each => each.query === query);
  return use && { table: relation, use };
}

/** Columns of the partition key that a query does not give a value. */
export function missingKeys(table: Table, use: TableUse): string[] {
  const given = new Set(use.equals.map(test => test.column));
  return partitionKey(table)
    .map(column => column.name)
    .filter(name => !given.has(name));
}

/** True for paging over all partitions: `token(key) > ?`. */
export function byToken(use: TableUse): boolean {
  return use.wrapped.some(test => test.wrapper.name === 'token');
}
