import type { A_Expr, Node } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { Condition, Value } from '../../ast/shape.js';
import { lastString } from '../expr.js';
import type { Scope, ShapeContext } from './context.js';
import { cover, readSubLink, readValue, testEnd, values } from './values.js';

/** The tests that a WHERE or ON joins by AND. */
export function readConditions(
  context: ShapeContext,
  node: Node | undefined,
  scope: Scope,
  negated = false,
): Condition[] {
  if (!node) return [];
  if ('BoolExpr' in node) {
    const { boolop, args = [], location } = node.BoolExpr;
    if (boolop === 'NOT_EXPR') {
      const inner = readConditions(context, args[0], scope, !negated);
      const at = context.at(location);
      return inner.length === 1 ? [{ ...inner[0]!, span: cover(context, inner, at) }] : inner;
    }
    // NOT (a OR b) is NOT a AND NOT b.
    if ((boolop === 'AND_EXPR') !== negated) {
      return args.flatMap(arg => readConditions(context, arg, scope, negated));
    }
    const branches = args.map(arg => readConditions(context, arg, scope, negated));
    return [{ kind: 'or', branches, negated: false, span: cover(context, branches.flat()) }];
  }
  if ('A_Expr' in node) return compared(context, node.A_Expr, scope, negated);
  if ('SubLink' in node) {
    const { subLinkType, operName } = node.SubLink;
    const operator = lastString(operName) ?? '=';
    const { left, block, span } = readSubLink(context, node.SubLink, scope);
    if (subLinkType === 'EXISTS_SUBLINK') return [{ kind: 'exists', block, negated, span }];
    if (left && subLinkType === 'ANY_SUBLINK' && operator === '=')
      return [{ kind: 'in', left, block, negated, span }];
    if (left && subLinkType === 'ALL_SUBLINK' && operator === '<>')
      return [{ kind: 'in', left, block, negated: !negated, span }];
    const value = context.value('subquery', span, { block, ...(left ? { args: [left] } : {}) });
    return [{ kind: 'truth', value, negated, span }];
  }
  if ('NullTest' in node) {
    const { arg, nulltesttype, location } = node.NullTest;
    if (arg) {
      const left = readValue(context, arg, scope);
      const span = cover(context, [left], testEnd(context, context.at(location)));
      return [{ kind: 'null', left, negated: negated !== (nulltesttype === 'IS_NOT_NULL'), span }];
    }
  }
  if ('BooleanTest' in node) {
    const { arg, booltesttype, location } = node.BooleanTest;
    if (arg && booltesttype !== 'IS_UNKNOWN' && booltesttype !== 'IS_NOT_UNKNOWN') {
      const value = readValue(context, arg, scope);
      const span = cover(context, [value], testEnd(context, context.at(location)));
      const isFalse = booltesttype === 'IS_FALSE' || booltesttype === 'IS_NOT_TRUE';
      return [{ kind: 'truth', value, negated: negated !== isFalse, span }];
    }
  }
  const value = readValue(context, node, scope);
  return [{ kind: 'truth', value, negated, span: value.span }];
}

function compared(context: ShapeContext, node: A_Expr, scope: Scope, negated: boolean): Condition[] {
  const { kind, lexpr, rexpr, location } = node;
  const name = lastString(node.name) ?? '';
  if (!lexpr || !rexpr) return truth(readValue(context, { A_Expr: node }, scope), negated);
  const at = context.at(location);
  const left = readValue(context, lexpr, scope);
  if (kind === 'AEXPR_IN') {
    const list = 'List' in rexpr ? values(context, rexpr.List.items, scope) : [];
    const span = cover(context, [left, ...list], at);
    return [{ kind: 'in', left, list, negated: negated !== (name === '<>'), span }];
  }
  if (kind?.includes('BETWEEN')) {
    const [low, high] = 'List' in rexpr ? values(context, rexpr.List.items, scope) : [];
    if (low && high) {
      const span = cover(context, [left, low, high], at);
      return [{ kind: 'between', left, low, high, negated: negated !== kind.startsWith('AEXPR_NOT'), span }];
    }
  }
  const right = readValue(context, rexpr, scope);
  const span = cover(context, [left, right], at);
  switch (kind) {
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE': {
      const pattern = right.name === 'like_escape' && right.args?.[0] ? right.args[0] : right;
      const caseless = kind === 'AEXPR_ILIKE';
      return [{ kind: 'like', left, pattern, caseless, negated: negated !== name.startsWith('!'), span }];
    }
    case 'AEXPR_OP_ANY':
      if (name === '=') return [{ kind: 'in', left, list: elements(right), negated, span }];
      break;
    case 'AEXPR_OP_ALL':
      if (name === '<>') return [{ kind: 'in', left, list: elements(right), negated: !negated, span }];
      break;
    case 'AEXPR_DISTINCT':
      return [{ kind: 'compare', operator: 'is distinct from', left, right, negated, span }];
    case 'AEXPR_NOT_DISTINCT':
      return [{ kind: 'compare', operator: 'is not distinct from', left, right, negated, span }];
    case 'AEXPR_SIMILAR': {
      const pattern = right.args?.[0] ?? right;
      const not = negated !== name.startsWith('!');
      return [{ kind: 'compare', operator: 'similar to', left, right: pattern, negated: not, span }];
    }
    case 'AEXPR_OP': {
      const like = LIKE_OPERATORS[name];
      if (like) return [{ ...like, left, pattern: right, negated: negated !== name.startsWith('!'), span }];
      const pairs = rowPairs(left, right);
      if (pairs && name === '=' && !negated) {
        return pairs.map(([a, b]) => ({ kind: 'compare', operator: '=', left: a, right: b, negated, span }));
      }
      if (COMPARES.test(name)) return [comparison(name, left, right, negated, span)];
      break;
    }
  }
  return truth(context.value('other', span, { name, args: [left, right] }), negated);
}

/** Arithmetic gives true or false for no one; every other operator may. */
const COMPARES = /^(?![-+*/%^|]$|\|\|$|->>?$|#>>?$)/;

const LIKE_OPERATORS: Readonly<Record<string, { kind: 'like'; caseless: boolean }>> = {
  __proto__: null as never,
  '~~': { kind: 'like', caseless: false },
  '!~~': { kind: 'like', caseless: false },
  '~~*': { kind: 'like', caseless: true },
  '!~~*': { kind: 'like', caseless: true },
};

function comparison(name: string, left: Value, right: Value, negated: boolean, span: Span): Condition {
  return { kind: 'compare', operator: name === '!=' ? '<>' : name, left, right, negated, span };
}

function truth(value: Value, negated: boolean): Condition[] {
  return [{ kind: 'truth', value, negated, span: value.span }];
}

/** What `= ANY (ARRAY[1, 2])` lists; an array that is not spelled out stands for its elements. */
function elements(array: Value): readonly Value[] {
  if (array.kind === 'list') return array.args ?? [];
  if (array.kind === 'cast' && array.args?.[0]?.kind === 'list') return array.args[0].args ?? [];
  return [array];
}

/** `(a, b) = (1, 2)` compares one by one. */
function rowPairs(left: Value, right: Value): (readonly [Value, Value])[] | undefined {
  if (left.kind !== 'list' || right.kind !== 'list' || left.text.startsWith('ARRAY')) return undefined;
  const a = left.args ?? [];
  const b = right.args ?? [];
  return a.length > 0 && a.length === b.length ? a.map((value, n) => [value, b[n]!] as const) : undefined;
}
