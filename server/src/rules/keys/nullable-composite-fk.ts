import type { ForeignKey, Table } from '../../schema/model.js';
import { insertAt, textOf } from '../lib/edits.js';
import { display, tuple } from '../lib/naming.js';
import { partitionKey } from '../lib/partition-keys.js';
import { hasDefault, partitionsOf } from '../lib/partitions.js';
import { columnLike, isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'nullable-composite-fk',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'cockroach', 'mysql', 'mariadb', 'sqlite', 'tsql'],
  summary: 'A foreign key of several columns is not checked when one of them is NULL.',
  gains: 'A row may name its target in part: the known columns now, the rest later.',
  costs: 'A row with one NULL among the columns is never checked, so its other columns may point at nothing.',
  fineWhen:
    'A CHECK makes all of the columns NULL together, or half a reference is a state that the application wants.',
  advice:
    'Make the columns NOT NULL, use MATCH FULL (PostgreSQL, CockroachDB), or add a CHECK that all are NULL or none.',
  sources: [
    {
      title: 'PostgreSQL: MATCH SIMPLE and MATCH FULL',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    {
      title: 'MySQL: MATCH SIMPLE semantics',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html',
    },
    {
      title: 'SQL Server: NULL in composite foreign keys',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints',
    },
    {
      title: 'PostgreSQL: a default partition takes what no other does',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
    { title: 'CockroachDB: foreign key', url: 'https://www.cockroachlabs.com/docs/stable/foreign-key' },
    { title: 'SQLite: composite foreign keys', url: 'https://www.sqlite.org/foreignkeys.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int PRIMARY KEY, hall int, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
      says: 'MATCH FULL',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (hall int, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat)) PARTITION BY RANGE (hall, seat);\nCREATE TABLE tickets_1 PARTITION OF tickets FOR VALUES FROM (0, 0) TO (9, 9);\nCREATE TABLE tickets_rest PARTITION OF tickets DEFAULT;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int PRIMARY KEY, hall int, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE seats (hall INTEGER, seat INTEGER, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id INTEGER PRIMARY KEY, hall INTEGER, seat INTEGER, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE seats (hall INT8, seat INT8, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id INT8 PRIMARY KEY, hall INT8, seat INT8, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
      says: 'MATCH FULL',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE seats (hall int NOT NULL, seat int NOT NULL, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int NOT NULL PRIMARY KEY, hall int NULL, seat int NULL, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int PRIMARY KEY, hall int, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat) MATCH FULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (hall int, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat)) PARTITION BY RANGE (hall, seat);\nCREATE TABLE tickets_1 PARTITION OF tickets FOR VALUES FROM (0, 0) TO (9, 9);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int PRIMARY KEY, hall int NOT NULL, seat int, FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE seats (hall int, seat int, PRIMARY KEY (hall, seat));\nCREATE TABLE tickets (id int PRIMARY KEY, hall int, seat int, CHECK ((hall IS NULL) = (seat IS NULL)), FOREIGN KEY (hall, seat) REFERENCES seats (hall, seat));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !isInnodb(table)) return;
    for (const key of table.foreignKeys) {
      if (key.columns.length < 2 || key.match === 'full' || key.inherited || !key.enforced) continue;
      const refused = refusesNull(table, context);
      const nullable = key.columns.filter(
        name => columnLike(table, name)?.nullable && !refused.has(name.toLowerCase()),
      );
      // One nullable column beside NOT NULL ones is an optional reference, which is what people mean by it.
      if (nullable.length < 2 || isChecked(table, nullable)) continue;
      const origin = key.origins[0];
      if (!origin) continue;
      const target = display({ schema: key.refSchema, name: key.refName }, context.catalog);
      const full = canMatchFull(key, nullable, context);
      context.report({
        origin,
        message: `${tuple(key.columns)} is not checked against ${target} when some of its columns are NULL and others are not, so the others may point at nothing. ${full ? 'Use MATCH FULL, or make them NOT NULL.' : 'Make them NOT NULL, or add a CHECK that all or none are NULL.'}`,
        fixes: full ? fixes(key) : [],
      });
    }
  },
});

/**
 * Columns of which no row with NULL finds a partition: in PostgreSQL, a range takes no NULL in any of its columns, so
 * such rows go to the default partition alone. A table whose partitions are not here may have one.
 */
function refusesNull(table: Table, context: RuleContext): ReadonlySet<string> {
  if (table.partitioning?.strategy !== 'range') return NONE;
  if (context.dialect !== 'postgres' && context.dialect !== 'yugabyte') return NONE;
  const partitions = partitionsOf(table, context.catalog);
  if (partitions.length === 0 || hasDefault(partitions)) return NONE;
  const bare = partitionKey(table).filter(({ wrapper }) => wrapper === undefined);
  return new Set(bare.map(({ column }) => column.toLowerCase()));
}

const NONE: ReadonlySet<string> = new Set();

function isChecked(table: Table, columns: readonly string[]): boolean {
  return table.checks.some(check => columns.every(name => check.expr.columns.includes(name)));
}

function canMatchFull(key: ForeignKey, nullable: readonly string[], context: RuleContext): boolean {
  return (
    nullable.length === key.columns.length &&
    (context.dialect === 'postgres' || context.dialect === 'cockroach')
  );
}

/** MATCH FULL stands right behind the referenced columns. */
function fixes(key: ForeignKey): Fix[] {
  const origin = key.origins[0]!;
  const text = textOf(origin);
  const match = /\breferences\s+[^\s(]+\s*(\([^()]*\))?/i.exec(text);
  if (!match || /\bmatch\b/i.test(text)) return [];
  const end = origin.span.start + match.index + match[0].trimEnd().length;
  return [
    {
      title: 'Use MATCH FULL',
      edits: [insertAt(origin.unit, end, ' MATCH FULL')],
      safe: false,
    },
  ];
}
