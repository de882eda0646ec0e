import { kindOf } from '../../classify/index.js';
import type { ForeignKey, Table } from '../../schema/model.js';
import type { KeyPart } from '../../sql/ast/index.js';
import { type AccessPath, accessPaths, hashedColumns, isOrdered, normal, partText } from './access.js';
import { textOf } from './edits.js';
import { sameColumns } from './keys.js';
import { columnLike, isOwnTable } from './tables.js';

/**
 * Foreign keys of a table that no index finds rows by, one for each set of columns; where one's columns begin
 * another's, the index of the longer serves both, and the longer is named. Worked out once for all who ask.
 */
export function unindexedKeys(table: Table): readonly ForeignKey[] {
  let keys = UNINDEXED.get(table);
  if (!keys) UNINDEXED.set(table, (keys = table.foreignKeys.length > 0 ? findUnindexed(table) : NONE));
  return keys;
}

const UNINDEXED = new WeakMap<Table, readonly ForeignKey[]>();
const NONE: readonly ForeignKey[] = [];

function findUnindexed(table: Table): readonly ForeignKey[] {
  if (!isOwnTable(table) || table.columnsIncomplete) return NONE;
  const found: ForeignKey[] = [];
  for (const key of table.foreignKeys) {
    const origin = key.origins[0];
    if (!origin || key.inherited || !key.enforced || key.columns.length === 0) continue;
    // Of a column that the table does not have, such as tableoid, PostgreSQL refuses key and index.
    if (!key.columns.every(name => columnLike(table, name))) continue;
    if (found.some(other => sameColumns(other.columns, key.columns))) continue;
    if (isServed(table, key)) continue;
    // A temporal foreign key needs a GiST index, which its own rules make.
    if (/\bperiod\b/i.test(textOf(origin))) continue;
    found.push(key);
  }
  return found.filter(
    key =>
      !found.some(
        other =>
          other.columns.length > key.columns.length &&
          sameColumns(other.columns.slice(0, key.columns.length), key.columns) &&
          (actsOnDelete(other) || !actsOnDelete(key)),
      ),
  );
}

/** True where deleting a row that the key refers to writes the rows that refer to it. */
export function actsOnDelete(key: ForeignKey): boolean {
  return key.onDelete !== 'no action' && key.onDelete !== 'restrict';
}

/** An index on one column of a composite key narrows the search, though not fully. */
export function partlyServed(table: Table, key: ForeignKey): boolean {
  if (key.columns.length < 2) return false;
  return accessPaths(table).some(
    path => isOrdered(path) && !path.where && key.columns.includes(partText(path.parts[0]!)),
  );
}

/**
 * True where an index finds one value of the part. A GiST index, such as that of WITHOUT OVERLAPS, finds scalars
 * by way of btree_gist, without which PostgreSQL refuses it.
 */
export function findsScalar(table: Table, part: KeyPart | undefined): boolean {
  const column = part?.column && columnLike(table, part.column.value);
  if (!column || (part.opclass !== undefined && !part.opclass.startsWith('gist_'))) return false;
  return SCALAR.has(kindOf(column.type)) && !/trgm/.test(part.opclass ?? '');
}

const SCALAR: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'float',
  'text',
  'date',
  'timestamp',
  'time',
  'boolean',
  'uuid',
]);

function isServed(table: Table, key: ForeignKey): boolean {
  if (accessPaths(table).some(path => serves(path, key, table))) return true;
  return table.exclusions.some(({ method, parts, where }) => {
    if (method !== 'gist' && method !== 'btree' && method !== 'hash') return false;
    if (where && !onlyLeavesNullsOut(where.text, key.columns)) return false;
    const leading = parts.slice(0, key.columns.length);
    return leading.every(part => part.operator === '=') && sameColumns(leading.map(partText), key.columns);
  });
}

/** The leading columns may stand in any order, and entries for NULL are not needed. */
function serves(path: AccessPath, key: ForeignKey, table: Table): boolean {
  if (UNORDERED.has(path.method) || path.only) return false;
  // A hash, of one column or of all (CockroachDB's sharded indexes), finds whole values only.
  if (path.method === 'hash' && path.parts.length !== key.columns.length) return false;
  const hashed = path.parts[0] && hashedColumns(path.parts[0]);
  // Columns that are hashed together are found together.
  if (hashed) {
    if (!sameColumns(hashed, key.columns)) return false;
  } else {
    const leading = path.parts.slice(0, key.columns.length);
    if (leading.some(part => !part.column) || !sameColumns(leading.map(partText), key.columns)) return false;
    if (path.method === 'gist' && !leading.every(part => findsScalar(table, part))) return false;
  }
  // Last, since the text of a predicate has to be read.
  return !path.where || onlyLeavesNullsOut(path.where.text, key.columns);
}

function onlyLeavesNullsOut(predicate: string, columns: readonly string[]): boolean {
  const tests = normal(predicate)
    .split(' and ')
    .map(test => test.replace(/^[("[`]+|[)\]`"]+$/g, ''));
  return tests.every(test =>
    columns.some(name => test.replace(/["`[\])]/g, '') === `${name.toLowerCase()} is not null`),
  );
}

const UNORDERED: ReadonlySet<string> = new Set([
  'gin',
  'brin',
  'spgist',
  'fulltext',
  'spatial',
  'xml',
  'inverted',
  'bloom',
  'hnsw',
  'ivfflat',
]);
