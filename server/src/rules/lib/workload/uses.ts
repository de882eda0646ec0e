import type { Table } from '../../../schema/model.js';
import type { TableUse } from '../../../workload/model.js';
import type { RuleContext } from '../../rule.js';

/**
 * Uses of a table that come again and again. A migration's own statements run once, so what they search by says
 * nothing about indexes; views, routines and queries in programs that it defines do.
 */
export function lastingUses(table: Table, context: RuleContext): readonly TableUse[] {
  const uses = context.workload.usesOf(table);
  if (uses.length === 0) return uses;
  return uses.filter(
    ({ query }) => query.from !== 'statement' || context.roleOf(query.origin) !== 'migration',
  );
}

/** Uses that find rows: everything but a plain INSERT. */
export function searches(uses: readonly TableUse[]): readonly TableUse[] {
  return uses.filter(use => use.access !== 'insert');
}
