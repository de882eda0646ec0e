import type { FuncCall, Node } from 'libpg-query';
import type { Value } from '../../ast/shape.js';
import { lastString } from '../expr.js';
import { OPEN, WORD } from '../tokens.js';
import type { Scope, ShapeContext } from './context.js';
import { cover, readValue, values } from './values.js';

/** A call of a function, and the operators that are calls in the tree, such as AT TIME ZONE. */
export function readFunctionCall(context: ShapeContext, call: FuncCall, scope: Scope): Value {
  const { source } = context;
  const at = context.at(call.location);
  const open = source.nameEnd(at) + 1;
  const args = call.agg_star
    ? [context.value('star', source.span(open + 1, open + 1))]
    : values(context, call.args, scope);
  const window = [
    ...values(context, call.agg_order?.flatMap(sorted), scope),
    ...(call.agg_filter ? [readValue(context, call.agg_filter, scope)] : []),
    ...values(context, call.over?.partitionClause, scope),
    ...values(context, call.over?.orderClause?.flatMap(sorted), scope),
  ];
  const span =
    source.kind(open) === OPEN
      ? source.span(at, tail(context, source.close(open), call))
      : cover(context, args, at);
  return context.value('call', span, {
    name: nameOf(context, call, at),
    args,
    ...(call.agg_distinct ? { distinct: true } : {}),
    ...(call.over ? { over: true } : {}),
    ...(window.length > 0 ? { window } : {}),
  });
}

/** TRIM and others with words between their arguments have another name inside of the engine. */
function nameOf({ source }: ShapeContext, call: FuncCall, at: number): string {
  if (call.funcformat === 'COERCE_SQL_SYNTAX' && source.kind(at) === WORD && source.kind(at + 1) === OPEN)
    return source.text(source.span(at, at)).toLowerCase();
  return lastString(call.funcname) ?? '';
}

/** What an element of ORDER BY sorts by. */
export function sorted(node: Node): Node[] {
  return 'SortBy' in node && node.SortBy.node ? [node.SortBy.node] : [];
}

/** Last token of WITHIN GROUP (...), FILTER (...), OVER (...) after the parentheses of a call. */
function tail({ source }: ShapeContext, close: number, call: FuncCall): number {
  let last = close;
  if (call.agg_within_group && source.is(last + 1, 'WITHIN')) last = source.close(last + 3);
  if (call.agg_filter && source.is(last + 1, 'FILTER')) last = source.close(last + 2);
  while (
    !source.is(last + 1, 'OVER') &&
    call.over &&
    (source.is(last + 1, 'IGNORE') || source.is(last + 1, 'RESPECT'))
  )
    last += 2;
  if (call.over && source.is(last + 1, 'OVER'))
    last = source.kind(last + 2) === OPEN ? source.close(last + 2) : last + 2;
  return last;
}
