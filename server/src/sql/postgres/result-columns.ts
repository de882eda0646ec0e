import type { CommonTableExpr, Node, ResTarget, SelectStmt } from 'libpg-query';
import type { Span } from '../../text/span.js';
import type { Query, TypeName } from '../ast/index.js';
import { lastString, valueFunction } from './expr.js';
import { type Source, strings } from './source.js';
import { readType } from './types.js';

type ResultColumn = NonNullable<Query['columns']>[number];
type Ctes = ReadonlyMap<string, CommonTableExpr>;

/** Stars of subqueries inside subqueries are followed so far. */
const MAX_DEPTH = 16;

/**
 * Columns of a SELECT's result. A star over subqueries and common table expressions is spread out; over each
 * table it stays a star, whose `star` is here where the table's name begins.
 */
export function resultColumns(source: Source, select: SelectStmt, end: number): readonly ResultColumn[] {
  return columnsOf(source, select, end, new Map(), 0);
}

/** The first SELECT of a UNION, which names the columns and bears the INTO. */
export function leftmost(select: SelectStmt): SelectStmt {
  let current = select;
  while (current.larg) current = current.larg;
  return current;
}

function columnsOf(
  source: Source,
  whole: SelectStmt,
  end: number,
  outer: Ctes,
  depth: number,
): ResultColumn[] {
  let ctes = outer;
  let select = whole;
  for (;;) {
    ctes = withCtes(select, ctes);
    if (!select.larg) break;
    select = select.larg;
  }
  const first = select.valuesLists?.[0];
  if (first && 'List' in first) {
    const open = Math.max(0, source.findOpen(0, end));
    const span = source.span(open, open);
    return (first.List.items ?? []).map((_, n) => ({ name: `column${n + 1}`, span }));
  }
  const targets = (select.targetList ?? []).flatMap(node => ('ResTarget' in node ? [node.ResTarget] : []));
  return targets.flatMap(target => {
    const at = source.at(target.location);
    const reference = target.val && 'ColumnRef' in target.val ? target.val.ColumnRef : undefined;
    const fields = reference?.fields ?? [];
    const names = strings(fields);
    const span = targetSpan(source, target, at, end);
    if (fields.length > 0 && 'A_Star' in fields[fields.length - 1]!) {
      return spread(source, select, names[names.length - 2], end, ctes, depth, span);
    }
    return [
      {
        name: target.name ?? resultName(target.val) ?? '?column?',
        span,
        ...resultType(source, target.val, span),
        ...(reference
          ? {
              source: {
                column: names[names.length - 1]!,
                ...(names.length > 1 ? { table: names[names.length - 2]! } : {}),
              },
            }
          : {}),
      },
    ];
  });
}

/** What `*` or `qualifier.*` stands for, as far as the query itself tells. */
function spread(
  source: Source,
  select: SelectStmt,
  qualifier: string | undefined,
  end: number,
  ctes: Ctes,
  depth: number,
  span: Span,
): ResultColumn[] {
  const star: ResultColumn = { name: '*', span };
  const starOf = (item: Node): ResultColumn =>
    'RangeVar' in item ? { star: source.relation(item.RangeVar).span.start, ...star } : star;
  const items = fromItems(select.fromClause);
  if (!items || depth > MAX_DEPTH) return [star];
  const wanted = qualifier === undefined ? items : items.filter(item => aliasOf(item) === qualifier);
  if (wanted.length === 0) return [star];
  return wanted.flatMap(
    item =>
      itemColumns(source, item, end, ctes, depth + 1)?.map(column => ({ ...column, span })) ?? [starOf(item)],
  );
}

function itemColumns(
  source: Source,
  item: Node,
  end: number,
  ctes: Ctes,
  depth: number,
): ResultColumn[] | undefined {
  let columns: ResultColumn[] | undefined;
  let aliases: readonly string[] = [];
  if ('RangeSubselect' in item) {
    const { subquery, alias } = item.RangeSubselect;
    aliases = strings(alias?.colnames);
    if (subquery && 'SelectStmt' in subquery)
      columns = columnsOf(source, subquery.SelectStmt, end, ctes, depth);
  } else if ('RangeVar' in item && item.RangeVar.schemaname === undefined) {
    const cte = ctes.get(item.RangeVar.relname ?? '');
    if (!cte) return undefined;
    aliases = strings(item.RangeVar.alias?.colnames ?? cte.aliascolnames);
    const query = cte.ctequery;
    if (query && 'SelectStmt' in query) {
      // A recursive one may name itself.
      const inner = new Map(ctes);
      inner.delete(cte.ctename ?? '');
      columns = columnsOf(source, query.SelectStmt, end, inner, depth);
    }
  }
  return columns?.map((column, n) =>
    aliases[n] === undefined ? column : { name: aliases[n], span: column.span },
  );
}

