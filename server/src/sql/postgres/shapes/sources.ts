import type { JoinExpr, Node, RangeVar } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { Condition, QuerySource, Value } from '../../ast/shape.js';
import { lastString } from '../expr.js';
import { strings } from '../source.js';
import { tokenAt } from '../tokens.js';
import { readConditions } from './conditions.js';
import type { Scope, ShapeContext } from './context.js';
import { openingOf } from './regions.js';
import { readValue } from './values.js';

type Draft = { -readonly [K in keyof QuerySource]: QuerySource[K] };

/** What FROM names, joins taken apart into a list. */
export function readSources(
  context: ShapeContext,
  from: readonly Node[] | undefined,
  scope: Scope,
): QuerySource[] {
  const sources: Draft[] = [];
  for (const node of from ?? []) add(context, node, sources.length === 0 ? 'first' : 'cross', scope, sources);
  return sources;
}

function add(
  context: ShapeContext,
  node: Node,
  join: QuerySource['join'],
  scope: Scope,
  sources: Draft[],
): void {
  if ('JoinExpr' in node) return addJoin(context, node.JoinExpr, join, scope, sources);
  if ('RangeTableSample' in node && node.RangeTableSample.relation)
    return add(context, node.RangeTableSample.relation, join, scope, sources);
  const plain = { join, on: [], using: [] };
  if ('RangeVar' in node) {
    const { schemaname, relname = '', alias } = node.RangeVar;
    if ((alias?.colnames?.length ?? 0) > 0) context.complete = false;
    const isCte = schemaname === undefined && scope.ctes.has(relname);
    const block = isCte ? scope.ctes.get(relname) : undefined;
    sources.push({
      alias: alias?.aliasname ?? relname,
      ...(isCte ? {} : { table: context.source.relation(node.RangeVar) }),
      ...(block === undefined ? {} : { block }),
      ...plain,
      span: spanOf(context, node.RangeVar),
    });
    return;
  }
  if ('RangeSubselect' in node) {
    const { subquery, alias, lateral } = node.RangeSubselect;
    if (!subquery || !('SelectStmt' in subquery)) return;
    const open = openingOf(context, subquery.SelectStmt);
    const region = open >= 0 ? context.inside(open) : undefined;
    const span = region ? context.source.span(open, region[1] + 1) : context.cover([]);
    const block = context.select(subquery.SelectStmt, {
      role: 'derived',
      parent: scope.block,
      ctes: scope.ctes,
      ...(region ? { region } : {}),
      names: strings(alias?.colnames),
    });
    sources.push({
      alias: alias?.aliasname ?? '',
      block,
      ...plain,
      ...(lateral ? { lateral } : {}),
      span,
    });
    return;
  }
  if ('RangeFunction' in node) {
    const { alias, functions } = node.RangeFunction;
    const calls = (functions ?? []).flatMap(item =>
      'List' in item ? (item.List.items?.slice(0, 1) ?? []) : [],
    );
    const read: Value[] = calls.map(call => readValue(context, call, scope));
    const first = calls[0];
    const name = first && 'FuncCall' in first ? lastString(first.FuncCall.funcname) : undefined;
    sources.push({
      alias: alias?.aliasname ?? name ?? '',
      ...plain,
      ...(read.length > 0 ? { values: read } : {}),
      span: read.length > 0 ? context.cover(read.map(value => value.span)) : context.cover([]),
    });
    return;
  }
  const value = readValue(context, node, scope);
  const [inner] = Object.values(node) as { alias?: { aliasname?: string } }[];
  sources.push({ alias: inner?.alias?.aliasname ?? '', ...plain, values: [value], span: value.span });
}

const JOINS: Readonly<Record<string, QuerySource['join']>> = {
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
};

function addJoin(
  context: ShapeContext,
  node: JoinExpr,
  join: QuerySource['join'],
  scope: Scope,
  sources: Draft[],
): void {
  const from = sources.length;
  if (node.larg) add(context, node.larg, join, scope, sources);
  const middle = sources.length;
  const using = strings(node.usingClause);
  const isCross = !node.quals && using.length === 0 && !node.isNatural;
  const kind = JOINS[node.jointype ?? ''] ?? (isCross ? 'cross' : 'inner');
  if (node.rarg) add(context, node.rarg, kind, scope, sources);
  if (node.isNatural || node.alias) context.complete = false;
  const right = sources[middle];
  if (!right) return;
  const places = using.length > 0 ? usingPlaces(context, right.span, using.length) : [];
  const equalities = using.flatMap((name, n) =>
    usingCondition(context, sources.slice(from, middle), right, name, places[n] ?? right.span),
  );
  right.using = [...right.using, ...using];
  right.on = [...right.on, ...equalities, ...readConditions(context, node.quals, scope)];
}

/** `USING (a)` as a comparison; none where it cannot be told which of several tables before has the column. */
function usingCondition(
  context: ShapeContext,
  left: readonly Draft[],
  right: Draft,
  name: string,
  span: Span,
): Condition[] {
  const other = left.length === 1 ? left[0] : left.find(source => source.using.includes(name));
  if (!other) return [];
  const side = (qualifier: string): Value =>
    context.value('column', span, { column: { qualifier, name, span } });
  return [
    {
      kind: 'compare',
      operator: '=',
      left: side(other.alias),
      right: side(right.alias),
      negated: false,
      span,
    },
  ];
}

/** Where the columns of the next USING behind a source stand. */
function usingPlaces(context: ShapeContext, after: Span, count: number): Span[] {
  const { source } = context;
  const from = tokenAt(source.tokens, after.end - source.base);
  const using = source.find(from, context.end, 'USING');
  const places = using < 0 ? [] : source.identList(using + 1).map(ident => ident.span);
  return places.length === count ? places : [];
}

/** The relation's name with its alias. */
export function spanOf(context: ShapeContext, range: RangeVar) {
  const { source } = context;
  const first = source.at(range.location);
  let last = source.afterRelation(range) - 1;
  if (range.alias) last += source.is(last + 1, 'AS') ? 2 : 1;
  return source.span(first, Math.max(first, Math.min(last, context.end - 1)));
}
