import type { Dialect } from '../../sql/dialect.js';
import { accessPaths } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isOverIndexed } from '../lib/workload/over-indexed.js';
import { defineRule } from '../rule.js';

const COLUMNS = Array.from({ length: 16 }, (_, i) => `c${i}`);

function many(number: string, how: string, indexes: number): string {
  const columns = COLUMNS.map(name => `${name} ${number}`).join(', ');
  const made = COLUMNS.slice(0, indexes).map(name => `CREATE INDEX t_${name} ON t (${name});`);
  return `CREATE TABLE t (id ${how} PRIMARY KEY, ${columns});\n${made.join('\n')}`;
}

export default defineRule({
  id: 'too-many-indexes',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'A table has very many indexes.',
  gains: 'Each of many different searches is served.',
  costs:
    'Every insert writes all of them, and so does an update in PostgreSQL once a single indexed column changes; they take memory from one another, and planning takes longer with each.',
  fineWhen: 'The table is filled in bulk and then only read.',
  advice: 'Ask the statistics of the engine which ones are never used, and merge those that begin alike.',
  sources: [
    {
      title: 'PostgreSQL: heap-only tuples need updates that touch no indexed column',
      url: 'https://www.postgresql.org/docs/current/storage-hot.html',
    },
    {
      title: 'MySQL: optimization and indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/optimization-indexes.html',
    },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    { title: 'CockroachDB: indexes slow writes', url: 'https://www.cockroachlabs.com/docs/stable/indexes' },
    { title: 'SQLite: CREATE INDEX', url: 'https://www.sqlite.org/lang_createindex.html' },
  ],
  options: {
    max: { type: 'number', default: 12, description: 'How many indexes a table may have, keys included.' },
  },
  bad: [
    { dialect: 'postgres', sql: many('int', 'bigint', 13), says: '14 indexes' },
    { dialect: 'mysql', sql: many('int', 'int', 13), says: '14 indexes' },
    { dialect: 'sqlite', sql: many('INT', 'INTEGER', 13) },
    { dialect: 'tsql', sql: many('int', 'int', 13) },
    { dialect: 'cockroach', sql: many('INT8', 'INT8', 13) },
  ],
  good: [
    { dialect: 'postgres', sql: many('int', 'bigint', 8) },
    { dialect: 'mysql', sql: many('int', 'int', 8) },
    { dialect: 'sqlite', sql: many('INT', 'INTEGER', 8) },
    { dialect: 'tsql', sql: many('int', 'int', 8) },
    { dialect: 'cockroach', sql: many('INT8', 'INT8', 8) },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const paths = accessPaths(table);
    const most = Number(context.options.max);
    if (paths.length <= most) return;
    const facts = context.workload.factsOf(table);
    // With figures there is more to say, and another rule says it.
    if (isOverIndexed(facts, paths)) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} has ${paths.length} indexes, keys included, and each insert writes all of them. ${ask(context.dialect)}, and merge those that begin alike.`,
    });
  },
});

/** Where each engine counts how often its indexes are read; SQLite keeps no such figures. */
function ask(dialect: Dialect): string {
  switch (dialect) {
    case 'sqlite':
      return 'See with EXPLAIN QUERY PLAN which ones your queries use';
    case 'postgres':
    case 'yugabyte':
      return 'See in pg_stat_user_indexes which are never used';
    case 'cockroach':
      return 'See in crdb_internal.index_usage_statistics which are never used';
    case 'mysql':
      return 'See in sys.schema_unused_indexes which are never used';
    case 'tsql':
      return 'See in sys.dm_db_index_usage_stats which are never used';
    default:
      return 'Ask the engine which are never used';
  }
}
