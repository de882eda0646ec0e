import type { ForeignKey, Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, hashedColumns, isOrdered, normal, partText } from '../lib/access.js';
import { statementAfter, textOf } from '../lib/edits.js';
import { sameColumns } from '../lib/keys.js';
import { display, newName, sqlName, sqlNames, sqlTable, tuple } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'fk-without-index',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  // InnoDB makes the index itself where none exists.
  engines: ['postgres', 'yugabyte', 'cockroach', 'sqlite', 'tsql'],
  summary: 'No index begins with the columns of a foreign key.',
  gains: 'Writes to the table are cheaper by one index, and it takes no space.',
  costs:
    'Each DELETE of a referenced row, and each UPDATE of its key, searches this whole table for rows that refer to it, while its own row stays locked; joins from the parent to its rows read the whole table too. With ON DELETE CASCADE or SET NULL, deleting many parents costs parents times rows, and the finding is a warning.',
  fineWhen: 'Parents are never deleted and their keys never change, or the table stays small.',
  advice: 'Create an index that begins with the columns of the foreign key.',
  sources: [
    {
      title: 'PostgreSQL: foreign keys and indexes',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    { title: 'SQLite: required and suggested indexes', url: 'https://www.sqlite.org/foreignkeys.html' },
    {
      title: 'SQL Server: indexes on foreign key constraints',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints',
    },
    { title: 'CockroachDB: foreign key', url: 'https://www.cockroachlabs.com/docs/stable/foreign-key' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE);',
      says: 'user_id',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, at date);\nCREATE INDEX posts_at ON posts (at, user_id);\nALTER TABLE ONLY posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.users (id int NOT NULL PRIMARY KEY);\nGO\nCREATE TABLE dbo.posts (id int NOT NULL PRIMARY KEY, user_id int NOT NULL, CONSTRAINT fk_u FOREIGN KEY (user_id) REFERENCES dbo.users (id));\nGO\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 REFERENCES users (id));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);\nCREATE INDEX ON posts (user_id, id);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);\nCREATE INDEX ON posts (user_id) WHERE user_id IS NOT NULL;',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE follows (follower bigint REFERENCES users, PRIMARY KEY (follower));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int REFERENCES users (id), INDEX ix_user (user_id));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.columnsIncomplete || table.kind === 'foreign table') return;
    const reported: ForeignKey[] = [];
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (!origin || key.inherited || !key.enforced || key.columns.length === 0) continue;
      // Of a column that the table does not have, such as tableoid, PostgreSQL refuses key and index.
      if (!key.columns.every(name => columnLike(table, name))) continue;
      if (reported.some(other => sameColumns(other.columns, key.columns))) continue;
      if (accessPaths(table).some(path => serves(path, key))) continue;
      // A temporal foreign key needs a GiST index, which its own rules make.
      if (/\bperiod\b/i.test(textOf(origin))) continue;
      reported.push(key);
      const parent = context.catalog.table(key.refTable) ?? { schema: key.refSchema, name: key.refName };
      const target = display(parent, context.catalog);
      const acts = writesOnDelete(key);
      context.report({
        origin,
        message: `No index of ${display(table, context.catalog)} begins with ${tuple(key.columns)}: every DELETE in ${target} searches the whole table${acts ? ` to ${acts}` : ''}. Add an index on ${tuple(key.columns)}.`,
        severity: partlyServed(table, key) ? 'hint' : acts ? 'warning' : 'info',
        fixes: () => fixes(table, key, context),
      });
    }
  },
});

/** The leading columns may stand in any order, and entries for NULL are not needed. */
function serves(path: AccessPath, key: ForeignKey): boolean {
  if (UNORDERED.has(path.method) || path.only) return false;
  // A hash, of one column or of all (CockroachDB's sharded indexes), finds whole values only.
  if (path.method === 'hash' && path.parts.length !== key.columns.length) return false;
  if (path.where && !onlyLeavesNullsOut(path.where.text, key.columns)) return false;
  const hashed = path.parts[0] && hashedColumns(path.parts[0]);
  // Columns that are hashed together are found together.
  if (hashed) return sameColumns(hashed, key.columns);
  const leading = path.parts.slice(0, key.columns.length);
  if (leading.some(part => !part.column)) return false;
  return sameColumns(leading.map(partText), key.columns);
}

/** An index on one column of a composite key narrows the search, though not fully. */
function partlyServed(table: Table, key: ForeignKey): boolean {
  if (key.columns.length < 2) return false;
  return accessPaths(table).some(
    path => isOrdered(path) && !path.where && key.columns.includes(partText(path.parts[0]!)),
  );
}

function onlyLeavesNullsOut(predicate: string, columns: readonly string[]): boolean {
  const tests = normal(predicate)
    .split(' and ')
    .map(test => test.replace(/^[("[`]+|[)\]`"]+$/g, ''));
  return tests.every(test =>
    columns.some(name => test.replace(/["`[\])]/g, '') === `${name.toLowerCase()} is not null`),
  );
}

function writesOnDelete(key: ForeignKey): string | undefined {
  switch (key.onDelete) {
    case 'cascade':
      return 'delete the rows that refer to it';
    case 'set null':
    case 'set default':
      return 'clear the rows that refer to it';
    default:
      return undefined;
  }
}

function fixes(table: Table, key: ForeignKey, context: RuleContext): Fix[] {
  const origin = key.origins[0]!;
  const migration = context.roleOf(origin) === 'migration';
  const concurrently =
    migration &&
    context.dialect === 'postgres' &&
    table.origins[0]?.unit.uri !== origin.unit.uri &&
    !table.partitioning;
  const name = sqlName(newName(table.name, ...key.columns, 'idx'), table.dialect);
  const columns = sqlNames(key.columns, table.dialect);
  const how = concurrently ? 'CREATE INDEX CONCURRENTLY' : 'CREATE INDEX';
  const edit = statementAfter(
    origin.unit,
    `${how} ${name} ON ${sqlTable(table, context.catalog)} (${columns})`,
  );
  return edit ? [{ title: `Add an index on ${tuple(key.columns)}`, edits: [edit], safe: !migration }] : [];
}

const UNORDERED = new Set([
  'gin',
  'brin',
  'gist',
  'spgist',
  'fulltext',
  'spatial',
  'xml',
  'inverted',
  'bloom',
  'hnsw',
  'ivfflat',
]);
