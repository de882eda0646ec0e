import type { DeleteStmt, InsertStmt, MergeStmt, Node, RangeVar, UpdateStmt } from 'libpg-query';
import type { QuerySource, Value, WriteTarget } from '../../ast/shape.js';
import { readConditions } from './conditions.js';
import type { Ctes, Region, Scope, ShapeContext } from './context.js';
import { blockBase, readCtes, readTargets } from './select.js';
import { readSources } from './sources.js';
import { readValue, values } from './values.js';

type Draft = { -readonly [K in keyof WriteTarget]: WriteTarget[K] };

export function readInsert(context: ShapeContext, node: InsertStmt, ctes: Ctes, region: Region): WriteTarget {
  const target = targetOf(context, node.relation!);
  target.columns = targetColumns(context, node.cols);
  const select = node.selectStmt && 'SelectStmt' in node.selectStmt ? node.selectStmt.SelectStmt : undefined;
  const block = context.reserve();
  if (select && !select.valuesLists) {
    const visible = node.withClause ? readCtes(context, node.withClause, block, ctes) : ctes;
    context.select(select, { role: 'main', ctes: visible, region, block });
  } else {
    const scope = { block, ctes: node.withClause ? readCtes(context, node.withClause, block, ctes) : ctes };
    const [row] = select?.valuesLists ?? [];
    if (row && 'List' in row) target.values = values(context, row.List.items, scope);
    context.blocks[block] = {
      sources: [],
      where: [],
      select: readTargets(context, node.returningClause?.exprs, scope),
      ...blockBase(context, { role: 'main' }, region),
    };
  }
  const conflict = node.onConflictClause;
  if (conflict) {
    target.conflict = (conflict.infer?.indexElems ?? []).flatMap(item =>
      'IndexElem' in item && item.IndexElem.name !== undefined ? [item.IndexElem.name] : [],
    );
    target.sets = setsOf(context, conflict.targetList, { block, ctes });
  }
  return target;
}

export function readUpdate(context: ShapeContext, node: UpdateStmt, ctes: Ctes, region: Region): WriteTarget {
  const target = targetOf(context, node.relation!);
  const scope = begin(context, node.withClause, ctes);
  const sources = readSources(context, node.fromClause, scope);
  target.sets = setsOf(context, node.targetList, scope);
  finish(context, scope, region, sources, node.whereClause, node.returningClause?.exprs);
  return target;
}

export function readDelete(context: ShapeContext, node: DeleteStmt, ctes: Ctes, region: Region): WriteTarget {
  const target = targetOf(context, node.relation!);
  const scope = begin(context, node.withClause, ctes);
  const sources = readSources(context, node.usingClause, scope);
  finish(context, scope, region, sources, node.whereClause, node.returningClause?.exprs);
  return target;
}

export function readMerge(context: ShapeContext, node: MergeStmt, ctes: Ctes, region: Region): WriteTarget {
  const target = targetOf(context, node.relation!);
  const scope = begin(context, node.withClause, ctes);
  const [first, ...rest] = readSources(context, node.sourceRelation ? [node.sourceRelation] : [], scope);
  const sources = first
    ? [{ ...first, on: [...first.on, ...readConditions(context, node.joinCondition, scope)] }, ...rest]
    : [];
  const others: Value[] = [];
  for (const item of node.mergeWhenClauses ?? []) {
    if (!('MergeWhenClause' in item)) continue;
    const { commandType, targetList, condition, values: inserted } = item.MergeWhenClause;
    if (condition) others.push(readValue(context, condition, scope));
    if (commandType === 'CMD_UPDATE') target.sets = [...target.sets, ...setsOf(context, targetList, scope)];
    else if (commandType === 'CMD_INSERT') {
      target.columns = targetColumns(context, targetList);
      target.values = values(context, inserted, scope);
    }
  }
  finish(context, scope, region, sources, undefined, node.returningClause?.exprs, others);
  return target;
}

/** A target of which nothing but the name counts. */
export function targetOf(context: ShapeContext, range: RangeVar): Draft {
  const table = context.source.relation(range);
  const alias = range.alias?.aliasname ?? range.relname ?? '';
  return { table, alias, columns: [], values: [], sets: [] };
}

/** Columns that an INSERT or COPY lists. */
export function targetColumns(
  context: ShapeContext,
  nodes: readonly Node[] | undefined,
): WriteTarget['columns'] {
  return (nodes ?? []).flatMap(node => {
    if (!('ResTarget' in node) || node.ResTarget.name === undefined) return [];
    const at = context.at(node.ResTarget.location);
    return [{ name: node.ResTarget.name, span: context.source.span(at, at) }];
  });
}

function begin(context: ShapeContext, clause: UpdateStmt['withClause'], ctes: Ctes): Scope {
  const block = context.reserve();
  return { block, ctes: clause ? readCtes(context, clause, block, ctes) : ctes };
}

function finish(
  context: ShapeContext,
  scope: Scope,
  region: Region,
  sources: readonly QuerySource[],
  where: Node | undefined,
  returning: readonly Node[] | undefined,
  others: readonly Value[] = [],
): void {
  context.blocks[scope.block] = {
    sources,
    where: readConditions(context, where, scope),
    select: readTargets(context, returning, scope),
    ...blockBase(context, { role: 'main' }, region),
    ...(others.length > 0 ? { others } : {}),
  };
}

function setsOf(
  context: ShapeContext,
  targets: readonly Node[] | undefined,
  scope: Scope,
): WriteTarget['sets'] {
  const rows = new Map<unknown, Value>();
  return (targets ?? []).flatMap(node => {
    if (!('ResTarget' in node) || node.ResTarget.name === undefined || !node.ResTarget.val) return [];
    const { name, val, location } = node.ResTarget;
    const at = context.at(location);
    const column = { name, span: context.source.span(at, at) };
    let value: Value;
    if ('MultiAssignRef' in val) {
      // `(a, b) = (SELECT ...)`: the tree repeats the row for each of its columns.
      const { source: row, colno = 1 } = val.MultiAssignRef;
      if (!row) return [];
      const key = JSON.stringify(row);
      const whole = rows.get(key) ?? readValue(context, row, scope);
      rows.set(key, whole);
      value = whole.kind === 'list' ? (whole.args?.[colno - 1] ?? whole) : whole;
    } else value = readValue(context, val, scope);
    return [{ column, value, span: context.cover([value.span], at) }];
  });
}
