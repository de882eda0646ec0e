import type { ForeignKey, Table } from '../../schema/model.js';
import { accessPaths, partText } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { actsOnDelete, partlyServed, unindexedKeys } from '../lib/key-lookups.js';
import { sameColumns } from '../lib/keys.js';
import { display, newName, sqlName, sqlNames, sqlTable, tuple } from '../lib/naming.js';
import { isMadeInVain } from '../lib/refused-reference.js';
import { isOwnTable } from '../lib/tables.js';
import { asDimension, asFact } from '../lib/warehouse/roles.js';
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
  fineWhen:
    'Parents are never deleted and their keys never change (a dimension, a vocabulary that everything refers to), or the table stays small.',
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
      sql: 'CREATE TABLE spaces (id bigint PRIMARY KEY);\nCREATE TABLE teams (id bigint PRIMARY KEY, space bigint NOT NULL REFERENCES spaces, mail text);\nCREATE UNIQUE INDEX ON teams (space, mail) WHERE mail IS NOT NULL;',
      says: 'begins with (space) for all rows',
    },
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
      sql: 'CREATE TABLE kinds (id int PRIMARY KEY);\nCREATE TABLE things (id bigint, kind int REFERENCES kinds) PARTITION BY LIST (kind);\nCREATE TABLE things_1 PARTITION OF things FOR VALUES IN (1);\nCREATE TABLE things_2 PARTITION OF things FOR VALUES IN (2);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_store (store_key int PRIMARY KEY, store_name text, region text);\nCREATE TABLE fact_sales (sale_id bigint PRIMARY KEY, store_key int NOT NULL REFERENCES dim_store, quantity int, amount numeric);',
    },
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
    if (!isOwnTable(table) || table.columnsIncomplete) return;
    reportVocabulary(table, context);
    const keys = unindexedKeys(table);
    if (keys.length === 0 || isMadeInVain(table, context.catalog)) return;
    for (const key of keys) {
      if (isOneValueEach(table, key, context)) continue;
      const parent = context.catalog.table(key.refTable);
      const acts = writesOnDelete(key);
      if (parent && !acts && vocabularyKeys(parent, context) !== undefined) continue;
      const role = acts ? undefined : roleOf(table, key, parent, context);
      if (role === 'kept') continue;
      const target = display(parent ?? { schema: key.refSchema, name: key.refName }, context.catalog);
      const where = prunes(table, key) ? 'a whole partition' : 'the whole table';
      const partial = hasPartial(table, key) ? ' for all rows' : '';
      const unless =
        role === 'dimension' ? `, unless ${target}, which seems to be a dimension, keeps its rows` : '';
      context.report({
        origin: key.origins[0]!,
        message: `No index of ${display(table, context.catalog)} begins with ${tuple(key.columns)}${partial}: every DELETE in ${target} searches ${where}${acts ? ` to ${acts}` : ''}. Add an index on ${tuple(key.columns)}${unless}.`,
        severity: role !== undefined || partlyServed(table, key) ? 'hint' : acts ? 'warning' : 'info',
        fixes: () => fixes(table, key, context),
      });
    }
  },
});

/** From how many keys on that nothing finds by a table counts as a vocabulary, which everything refers to. */
const VOCABULARY = 16;

/** One finding on the table that everything refers to, instead of one on each column that does. */
function reportVocabulary(table: Table, context: RuleContext): void {
  const keys = vocabularyKeys(table, context);
  if (keys === undefined) return;
  const name = display(table, context.catalog);
  context.report({
    origin: table.nameOrigin,
    message: `${keys} foreign keys to ${name} have no index that begins with their columns: every DELETE in ${name} searches all those tables. Where its rows are deleted, index these columns; where they stay, leave it.`,
    severity: 'hint',
  });
}

/** How many keys refer to a table without an index, where those are too many to be oversights. */
function vocabularyKeys(parent: Table, { catalog }: RuleContext): number | undefined {
  const keys = catalog.referencing(parent.key);
  if (keys.length < VOCABULARY) return undefined;
  const count = keys.filter(
    ({ table, foreignKey }) => !actsOnDelete(foreignKey) && unindexedKeys(table).includes(foreignKey),
  ).length;
  return count < VOCABULARY ? undefined : count;
}

/** Why few would index the key: its parent's rows are kept, it says who wrote the row, or one partition is searched. */
function roleOf(
  table: Table,
  key: ForeignKey,
  parent: Table | undefined,
  context: RuleContext,
): 'kept' | 'dimension' | 'seldom' | undefined {
  if (prunes(table, key)) return 'seldom';
  if (key.columns.length === 1 && AUTHOR.test(key.columns[0]!)) return 'seldom';
  const dimension = parent && asDimension(parent, context);
  if (!dimension) return undefined;
  if (!asFact(table, context) && !asDimension(table, context)) return undefined;
  if (dimension.found.confidence < CERTAIN) return 'dimension';
  return context.workload.usesOf(parent).some(({ access }) => access === 'delete') ? 'dimension' : 'kept';
}

const CERTAIN = 0.8;

/** `created_by`, `LastEditedBy`, `updated_by_user_id`. */
const AUTHOR =
  /^(?:last_?)?(?:created?|creat(?:or|ion)|insert(?:ed)?|enter(?:ed)?|add(?:ed)?|edit(?:ed)?|updat(?:ed?|er)|modif(?:y|ied)|chang(?:ed?)|delet(?:ed?)|approved|verified)_?by(?:_?(?:user|person|staff|employee))?(?:_?id)?$/i;

/** An index that begins with the columns, though it holds only some of the rows. */
function hasPartial(table: Table, key: ForeignKey): boolean {
  return accessPaths(table).some(
    path => path.where && sameColumns(path.parts.slice(0, key.columns.length).map(partText), key.columns),
  );
}

/** Each partition is of one value of the key: the search of it ends at its first row. */
function isOneValueEach(table: Table, key: ForeignKey, { catalog }: RuleContext): boolean {
  if (key.columns.length !== 1 || actsOnDelete(key)) return false;
  const isSplit = (level: Table, depth: number): boolean => {
    if (level.partitioning?.strategy !== 'list' || !prunes(level, key)) return false;
    const parts = catalog.partitionsOf(level.key);
    return (
      parts.length > 0 &&
      parts.every(part => {
        const bound = part.partitionOf?.bound;
        return (
          (bound?.kind === 'list' && bound.values.length === 1) || (depth > 0 && isSplit(part, depth - 1))
        );
      })
    );
  };
  return isSplit(table, MAX_LEVELS);
}

const MAX_LEVELS = 8;

/** True where the columns of the key tell the partition. */
function prunes({ partitioning }: Table, key: ForeignKey): boolean {
  if (!partitioning || partitioning.parts.length === 0) return false;
  return partitioning.parts.every(part => part.column && key.columns.includes(part.column.value));
}

function writesOnDelete(key: ForeignKey): string | undefined {
  if (!actsOnDelete(key)) return undefined;
  return key.onDelete === 'cascade' ? 'delete the rows that refer to it' : 'clear the rows that refer to it';
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
