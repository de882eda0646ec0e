import type { Table } from '../../../schema/model.js';
import { type AccessPath, accessPaths, hashedColumns, isOrdered } from '../access.js';
import { findsScalar } from '../key-lookups.js';
import { spreadsOf } from '../spread.js';
import type { Need } from './needs.js';

/** The index that a need can use well enough, if there is one. */
export function servedBy(
  need: Need,
  table: Table,
  isFew: (column: string) => boolean,
): AccessPath | undefined {
  // A column of few values in front can be skipped (PostgreSQL 18, MySQL 8.0); older ones would gain from an index.
  const skips = table.dialect === 'postgres' || table.dialect === 'mysql' ? isFew : () => false;
  return accessPaths(table).find(path => serves(path, need, skips));
}

/** True where no index, but the way in which an extension keeps the table, serves the need. */
export function servedByLayout(need: Need, table: Table): boolean {
  if (table.indexes.some(index => index.method === 'columnstore')) return true;
  // An exclusion constraint has an index of its own, which finds what it compares by `=`.
  const excluded = table.exclusions.flatMap(item => item.parts.map(part => part.column?.value));
  if (need.telling.some(name => excluded.includes(name))) return true;
  if (accessPaths(table).some(path => path.method === 'gist' && leadsWith(need, path, table))) return true;
  const lead = need.telling[0] ?? need.tail[0]?.column;
  // Timescale makes an index on the time of a hypertable by itself.
  return need.telling.length === 0 && spreadsOf(table).some(spread => spread.columns[0] === lead);
}

function leadsWith(need: Need, { where, parts: [first] }: AccessPath, table: Table): boolean {
  return !where && need.telling.includes(first?.column?.value ?? '') && findsScalar(table, first);
}

/**
 * True where the path finds the rows by at least one telling column or, where the need has none, in the wanted order.
 * What a longer index would narrow down further is not known, so such a path counts as good enough.
 */
export function serves(
  path: AccessPath,
  need: Need,
  skips: (column: string) => boolean = () => false,
): boolean {
  if (path.only || !isUsable(path, need)) return false;
  const telling = lower(need.telling);
  const few = lower(need.few);
  if (
    path.unique &&
    path.parts.every(part => part.column && telling.concat(few).includes(low(part.column.value)))
  )
    return true;
  const hashed = path.parts[0] && hashedColumns(path.parts[0]);
  if (hashed) return lower(hashed).every(name => telling.includes(name) || few.includes(name));
  if (path.method === 'hash')
    return path.parts.length === 1 && telling.includes(low(path.parts[0]?.column?.value ?? ''));
  if (!isOrdered(path)) return false;
  for (const [i, part] of path.parts.entries()) {
    if (!part.column) return false;
    const name = low(part.column.value);
    if (telling.includes(name)) return true;
    if (few.includes(name) || (i === 0 && telling.length > 0 && skips(part.column.value))) continue;
    // Behind what is of few values, the order or the range is what is left.
    return telling.length === 0 && low(need.tail[0]?.column ?? '') === name && sortsAlike(path, need);
  }
  return false;
}

/** A partial index serves those queries that say what it says. */
function isUsable(path: AccessPath, need: Need): boolean {
  if (!path.where) return true;
  const { use } = need;
  const tested = [...use.equals, ...use.ranges, ...use.others].map(test => low(test.column));
  return path.where.columns.every(name => tested.includes(low(name)) || need.telling.includes(name));
}

/** A B-tree is read in either direction; mixed directions need an index that mixes them in the same way. */
function sortsAlike(path: AccessPath, need: Need): boolean {
  if (!need.stops || need.tail.length < 2) return true;
  const start = path.parts.findIndex(part => low(part.column?.value ?? '') === low(need.tail[0]!.column));
  let same = 0;
  let turned = 0;
  for (const [i, key] of need.tail.entries()) {
    const part = path.parts[start + i];
    // An index that ends before leaves little to sort.
    if (!part) break;
    if (low(part.column?.value ?? '') !== low(key.column)) return true;
    if ((part.order ?? 'asc') === key.order) same++;
    else turned++;
  }
  return same === 0 || turned === 0;
}

function low(name: string): string {
  return name.toLowerCase();
}

function lower(names: readonly string[]): readonly string[] {
  return names.map(low);
}
