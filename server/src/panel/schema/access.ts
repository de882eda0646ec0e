import type { QueryPath } from '../../protocol/schema-panel.js';
import { type AccessPath, accessPaths, isOrdered, partText } from '../../rules/lib/access.js';
import { needOf } from '../../rules/lib/workload/needs.js';
import { isFew } from '../../rules/lib/workload/selective.js';
import { servedBy } from '../../rules/lib/workload/served.js';
import type { RelationKey, Table, View } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import type { SchemaScope } from './scope.js';

interface Used {
  readonly relation: Table | View;
  readonly use: TableUse;
}

/**
 * How each table of a query would be read, as far as its tests and indexes tell: it begins where a test finds few rows and
 * goes on along the joins, each further table looked up by what is known by then.
 */
export function accessOf(uses: readonly Used[], scope: SchemaScope): QueryPath['access'] {
  const left = uses.filter(
    (each): each is { relation: Table; use: TableUse } =>
      'foreignKeys' in each.relation && each.use.access !== 'insert',
  );
  const reached = new Set<RelationKey>();
  const result: QueryPath['access'][number][] = [];
  while (left.length > 0) {
    const at = nextOf(left, reached, scope);
    const [{ relation, use }] = left.splice(at, 1) as [(typeof left)[number]];
    const known = lookedUp(use, reached);
    const path =
      pathFor(relation, known) ??
      (known.length === 0 || reached.size === 0 ? served(use, relation, scope) : undefined);
    reached.add(relation.key);
    const columns = path ? columnsUsed(path, known, use) : known.length > 0 ? known : wanted(use);
    if (result.some(each => each.table === relation.key && each.index === nameOf(path))) continue;
    result.push({ table: relation.key, ...(path ? { index: nameOf(path)! } : {}), columns });
  }
  return result;
}

/** Joined to what is reached, and by an index if there is one; else the one that a test narrows down most. */
function nextOf(
  left: readonly { readonly relation: Table; readonly use: TableUse }[],
  reached: ReadonlySet<RelationKey>,
  scope: SchemaScope,
): number {
  let best = 0;
  let most = -1;
  for (const [i, { relation, use }] of left.entries()) {
    const joined = use.joins.some(({ other }) => reached.has(other.relation));
    const path = pathFor(relation, lookedUp(use, reached)) ?? served(use, relation, scope);
    const score =
      (joined ? 100 : 0) + (path ? (path.unique ? 20 : 10) : 0) + use.equals.length * 3 + use.ranges.length;
    if (score > most) [best, most] = [i, score];
  }
  return best;
}

/** Columns whose values are known before a row is read: compared with constants, or with what is reached. */
function lookedUp(use: TableUse, reached: ReadonlySet<RelationKey>): readonly string[] {
  return [
    ...new Set([
      ...use.equals.map(({ column }) => column),
      ...use.joins.filter(({ other }) => reached.has(other.relation)).map(({ column }) => column),
    ]),
  ];
}

/** The index of which most leading columns are known. */
function pathFor(table: Table, known: readonly string[]): AccessPath | undefined {
  const names = known.map(low);
  let best: AccessPath | undefined;
  let most = 0;
  for (const path of accessPaths(table)) {
    if (path.where || path.only || !(isOrdered(path) || path.method === 'hash')) continue;
    const prefix = path.parts.findIndex(part => !part.column || !names.includes(low(part.column.value)));
    const length = prefix < 0 ? path.parts.length : prefix;
    if (path.method === 'hash' && length < path.parts.length) continue;
    const score = length === 0 ? 0 : length * 2 + (path.unique && length === path.parts.length ? 100 : 0);
    if (score > most) [best, most] = [path, score];
  }
  return best;
}

function served(use: TableUse, table: Table, { workload, catalog }: SchemaScope): AccessPath | undefined {
  const facts = workload.factsOf(table);
  const need = needOf(use, table, facts, workload, catalog);
  return need && servedBy(need, table, column => isFew(table, column, facts, catalog));
}

function columnsUsed(path: AccessPath, known: readonly string[], use: TableUse): readonly string[] {
  const names = [
    ...known,
    ...use.ranges.map(({ column }) => column),
    ...use.orderBy.map(({ column }) => column),
  ];
  const used = path.parts.map(partText).filter(part => names.some(name => low(name) === low(part)));
  return used.length > 0 ? used : path.parts.slice(0, 1).map(partText);
}

/** What an index would have to hold. */
function wanted(use: TableUse): readonly string[] {
  return [...new Set([...use.equals, ...use.ranges].map(({ column }) => column))];
}

function nameOf(path: AccessPath | undefined): string | undefined {
  if (!path) return undefined;
  return path.name ?? (path.kind === 'primary key' ? 'primary key' : path.parts.map(partText).join('_'));
}

function low(name: string): string {
  return name.toLowerCase();
}
