import type { RelationKey } from '../../schema/index.js';
import type { QueryBlock } from '../../sql/ast/shape.js';
import type { TableUse, WorkloadQuery } from '../model.js';
import type { Scoped } from '../resolve/scopes.js';

/** What one query does with one table, while it is gathered. */
export class UseDraft {
  readonly equals: TableUse['equals'][number][] = [];
  readonly ranges: TableUse['ranges'][number][] = [];
  readonly others: TableUse['others'][number][] = [];
  readonly wrapped: TableUse['wrapped'][number][] = [];
  readonly joins: TableUse['joins'][number][] = [];
  readonly groupBy: string[] = [];
  orderBy: TableUse['orderBy'] = [];
  readonly needs = new Set<string>();
  all = false;
  writes: readonly string[] = [];
  uncertain = false;

  constructor(
    readonly relation: RelationKey,
    readonly scoped: Scoped,
    readonly access: TableUse['access'],
  ) {}

  use(query: WorkloadQuery, block: QueryBlock): TableUse {
    const limit = block.limit?.constant;
    return {
      query,
      block,
      ...(this.scoped.source ? { source: this.scoped.source } : {}),
      access: this.access,
      equals: this.equals,
      ranges: this.ranges,
      others: this.others,
      wrapped: this.wrapped,
      joins: this.joins,
      groupBy: this.groupBy,
      orderBy: this.orderBy,
      needs: this.all ? '*' : [...this.needs],
      ...(typeof limit === 'number' ? { limit } : {}),
      writes: this.writes,
      uncertain: this.uncertain,
    };
  }
}
