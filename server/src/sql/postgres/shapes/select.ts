import type { Node, SelectStmt, SortBy, WithClause } from 'libpg-query';
import type { QueryBlock, Value } from '../../ast/shape.js';
import { sorted } from './calls.js';
import { readConditions } from './conditions.js';
import type { Ctes, Place, Region, Scope, ShapeContext } from './context.js';
import { regionOf } from './regions.js';
import { readSources } from './sources.js';
import { readValue, values } from './values.js';

/** Reads a SELECT, a VALUES or a UNION of them into blocks; returns the index of the first. */
export function readSelect(context: ShapeContext, select: SelectStmt, place: Place): number {
  const block = place.block ?? context.reserve();
  const ctes = select.withClause ? readCtes(context, select.withClause, block, place.ctes) : place.ctes;
  const scope = { block, ctes };
  const region = place.region ?? regionOf(context, select);
  const isUnion = select.op !== undefined && select.op !== 'SETOP_NONE';
  if (isUnion) for (const side of [select.larg, select.rarg]) readMember(context, side, select, place, scope);
  const rows = select.valuesLists?.[0];
  const chosen = isUnion
    ? []
    : rows && 'List' in rows
      ? values(context, rows.List.items, scope).map((value, n) => ({ value, alias: `column${n + 1}` }))
      : readTargets(context, select.targetList, scope);
  const further = (select.distinctClause ?? []).filter(hasContent);
  const windows = (select.windowClause ?? []).flatMap(node =>
    'WindowDef' in node
      ? [...(node.WindowDef.partitionClause ?? []), ...(node.WindowDef.orderClause ?? []).flatMap(sorted)]
      : [],
  );
  const others = values(context, [...further, ...windows], scope);
  context.blocks[block] = {
    role: place.role,
    span: context.spanOf(region),
    sources: isUnion ? [] : readSources(context, select.fromClause, scope),
    where: readConditions(context, select.whereClause, scope),
    select: renamed(context, chosen, place.names),
    distinct: (select.distinctClause?.length ?? 0) > 0,
    groupBy: grouping(context, select.groupClause, scope),
    having: readConditions(context, select.havingClause, scope),
    orderBy: readOrder(context, select.sortClause, scope),
    locks: (select.lockingClause?.length ?? 0) > 0,
    ...(select.limitCount ? { limit: readValue(context, select.limitCount, scope) } : {}),
    ...(select.limitOffset ? { offset: readValue(context, select.limitOffset, scope) } : {}),
    ...(place.parent === undefined ? {} : { parent: place.parent }),
    ...(others.length > 0 ? { others } : {}),
  };
  return block;
}

/** What every block has. */
export function blockBase(
  context: ShapeContext,
  place: Pick<Place, 'role' | 'parent'>,
  region: Region,
): Omit<QueryBlock, 'sources' | 'where' | 'select'> {
  return {
    role: place.role,
    ...(place.parent === undefined ? {} : { parent: place.parent }),
    distinct: false,
    groupBy: [],
    having: [],
    orderBy: [],
    locks: false,
    span: context.spanOf(region),
  };
}

/** Results of SELECT and RETURNING. */
export function readTargets(
  context: ShapeContext,
  targets: readonly Node[] | undefined,
  scope: Scope,
): QueryBlock['select'] {
  return (targets ?? []).flatMap(node => {
    if (!('ResTarget' in node) || !node.ResTarget.val) return [];
    const { name, val } = node.ResTarget;
    const value = readValue(context, val, scope);
    return [name === undefined ? { value } : { value, alias: name }];
  });
}

/** Reads the queries of WITH; returns what names mean behind it. Those that change data are shapes of their own. */
export function readCtes(context: ShapeContext, clause: WithClause, parent: number, outer: Ctes): Ctes {
  const { source } = context;
  const ctes = new Map(outer);
  for (const node of clause.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename = '', ctequery, aliascolnames, location } = node.CommonTableExpr;
    if (!ctequery || !('SelectStmt' in ctequery)) {
      ctes.set(ctename, undefined);
      continue;
    }
    // A recursive one may name itself: its index is known before it is read.
    if (clause.recursive) ctes.set(ctename, context.blocks.length);
    const as = source.find(context.at(location), context.end, 'AS');
    const open = source.findOpen(Math.max(0, as), context.end);
    const block = context.select(ctequery.SelectStmt, {
      role: 'cte',
      parent,
      ctes,
      ...(open >= 0 ? { region: context.inside(open) } : {}),
      names: (aliascolnames ?? []).flatMap(name => ('String' in name ? [name.String.sval ?? ''] : [])),
    });
    ctes.set(ctename, block);
  }
  return ctes;
}

export function readOrder(
  context: ShapeContext,
  clause: readonly Node[] | undefined,
  scope: Scope,
): QueryBlock['orderBy'] {
  return (clause ?? []).flatMap(node => {
    if (!('SortBy' in node) || !node.SortBy.node) return [];
    const { sortby_dir, sortby_nulls } = node.SortBy as SortBy;
    return [
      {
        value: readValue(context, node.SortBy.node, scope),
        order: sortby_dir === 'SORTBY_DESC' ? ('desc' as const) : ('asc' as const),
        ...(sortby_nulls === 'SORTBY_NULLS_FIRST' ? { nulls: 'first' as const } : {}),
        ...(sortby_nulls === 'SORTBY_NULLS_LAST' ? { nulls: 'last' as const } : {}),
      },
    ];
  });
}

/** Members of a UNION of UNIONs stand side by side, unless one has an order or a limit of its own. */
function readMember(
  context: ShapeContext,
  member: SelectStmt | undefined,
  whole: SelectStmt,
  place: Place,
  scope: Scope,
): void {
  if (!member) return;
  const plain = !member.sortClause && !member.limitCount && !member.limitOffset && !member.withClause;
  if (plain && member.op !== undefined && member.op !== 'SETOP_NONE') {
    for (const side of [member.larg, member.rarg]) readMember(context, side, whole, place, scope);
    return;
  }
  context.select(member, {
    role: 'union',
    parent: scope.block,
    ctes: scope.ctes,
    ...(place.names ? { names: place.names } : {}),
  });
}

function renamed(
  context: ShapeContext,
  select: readonly { value: Value; alias?: string }[],
  names: readonly string[] | undefined,
): QueryBlock['select'] {
  if (!names || names.length === 0) return select;
  const star = select.findIndex(({ value }) => value.kind === 'star');
  if (star >= 0 && star < names.length) context.complete = false;
  return select.map((item, n) =>
    names[n] === undefined || (star >= 0 && n >= star) ? item : { value: item.value, alias: names[n] },
  );
}

/** GROUPING SETS and ROLLUP taken apart. */
function grouping(context: ShapeContext, clause: readonly Node[] | undefined, scope: Scope): Value[] {
  return (clause ?? []).flatMap(node =>
    'GroupingSet' in node
      ? grouping(context, node.GroupingSet.content, scope)
      : [readValue(context, node, scope)],
  );
}

/** DISTINCT without ON is a list of one empty node. */
function hasContent(node: Node): boolean {
  return Object.keys(node).length > 0;
}