/** Type of a result where the expression itself names it. */
function resultType(source: Source, node: Node | undefined, span: Span): { type?: TypeName } {
  if (!node) return {};
  const plain = (text: string) => ({ type: { text, base: text, args: [], dimensions: 0, span } });
  if ('TypeCast' in node && node.TypeCast.typeName) {
    const { typeName } = node.TypeCast;
    return (typeName.location ?? 0) > 0 ? { type: readType(source, typeName) } : {};
  }
  if ('A_Const' in node) {
    const { ival, fval, boolval, sval } = node.A_Const;
    if (ival) return plain('integer');
    if (fval) return plain(/^[0-9]+$/.test(fval.fval ?? '') ? 'bigint' : 'numeric');
    if (boolval) return plain('boolean');
    if (sval) return plain('text');
  }
  if ('FuncCall' in node && lastString(node.FuncCall.funcname) === 'count') return plain('bigint');
  return {};
}

/** The items of FROM, joins taken apart; undefined where a join merges columns. */
function fromItems(nodes: readonly Node[] | undefined): Node[] | undefined {
  const items: Node[] = [];
  for (const node of nodes ?? []) {
    if (!('JoinExpr' in node)) {
      items.push(node);
      continue;
    }
    const join = node.JoinExpr;
    if (join.usingClause?.length || join.isNatural || join.alias) return undefined;
    const inner = fromItems([...(join.larg ? [join.larg] : []), ...(join.rarg ? [join.rarg] : [])]);
    if (!inner) return undefined;
    items.push(...inner);
  }
  return items;
}

function aliasOf(item: Node): string | undefined {
  if ('RangeVar' in item) return item.RangeVar.alias?.aliasname ?? item.RangeVar.relname;
  if ('RangeSubselect' in item) return item.RangeSubselect.alias?.aliasname;
  if ('RangeFunction' in item) return item.RangeFunction.alias?.aliasname;
  return undefined;
}

function withCtes(select: SelectStmt, outer: Ctes): Ctes {
  if (!select.withClause) return outer;
  const ctes = new Map(outer);
  for (const node of select.withClause.ctes ?? []) {
    if ('CommonTableExpr' in node) ctes.set(node.CommonTableExpr.ctename ?? '', node.CommonTableExpr);
  }
  return ctes;
}

/** The alias, where one was written; else the whole expression. */
function targetSpan(source: Source, target: ResTarget, at: number, end: number): Span {
  const comma = source.elementEnd(at, end);
  const clause = source.find(at, comma, ...AFTER_TARGETS);
  const last = (clause < 0 ? comma : clause) - 1;
  if (target.name !== undefined && last > at) return source.span(last, last);
  return source.span(at, Math.max(at, last));
}

/** Reserved words that end a list of targets. `FROM` inside `extract(... from ...)` is not at depth 0. */
const AFTER_TARGETS = [
  'FROM',
  'INTO',
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
  'FOR',
];

/** Name that PostgreSQL gives a result column without alias (`FigureColname` in parse_target.c). */
function resultName(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('ColumnRef' in node) return lastString(node.ColumnRef.fields);
  if ('FuncCall' in node) return lastString(node.FuncCall.funcname);
  if ('TypeCast' in node) return resultName(node.TypeCast.arg) ?? lastString(node.TypeCast.typeName?.names);
  if ('CollateClause' in node) return resultName(node.CollateClause.arg);
  if ('SQLValueFunction' in node) return valueFunction(node.SQLValueFunction.op);
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('CaseExpr' in node) return resultName(node.CaseExpr.defresult) ?? 'case';
  if ('A_ArrayExpr' in node) return 'array';
  if ('RowExpr' in node) return 'row';
  if ('GroupingFunc' in node) return 'grouping';
  if ('XmlSerialize' in node) return 'xmlserialize';
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? 'nullif' : undefined;
  if ('A_Indirection' in node) {
    const name = lastString(node.A_Indirection.indirection?.filter(part => 'String' in part));
    return name ?? resultName(node.A_Indirection.arg);
  }
  if ('SubLink' in node) {
    const kind = node.SubLink.subLinkType;
    if (kind === 'EXISTS_SUBLINK') return 'exists';
    if (kind === 'ARRAY_SUBLINK') return 'array';
    const inner = node.SubLink.subselect;
    const target = inner && 'SelectStmt' in inner ? leftmost(inner.SelectStmt).targetList?.[0] : undefined;
    if (kind === 'EXPR_SUBLINK' && target && 'ResTarget' in target) {
      return target.ResTarget.name ?? resultName(target.ResTarget.val);
    }
  }
  return undefined;
}
