import type { Table, Trigger } from '../../../schema/model.js';
import type { Value } from '../../../sql/ast/shape.js';
import type { RoutineBody, Workload, WorkloadQuery } from '../../../workload/model.js';

/** A trigger that writes a column, and from which side. */
export interface Keeper {
  readonly trigger: Trigger;
  /** The table the trigger stands on. */
  readonly on: Table;
  readonly body: RoutineBody;
  /** What it writes into the column, where that could be read. */
  readonly value?: Value;
  readonly query?: WorkloadQuery;
}

/** What is known of how a column is kept true. */
export interface Keeping {
  /** Triggers on the table itself that set the column of the row at hand. */
  readonly fills: readonly Keeper[];
  /** Triggers on other tables that update it. */
  readonly pushes: readonly Keeper[];
  /** Queries of programs and routines that write it. */
  readonly writers: readonly WorkloadQuery[];
  /** A trigger whose body could not be read in full may do anything. */
  readonly unknown: boolean;
}

/** Who writes `column` of `table`: triggers there, triggers on `source`, and queries. */
export function keepingOf(
  table: Table,
  column: string,
  sources: readonly Table[],
  workload: Workload,
): Keeping {
  const fills: Keeper[] = [];
  const pushes: Keeper[] = [];
  let unknown = false;
  for (const on of new Set([table, ...sources])) {
    for (const trigger of on.triggers) {
      const body = workload.bodyOf(trigger);
      if (!body ? !isElsewhere(trigger) : body.opaque) unknown = true;
      if (!body) continue;
      if (on === table) {
        const set = body.assignments.find(
          ({ target }) => target.qualifier === 'new' && same(target.name, column),
        );
        if (set) fills.push({ trigger, on, body, value: set.value });
      }
      for (const query of body.queries) {
        const written = writtenValue(query, table, column, workload);
        if (!written) continue;
        const keeper = { trigger, on, body, query, ...(written.value ? { value: written.value } : {}) };
        (on === table && !sources.includes(table) ? fills : pushes).push(keeper);
      }
    }
  }
  const writers = workload
    .usesOf(table)
    .filter(
      use =>
        (use.access === 'update' || use.access === 'insert') &&
        use.query.from !== 'trigger' &&
        use.writes.some(name => same(name, column)),
    )
    .map(use => use.query);
  return { fills, pushes, writers, unknown };
}

/** The value that a query gives the column of the table; undefined where it does not write it. */
export function writtenValue(
  query: WorkloadQuery,
  table: Table,
  column: string,
  workload: Workload,
): { readonly value?: Value } | undefined {
  const target = query.shape.target;
  if (!target) return undefined;
  const relation = workload.relationOf(query, target);
  if (relation?.key !== table.key) return undefined;
  const set = target.sets.find(item => same(item.column.name, column));
  if (set) return { value: set.value };
  if (query.shape.verb !== 'insert') return undefined;
  const at = target.columns.findIndex(item => same(item.name, column));
  if (at < 0) return undefined;
  const value = target.values[at];
  return value ? { value } : {};
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Functions that no project makes itself and that touch nothing but the row's own times and search texts. */
function isElsewhere({ function: called }: Trigger): boolean {
  return called !== undefined && HARMLESS.test(called);
}

const HARMLESS =
  /(?:^|\.)"?(?:tsvector_update_trigger(?:_column)?|suppress_redundant_updates_trigger|moddatetime|lo_manage)"?$/i;
