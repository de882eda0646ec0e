import type { Column, Table } from '../../../schema/model.js';
import type { Condition, Value } from '../../../sql/ast/shape.js';
import type { Origin } from '../../../sql/reading.js';
import type { Workload } from '../../../workload/model.js';

/** Where a query looks for one element of a list that stands in a text: FIND_IN_SET, LIKE '%,x,%', split functions. */
export function listUse(table: Table, column: Column, workload: Workload): Origin | undefined {
  for (const use of workload.usesOf(table)) {
    for (const test of [...use.others, ...use.wrapped]) {
      if (test.column === column.name && isListTest(test.condition)) return test.origin;
    }
  }
  return undefined;
}

function isListTest(condition: Condition): boolean {
  switch (condition.kind) {
    case 'like':
      return pieces(condition.pattern).some(text => /[,;|]/.test(text)) || pieces(condition.left).length > 0;
    case 'truth':
      return calls(condition.value);
    case 'compare':
      return calls(condition.left) || calls(condition.right);
    default:
      return false;
  }
}

const SPLITTING = new Set([
  ...['find_in_set', 'string_to_array', 'regexp_split_to_array', 'regexp_split_to_table', 'string_split'],
  ...['split_part', 'strpos', 'instr', 'charindex', 'locate'],
]);

function calls(value: Value): boolean {
  if (value.kind === 'call' && SPLITTING.has(value.name ?? '')) return true;
  return value.args?.some(calls) ?? false;
}

/** Constants of an expression: `'%,' || $1 || ',%'`. */
function pieces(value: Value): string[] {
  if (value.kind === 'constant') return typeof value.constant === 'string' ? [value.constant] : [];
  return value.args?.flatMap(pieces) ?? [];
}
