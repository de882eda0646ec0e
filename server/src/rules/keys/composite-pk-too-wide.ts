import type { Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { display, tuple } from '../lib/naming.js';
import { isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'composite-pk-too-wide',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A primary key of many columns is repeated in other tables or in every index.',
  gains:
    'It says what makes a row unique, and rows of one parent lie together where the key orders the table.',
  costs:
    'Each table that refers to it repeats all its columns, and each join compares them. InnoDB, SQL Server (where the key is clustered) and CockroachDB also repeat them in every other index.',
  fineWhen:
    'The table only links others, nothing refers to it, and it has no other index. A comment inside the key or behind it says that it is on purpose.',
  advice: 'Take a short key without meaning, and keep the columns as a UNIQUE constraint.',
  sources: [
    {
      title: 'MySQL: clustered and secondary indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html',
    },
    {
      title: 'SQL Server: index architecture and design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'PostgreSQL: foreign keys over several columns',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    { title: 'SQLite: composite foreign keys', url: 'https://www.sqlite.org/foreignkeys.html#fk_composite' },
    { title: 'CockroachDB: primary key', url: 'https://www.cockroachlabs.com/docs/stable/primary-key' },
  ],
  options: {
    columns: {
      description: 'Columns that a primary key may have before it is reported.',
      default: 3,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, floor int, line int, place int, PRIMARY KEY (hall, floor, line, place));\nCREATE TABLE tickets (id bigint PRIMARY KEY, hall int NOT NULL, floor int NOT NULL, line int NOT NULL, place int NOT NULL, FOREIGN KEY (hall, floor, line, place) REFERENCES seats);',
      says: 'tickets',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE seats (hall int, floor int, line int, place int, kind int, PRIMARY KEY (hall, floor, line, place), KEY (kind), KEY (place));',
      says: '2 other indexes',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE seats (hall INT NOT NULL, floor INT NOT NULL, line INT NOT NULL, place INT NOT NULL, PRIMARY KEY (hall, floor, line, place));\nCREATE TABLE tickets (id INTEGER PRIMARY KEY, hall INT, floor INT, line INT, place INT, FOREIGN KEY (hall, floor, line, place) REFERENCES seats (hall, floor, line, place));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE seats (hall int NOT NULL, floor int NOT NULL, line int NOT NULL, place int NOT NULL, PRIMARY KEY (hall, floor, line, place));\nCREATE TABLE tickets (id int NOT NULL PRIMARY KEY, hall int, floor int, line int, place int, FOREIGN KEY (hall, floor, line, place) REFERENCES seats (hall, floor, line, place));',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE seats (hall INT8, floor INT8, line INT8, place INT8, kind INT8, PRIMARY KEY (hall, floor, line, place), INDEX (kind), INDEX (place));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, floor int, line int, place int,\n  PRIMARY KEY (hall, floor, line, place) -- what stands on the ticket\n);\nCREATE TABLE tickets (id bigint PRIMARY KEY, hall int NOT NULL, floor int NOT NULL, line int NOT NULL, place int NOT NULL, FOREIGN KEY (hall, floor, line, place) REFERENCES seats);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, floor int, line int, place int, kind int, PRIMARY KEY (hall, floor, line, place));\nCREATE INDEX ON seats (kind);\nCREATE INDEX ON seats (place);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE links (a int, b int, c int, PRIMARY KEY (a, b, c), KEY (b), KEY (c));',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE seats (hall int, floor int, line int, place int, kind int,\n  PRIMARY KEY (hall, floor, line, -- read a line at a time\n    place),\n  KEY (kind), KEY (place));',
    },
  ],
  check(table, context) {
    const key = table.primaryKey;
    if (!isOwnTable(table) || !key || key.inherited || key.columns.length <= Number(context.options.columns))
      return;
    const origin = key.origins[0];
    if (!origin || isExplained(origin)) return;
    const referring = context.catalog
      .referencing(table.key)
      .map(each => display(each.table, context.catalog));
    const indexes = repeatsKey(table, context) ? table.indexes.length + table.uniques.length : 0;
    const where = [
      ...(referring.length > 0
        ? [referring.length === 1 ? referring[0]! : `${referring.length} foreign keys`]
        : []),
      ...(indexes > 1 ? [`its ${indexes} other indexes`] : []),
    ];
    if (where.length === 0) return;
    context.report({
      origin,
      message: `All ${key.columns.length} columns of the primary key ${tuple(key.columns)} of ${display(table, context.catalog)} are repeated in ${where.join(' and in ')}. A short key without meaning, with these columns UNIQUE, takes less.`,
    });
  },
});

/** A comment among the columns, or behind them on their line: somebody chose these columns. */
function isExplained({ unit, span }: Origin): boolean {
  const { text, comments } = unit.piece;
  return comments.some(
    ({ start }) =>
      start > span.start && (start < span.end || /^[ \t]*,?[ \t]*$/.test(text.slice(span.end, start))),
  );
}

function repeatsKey(table: Table, context: RuleContext): boolean {
  if (isMysqlLike(context.dialect)) return isInnodb(table);
  if (context.dialect === 'tsql') return table.primaryKey?.clustered !== false;
  return context.dialect === 'cockroach' || context.dialect === 'yugabyte';
}
