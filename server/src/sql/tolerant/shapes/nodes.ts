import type { Span } from '../../../text/span.js';
import type { Condition, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';

/** Tests joined by AND, where an expression is true or false. */
export interface Test {
  readonly test: readonly Condition[];
  readonly span: Span;
}

/** An expression: what it gives, or what it tests. */
export type Node = Value | Test;

export function isTest(node: Node): node is Test {
  return 'test' in node;
}

/** The tests that an expression stands for where a condition is asked for. */
export function asConditions(node: Node): readonly Condition[] {
  if (isTest(node)) return node.test;
  return [{ kind: 'truth', value: node, span: node.span, negated: false }];
}

/** An expression as a value: `a = b` between other values. */
export function asValue(c: Cursor, node: Node): Value {
  if (!isTest(node)) return node;
  return { kind: 'other', text: textOf(c, node.span), span: node.span, args: node.test.flatMap(valuesIn) };
}

/** The text that a span covers. */
export function textOf(c: Cursor, span: Span): string {
  return c.tokens.text.slice(span.start, span.end);
}

/** Where nothing stands: behind the token before. */
export function noSpan(c: Cursor): Span {
  const { starts, ends } = c.tokens;
  const at = (c.pos > 0 ? ends[c.pos - 1] : starts[0]) ?? 0;
  return { start: at, end: at };
}

/** What is true where these together are not. */
export function negate(conditions: readonly Condition[], span: Span): readonly Condition[] {
  const [only] = conditions;
  if (conditions.length === 1 && only) {
    // NOT (a OR b) is NOT a AND NOT b.
    if (only.kind === 'or') return only.branches.flatMap(branch => negate(branch, span));
    return [{ ...only, span, negated: !only.negated }];
  }
  const branches = conditions.map(condition => negate([condition], condition.span));
  return [either(branches, span)];
}

/** Alternatives as one condition; alternatives of alternatives are on one level. */
export function either(branches: readonly (readonly Condition[])[], span: Span): Condition {
  return {
    kind: 'or',
    span,
    negated: false,
    branches: branches.flatMap(branch => {
      const [only] = branch;
      return branch.length === 1 && only?.kind === 'or' && !only.negated ? only.branches : [branch];
    }),
  };
}

/** Every value that a condition compares. */
export function valuesIn(condition: Condition): readonly Value[] {
  switch (condition.kind) {
    case 'compare':
      return [condition.left, condition.right];
    case 'in':
      return [condition.left, ...(condition.list ?? [])];
    case 'between':
      return [condition.left, condition.low, condition.high];
    case 'like':
      return [condition.left, condition.pattern];
    case 'null':
      return [condition.left];
    case 'truth':
      return [condition.value];
    case 'or':
      return condition.branches.flatMap(branch => branch.flatMap(valuesIn));
    case 'exists':
      return [];
  }
}
