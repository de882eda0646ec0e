import type { Node, SelectStmt, SubLink, TypeCast } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { Value } from '../../ast/shape.js';
import { constant, lastString, valueFunction } from '../expr.js';
import { strings } from '../source.js';
import { CLOSE, DOT, OPEN, OPEN_BRACKET, STRING } from '../tokens.js';
import { readTypeAt } from '../types.js';
import { readFunctionCall } from './calls.js';
import { locationOf, type Region, type Scope, type ShapeContext } from './context.js';

/** The value that a node of PostgreSQL's tree spells. */
export function readValue(context: ShapeContext, node: Node, scope: Scope): Value {
  const { source } = context;
  if ('ColumnRef' in node) return column(context, node.ColumnRef);
  if ('A_Const' in node) return literal(context, node.A_Const);
  if ('ParamRef' in node) {
    const at = context.at(node.ParamRef.location);
    return context.value('parameter', source.span(at, at));
  }
  if ('TypeCast' in node) return cast(context, node.TypeCast, scope);
  if ('FuncCall' in node) return readFunctionCall(context, node.FuncCall, scope);
  if ('A_Expr' in node) {
    const { kind, name, lexpr, rexpr, location } = node.A_Expr;
    const args = [lexpr, rexpr].flatMap(side => (side ? operands(context, side, scope) : []));
    const span = cover(context, args, context.at(location));
    if (kind === 'AEXPR_NULLIF') return context.value('call', span, { name: 'nullif', args });
    const operator = lastString(name) ?? '';
    return context.value(kind === 'AEXPR_OP' && !TESTS.has(operator) ? 'arithmetic' : 'other', span, {
      name: operator,
      args,
    });
  }
  if ('SubLink' in node) {
    const read = readSubLink(context, node.SubLink, scope);
    return context.value('subquery', read.span, {
      block: read.block,
      ...(read.left ? { args: [read.left] } : {}),
    });
  }
  if ('CoalesceExpr' in node) {
    return named(context, 'coalesce', node.CoalesceExpr.args, node.CoalesceExpr.location, scope);
  }
  if ('MinMaxExpr' in node) {
    const { op, args, location } = node.MinMaxExpr;
    return named(context, op === 'IS_LEAST' ? 'least' : 'greatest', args, location, scope);
  }
  if ('SQLValueFunction' in node) {
    const { op, location } = node.SQLValueFunction;
    return named(context, valueFunction(op), [], location, scope);
  }
  if ('CaseExpr' in node) {
    const { arg, args, defresult, location } = node.CaseExpr;
    const parts = [arg, ...(args ?? []), defresult].flatMap(part =>
      !part ? [] : 'CaseWhen' in part ? [part.CaseWhen.expr, part.CaseWhen.result] : [part],
    );
    const values = parts.flatMap(part => (part ? [readValue(context, part, scope)] : []));
    const first = context.at(location);
    return context.value('case', source.span(first, caseEnd(context, first)), { args: values });
  }
  if ('A_ArrayExpr' in node) {
    const { elements, location } = node.A_ArrayExpr;
    const at = context.at(location);
    const open = source.kind(at) === OPEN_BRACKET ? at : at + 1;
    const args = values(context, elements, scope);
    return context.value('list', source.span(at, source.close(open)), { args });
  }
  if ('RowExpr' in node) {
    const at = context.at(node.RowExpr.location);
    const open = source.kind(at) === OPEN ? at : at + 1;
    const args = values(context, node.RowExpr.args, scope);
    return context.value('list', source.span(at, source.close(open)), { args });
  }
  if ('List' in node) {
    const args = values(context, node.List.items, scope);
    return context.value('list', cover(context, args), { args });
  }
  if ('CollateClause' in node) {
    const { arg, location } = node.CollateClause;
    const args = arg ? [readValue(context, arg, scope)] : [];
    const end = source.nameEnd(context.at(location) + 1);
    return context.value('other', cover(context, args, end), { name: 'collate', args });
  }
  if ('A_Indirection' in node) return indirection(context, node.A_Indirection, scope);
  if ('NullTest' in node || 'BooleanTest' in node) {
    const { arg, location } = 'NullTest' in node ? node.NullTest : node.BooleanTest;
    const args = arg ? [readValue(context, arg, scope)] : [];
    return context.value('other', cover(context, args, testEnd(context, context.at(location))), { args });
  }
  if ('NamedArgExpr' in node && node.NamedArgExpr.arg)
    return readValue(context, node.NamedArgExpr.arg, scope);
  if ('SetToDefault' in node) {
    const at = context.at(node.SetToDefault.location);
    return context.value('other', source.span(at, at), { name: 'default' });
  }
  return unknown(context, node, scope);
}

