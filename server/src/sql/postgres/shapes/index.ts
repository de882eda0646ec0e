import type { CommonTableExpr, Node } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { QueryBlock, QueryShape, WriteTarget } from '../../ast/shape.js';
import { firstRow } from '../bulk.js';
import { dumpedShape } from '../dumped/copy.js';
import { fillPlaceholders } from '../placeholders.js';
import type { Source } from '../source.js';
import { OPEN, SEMICOLON } from '../tokens.js';
import { lineTree, type QueryText, type Tree, treeOf } from '../tree.js';
import { readFunctionCall } from './calls.js';
import { readDelete, readInsert, readMerge, readUpdate, targetOf } from './changes.js';
import { type Ctes, type Region, ShapeContext } from './context.js';
import { blockBase, readSelect } from './select.js';
import { spanOf } from './sources.js';

/**
 * Shapes of the query that a span of a piece spells; several where a common table expression changes data. None for
 * what is no query, or what PostgreSQL's grammar does not accept. Never throws.
 *
 * @param kept the statement's tree, where it is still at hand
 */
export function postgresShapes(text: string, span: Span, kept?: Tree): readonly QueryShape[] {
  const original = text.slice(span.start, span.end);
  const dumped = dumpedShape(original, span.start);
  if (dumped) return [dumped];
  const first = firstRow(original);
  const tree = kept && first === original ? kept : treeOf({ sql: first, original, base: span.start });
  const shapes = tree && shapesOfTree(tree, undefined);
  if (shapes) return shapes;
  const sql = fillPlaceholders(original);
  const filled = sql === undefined ? undefined : treeOf({ sql, original, base: span.start });
  return (filled && shapesOfTree(filled, undefined)) ?? [];
}

/**
 * Shapes of a line of a routine, in which some names are variables and not columns, folded. Undefined for a text that
 * PostgreSQL's grammar refuses; nothing for a statement that is no query.
 */
export function shapesOfLine(
  text: QueryText,
  variables: ReadonlySet<string>,
): readonly QueryShape[] | undefined {
  const tree = lineTree(text);
  return tree && shapesOfTree(tree, variables);
}

function shapesOfTree(
  { source, node }: Tree,
  variables: ReadonlySet<string> | undefined,
): readonly QueryShape[] | undefined {
  let end = source.tokens.count;
  while (source.kind(end - 1) === SEMICOLON) end--;
  try {
    return shapesOfNode(source, node, [0, end - 1], variables);
  } catch {
    // Only a tree nested deeper than the host's stack gets here.
    return undefined;
  }
}

function shapesOfNode(
  source: Source,
  node: Node,
  region: Region,
  variables: ReadonlySet<string> | undefined,
): readonly QueryShape[] {
  if ('TruncateStmt' in node && (node.TruncateStmt.relations?.length ?? 0) > 1) {
    const { relations = [], ...rest } = node.TruncateStmt;
    return relations.flatMap(relation =>
      shapesOfNode(source, { TruncateStmt: { ...rest, relations: [relation] } }, region, variables),
    );
  }
  const query = queryIn(source, node, region);
  if (!query) return [];
  const shapes = [shapeOf(source, query.node, query.region, NO_CTES, variables)];
  const hidden = new Map<string, undefined>();
  const changes: (readonly [change: Node, region: Region])[] = [];
  findCtes(query.node, ({ ctename = '', ctequery, location }) => {
    hidden.set(ctename, undefined);
    if (!ctequery || 'SelectStmt' in ctequery) return;
    const as = source.find(source.at(location), region[1] + 1, 'AS');
    const open = source.findOpen(Math.max(0, as), region[1] + 1);
    if (open >= 0) changes.push([ctequery, [open + 1, source.close(open) - 1]]);
  });
  // What they read of each other stands in other shapes.
  for (const [change, place] of changes) shapes.push(shapeOf(source, change, place, hidden, variables));
  return shapes.filter(shape => shape.blocks.length > 0);
}

