import type { RuleContext } from '../../rule.js';
import type { Copy } from './copies.js';
import { keepingOf } from './keepers.js';

/** True where a trigger, a routine or a program writes the copy, or a trigger that we cannot read might. */
export function isKept({ table, parent }: Copy, column: string, { workload }: RuleContext): boolean {
  const keeping = keepingOf(table, column, [parent], workload);
  return (
    keeping.unknown ||
    keeping.fills.length + keeping.pushes.length > 0 ||
    keeping.writers.some(
      ({ from, shape }) => shape.verb === 'update' && (from === 'code' || from === 'routine'),
    )
  );
}