export function values(context: ShapeContext, nodes: readonly Node[] | undefined, scope: Scope): Value[] {
  return (nodes ?? []).map(node => readValue(context, node, scope));
}

/** Span of values and further tokens, parentheses balanced. */
export function cover(context: ShapeContext, parts: readonly { span: Span }[], ...tokens: number[]): Span {
  return context.cover(
    parts.map(part => part.span),
    ...tokens,
  );
}

/** A subquery in an expression: `EXISTS (...)`, `a IN (...)`, `a > ALL (...)`, `ARRAY(...)`, `(...)`. */
export function readSubLink(
  context: ShapeContext,
  link: SubLink,
  scope: Scope,
): { readonly left?: Value; readonly block: number; readonly span: Span } {
  const { source } = context;
  const left = link.testexpr ? readValue(context, link.testexpr, scope) : undefined;
  const at = context.at(link.location);
  let open = source.findOpen(Math.max(0, at), context.end);
  if (open < 0) open = Math.max(0, at);
  const select = link.subselect && 'SelectStmt' in link.subselect ? link.subselect.SelectStmt : NO_SELECT;
  const block = context.select(select, {
    role: 'subquery',
    parent: scope.block,
    ctes: scope.ctes,
    region: context.inside(open),
  });
  const span = context.cover(left ? [left.span] : [], at, source.close(open));
  return left ? { left, block, span } : { block, span };
}

/** Last token of `IS NOT NULL`, `ISNULL`, `IS NOT TRUE`, given the first. */
export function testEnd({ source }: ShapeContext, at: number): number {
  if (!source.is(at, 'IS')) return at;
  return source.is(at + 1, 'NOT') ? at + 2 : at + 1;
}

const NO_SELECT: SelectStmt = {};

/** Operators that give true or false. */
const TESTS: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

function operands(context: ShapeContext, node: Node, scope: Scope): Value[] {
  return 'List' in node ? values(context, node.List.items, scope) : [readValue(context, node, scope)];
}

function column(context: ShapeContext, ref: { readonly fields?: Node[]; readonly location?: number }): Value {
  const { source } = context;
  const at = context.at(ref.location);
  const fields = ref.fields ?? [];
  let last = at;
  for (let n = 1; n < fields.length && source.kind(last + 1) === DOT; n++) last += 2;
  // `TABLE t` has a star that nobody wrote.
  const span = at < 0 ? context.cover([]) : source.span(at, last);
  if (replaced(context, span)) return context.value('parameter', span);
  const names = strings(fields);
  const star = fields.length > 0 && 'A_Star' in fields[fields.length - 1]!;
  const qualifier = names[names.length - 2];
  if (star && qualifier === undefined) return context.value('star', span);
  const name = star ? '*' : (names[names.length - 1] ?? '');
  if (context.variables.has(qualifier ?? name)) return context.value('parameter', span);
  const reference = { name, span, ...(qualifier === undefined ? {} : { qualifier }) };
  return context.value(star ? 'star' : 'column', span, { column: reference });
}

function literal(
  context: ShapeContext,
  node: Parameters<typeof constant>[0] & { readonly location?: number },
): Value {
  const { source } = context;
  const at = context.at(node.location);
  let last = at;
  // The sign of a number is its own token; a string may go on in the next line.
  if (source.text(source.span(at, at)) === '-') last++;
  while (source.kind(last) === STRING && source.kind(last + 1) === STRING) last++;
  const span = source.span(at, last);
  if (replaced(context, span)) return context.value('parameter', span);
  // `:'name'` of psql
  const before = span.start - source.base - 1;
  if (source.original[before] === ':' && source.sql[before] === ' ')
    return context.value('parameter', { start: span.start - 1, end: span.end });
  return context.value('constant', span, { constant: constant(node) });
}