/** The query inside of EXPLAIN, DECLARE, PREPARE, CREATE VIEW and others. */
function queryIn(
  source: Source,
  node: Node,
  region: Region,
): { readonly node: Node; readonly region: Region } | undefined {
  const [first, last] = region;
  const inner = (query: Node | undefined, from: number) =>
    query ? { node: query, region: [from, last] as const } : undefined;
  if ('ExplainStmt' in node) {
    let at = first + 1;
    if (source.kind(at) === OPEN) at = source.close(at) + 1;
    while (source.is(at, 'ANALYZE') || source.is(at, 'VERBOSE')) at++;
    return node.ExplainStmt.query ? queryIn(source, node.ExplainStmt.query, [at, last]) : undefined;
  }
  const as = (from: number): number => {
    const at = source.find(from, last, 'AS');
    return at < 0 ? first : at + 1;
  };
  if ('ViewStmt' in node) return inner(node.ViewStmt.query, as(first));
  if ('CreateTableAsStmt' in node) return inner(node.CreateTableAsStmt.query, as(first));
  if ('PrepareStmt' in node) return inner(node.PrepareStmt.query, as(first));
  if ('DeclareCursorStmt' in node)
    return inner(node.DeclareCursorStmt.query, Math.max(0, source.find(first, last, 'FOR')) + 1);
  if ('CopyStmt' in node && node.CopyStmt.query) {
    const open = source.findOpen(first, last);
    return { node: node.CopyStmt.query, region: [open + 1, source.close(open) - 1] };
  }
  return { node, region };
}

function shapeOf(
  source: Source,
  node: Node,
  region: Region,
  ctes: Ctes,
  variables: ReadonlySet<string> | undefined,
): QueryShape {
  const context = new ShapeContext(source, region, readSelect, variables);
  let verb: QueryShape['verb'] = 'select';
  let target: WriteTarget | undefined;
  if ('SelectStmt' in node) context.select(node.SelectStmt, { role: 'main', ctes, region });
  else if ('InsertStmt' in node) {
    verb = 'insert';
    target = readInsert(context, node.InsertStmt, ctes, region);
  } else if ('UpdateStmt' in node) {
    verb = 'update';
    target = readUpdate(context, node.UpdateStmt, ctes, region);
  } else if ('DeleteStmt' in node) {
    verb = 'delete';
    target = readDelete(context, node.DeleteStmt, ctes, region);
  } else if ('MergeStmt' in node) {
    verb = 'merge';
    target = readMerge(context, node.MergeStmt, ctes, region);
  } else {
    const read = readOther(context, node, region);
    if (!read) return { verb, blocks: [], span: context.spanOf(region), complete: false };
    verb = read.verb;
    target = read.target;
  }
  const blocks = context.blocks.filter((block): block is QueryBlock => block !== undefined);
  return {
    verb,
    blocks,
    ...(target ? { target } : {}),
    span: context.spanOf(region),
    complete: context.complete && blocks.length === context.blocks.length,
  };
}

const NO_CTES: Ctes = new Map();

function readOther(
  context: ShapeContext,
  node: Node,
  region: Region,
): { readonly verb: QueryShape['verb']; readonly target?: WriteTarget } | undefined {
  const base = { sources: [], where: [], select: [], ...blockBase(context, { role: 'main' }, region) };
  if ('CopyStmt' in node && node.CopyStmt.relation) {
    const { relation, attlist, is_from } = node.CopyStmt;
    const target = targetOf(context, relation);
    if (is_from) {
      let at = context.source.afterRelation(relation) + 1;
      target.columns = (attlist ?? []).map(item => {
        const name = 'String' in item ? (item.String.sval ?? '') : '';
        const span = context.source.span(at, at);
        at += 2;
        return { name, span };
      });
      context.blocks.push(base);
      return { verb: 'copy', target };
    }
    const span = spanOf(context, relation);
    const { table, alias } = target;
    context.blocks.push({
      ...base,
      sources: [{ alias, table, join: 'first', on: [], using: [], span }],
      select: [{ value: context.value('star', span) }],
    });
    return { verb: 'copy' };
  }
  if ('TruncateStmt' in node) {
    const [relation] = node.TruncateStmt.relations ?? [];
    if (!relation || !('RangeVar' in relation)) return undefined;
    context.blocks.push(base);
    return { verb: 'truncate', target: targetOf(context, relation.RangeVar) };
  }
  if ('CallStmt' in node && node.CallStmt.funccall) {
    const block = context.reserve();
    const value = readFunctionCall(context, node.CallStmt.funccall, { block, ctes: NO_CTES });
    context.blocks[block] = { ...base, select: [{ value }] };
    return { verb: 'call' };
  }
  return undefined;
}

/** Calls back for each common table expression. */
function findCtes(tree: unknown, found: (cte: CommonTableExpr) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) findCtes(item, found);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const record = tree as Record<string, unknown>;
  const clause = record.withClause as { ctes?: Node[] } | undefined;
  for (const item of clause?.ctes ?? []) if ('CommonTableExpr' in item) found(item.CommonTableExpr);
  for (const key in record) {
    const child = record[key];
    if (typeof child === 'object') findCtes(child, found);
  }
}
