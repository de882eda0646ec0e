import type { Table } from '../../../schema/model.js';
import type { QueryShape, Value } from '../../../sql/ast/shape.js';
import type { TableUse } from '../../../workload/model.js';
import { inRound, type RoundCache } from '../../round.js';
import type { RuleContext } from '../../rule.js';

/**
 * Uses of a table that come again and again. A migration's own statements run once, so what they search by says
 * nothing about indexes; views, routines and queries in programs that it defines do.
 */
export function lastingUses(table: Table, context: RuleContext): readonly TableUse[] {
  return inRound(LASTING, table, context.catalog, () => {
    const uses = context.workload.usesOf(table);
    if (uses.length === 0) return uses;
    return uses.filter(
      ({ query }) => query.from !== 'statement' || context.roleOf(query.origin) !== 'migration',
    );
  });
}

const LASTING: RoundCache<readonly TableUse[]> = new WeakMap();

/**
 * Uses without the statements of files that write all rows of the table themselves, as literals: what such a file
 * searches is a test or an example of a few rows.
 */
export function withoutFixtures(uses: readonly TableUse[]): readonly TableUse[] {
  const literal = new Map<string, boolean>();
  for (const { access, query } of uses) {
    if (access !== 'insert' || query.from !== 'statement') continue;
    const { uri } = query.unit;
    literal.set(uri, (literal.get(uri) ?? true) && writesLiterals(query.shape));
  }
  if (literal.size === 0) return uses;
  return uses.filter(({ query }) => query.from !== 'statement' || literal.get(query.unit.uri) !== true);
}

/** VALUES and DEFAULT VALUES without parameters, or a SELECT of nothing but such and functions. */
function writesLiterals({ target, blocks, complete }: QueryShape): boolean {
  return (
    target !== undefined &&
    complete &&
    target.values.every(isLiteral) &&
    blocks.every(
      ({ sources, select }) =>
        sources.every(({ table, block }) => table === undefined && block === undefined) &&
        (sources.length > 0 || select.every(({ value }) => isLiteral(value))),
    )
  );
}

/** A constant, or made of constants alone: `'2024-01-01'::date`, `now()`, DEFAULT. */
function isLiteral({ kind, args }: Value): boolean {
  if (kind === 'parameter' || kind === 'column' || kind === 'subquery') return false;
  return args?.every(isLiteral) ?? true;
}

/** Uses that find rows: everything but a plain INSERT. */
export function searches(uses: readonly TableUse[]): readonly TableUse[] {
  return uses.filter(use => use.access !== 'insert');
}
