import type { ColumnRef, Condition, QueryBlock, Value } from '../../sql/ast/shape.js';

/** Calls back for a value and everything inside of it, outermost first; subqueries are not entered. */
export function walkValue(value: Value, visit: (value: Value) => void): void {
  visit(value);
  for (const arg of value.args ?? []) walkValue(arg, visit);
  for (const arg of value.window ?? []) walkValue(arg, visit);
}

/** Calls back for each value at the top of a condition, alternatives included. */
export function conditionValues(condition: Condition, visit: (value: Value) => void): void {
  switch (condition.kind) {
    case 'compare':
      visit(condition.left);
      visit(condition.right);
      return;
    case 'in':
      visit(condition.left);
      for (const item of condition.list ?? []) visit(item);
      return;
    case 'between':
      visit(condition.left);
      visit(condition.low);
      visit(condition.high);
      return;
    case 'like':
      visit(condition.left);
      visit(condition.pattern);
      return;
    case 'null':
      visit(condition.left);
      return;
    case 'or':
      for (const branch of condition.branches) for (const inner of branch) conditionValues(inner, visit);
      return;
    case 'truth':
      visit(condition.value);
  }
}

/** Every value at the top of a clause of a block, results excepted. */
export function blockValues(block: QueryBlock, visit: (value: Value) => void): void {
  for (const source of block.sources) {
    for (const condition of source.on) conditionValues(condition, visit);
    for (const value of source.values ?? []) visit(value);
  }
  for (const condition of block.where) conditionValues(condition, visit);
  for (const condition of block.having) conditionValues(condition, visit);
  for (const value of block.groupBy) visit(value);
  for (const { value } of block.orderBy) visit(value);
  for (const value of block.others ?? []) visit(value);
  if (block.limit) visit(block.limit);
  if (block.offset) visit(block.offset);
}

/** Columns named in a value; subqueries are not entered. */
export function refsIn(value: Value): ColumnRef[] {
  const refs: ColumnRef[] = [];
  walkValue(value, inner => {
    if (inner.kind === 'column' && inner.column) refs.push(inner.column);
  });
  return refs;
}