/** True where a placeholder stands in the text and something else was parsed. */
function replaced({ source }: ShapeContext, { start, end }: Span): boolean {
  return (
    source.sql !== source.original &&
    source.sql.slice(start - source.base, end - source.base) !==
      source.original.slice(start - source.base, end - source.base)
  );
}

function cast(context: ShapeContext, { arg, typeName, location }: TypeCast, scope: Scope): Value {
  const { source } = context;
  const args = arg ? [readValue(context, arg, scope)] : [];
  const at = context.at(location);
  const typeAt = context.at(typeName?.location);
  const type = typeName && typeAt >= 0 ? readTypeAt(source, typeName, typeAt) : undefined;
  const name = type?.type.base ?? lastString(typeName?.names) ?? '';
  // `CAST(a AS t)`, `a::t`, and `date '2020-01-01'`, whose cast itself has no place.
  let span: Span;
  if (at >= 0 && source.kind(at + 1) === OPEN && source.is(at, 'CAST')) {
    span = source.span(at, source.close(at + 1));
  } else if (at >= 0) span = cover(context, args, type?.last ?? at);
  else span = cover(context, args, typeAt);
  return context.value('cast', span, { name, args });
}

/** `coalesce(...)` and others that have words of their own in the grammar. */
function named(
  context: ShapeContext,
  name: string,
  nodes: readonly Node[] | undefined,
  location: number | undefined,
  scope: Scope,
): Value {
  const { source } = context;
  const at = context.at(location);
  const last = source.kind(at + 1) === OPEN ? source.close(at + 1) : at;
  return context.value('call', source.span(at, last), { name, args: values(context, nodes, scope) });
}

function indirection(
  context: ShapeContext,
  node: { readonly arg?: Node; readonly indirection?: Node[] },
  scope: Scope,
): Value {
  const { source } = context;
  const args = node.arg ? [readValue(context, node.arg, scope)] : [];
  const spans = args.map(arg => arg.span);
  let span = context.cover(spans);
  for (const step of node.indirection ?? []) {
    let last = lastToken(context, span);
    if ('A_Indices' in step) {
      const { lidx, uidx } = step.A_Indices;
      for (const index of [lidx, uidx]) if (index) args.push(readValue(context, index, scope));
      while (last + 1 < context.end && source.kind(last + 1) === CLOSE) last++;
      if (source.kind(last + 1) === OPEN_BRACKET) last = source.close(last + 1);
    } else {
      while (last + 1 < context.end && source.kind(last + 1) === CLOSE) last++;
      if (source.kind(last + 1) === DOT) last += 2;
    }
    span = context.cover([span], last);
  }
  return context.value('other', span, { args });
}

function lastToken(context: ShapeContext, span: Span): number {
  const { end } = context.source.tokens;
  let low = 0;
  let high = context.source.tokens.count - 1;
  const offset = span.end - context.source.base;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function caseEnd({ source, end }: ShapeContext, first: number): number {
  let depth = 0;
  for (let i = first; i < end; i++) {
    if (source.is(i, 'CASE')) depth++;
    else if (source.is(i, 'END') && --depth === 0) return i;
  }
  return end - 1;
}

/** A node of a kind that nobody asks about: what stands in it still counts. */
function unknown(context: ShapeContext, node: Node, scope: Scope): Value {
  const { source } = context;
  const args = inner(context, node, scope);
  const at = context.at(locationOf(node));
  const close: Region = [at, at >= 0 && source.kind(at + 1) === OPEN ? source.close(at + 1) : at];
  return context.value('other', cover(context, args, ...close), { args });
}

function inner(context: ShapeContext, tree: unknown, scope: Scope): Value[] {
  if (Array.isArray(tree)) return tree.flatMap(item => inner(context, item, scope));
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, child]) =>
    EXPRESSIONS.has(key)
      ? [readValue(context, { [key]: child } as unknown as Node, scope)]
      : inner(context, child, scope),
  );
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'ColumnRef',
  'A_Const',
  'ParamRef',
  'TypeCast',
  'FuncCall',
  'A_Expr',
  'SubLink',
  'CoalesceExpr',
  'MinMaxExpr',
  'SQLValueFunction',
  'CaseExpr',
  'A_ArrayExpr',
  'RowExpr',
  'CollateClause',
  'A_Indirection',
  'NullTest',
  'BooleanTest',
]);
