import type { Column, Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { typePlace, writtenColumns } from '../lib/columns.js';
import { ENFORCING, isMysqlLike, isPostgresFamily } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display } from '../lib/naming.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'enum-or-check-list',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'The values that a column may have stand in its type or in a CHECK.',
  gains:
    'They are checked without a join and a table more; an enum is stored in few bytes and sorts in the order given.',
  costs:
    'A new value is a change of the schema. PostgreSQL can add a value to an enum but not remove one; MySQL rebuilds the table unless the value goes to the end; a CHECK is dropped and added again, which reads the whole table. Nothing more can be said of a value, such as a label or that it is out of use.',
  fineWhen: 'The values belong to the program and change with it: states of a workflow, yes and no.',
  advice: 'Where people or data decide on the values, use a table of them and a foreign key.',
  sources: [
    {
      title: 'PostgreSQL: enumerated types',
      url: 'https://www.postgresql.org/docs/current/datatype-enum.html',
    },
    { title: 'MySQL: the ENUM type', url: 'https://dev.mysql.com/doc/refman/8.4/en/enum.html' },
    {
      title: 'MySQL: online DDL, modifying the definition of an ENUM',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html',
    },
    { title: 'CockroachDB: ENUM', url: 'https://www.cockroachlabs.com/docs/stable/enum' },
    {
      title: 'SQLite: CHECK constraints',
      url: 'https://www.sqlite.org/lang_createtable.html#check_constraints',
    },
    {
      title: 'SQL Server: check constraints',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/unique-constraints-and-check-constraints',
    },
  ],
  options: {
    values: {
      description: 'Values that a list must have before it is reported.',
      default: 3,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');\nCREATE TABLE users (id bigint PRIMARY KEY, mood mood NOT NULL);",
      says: 'enum',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, mood enum('sad','ok','happy'));",
      says: '3 values',
    },
    ...portable(
      "CREATE TABLE users (id int NOT NULL PRIMARY KEY, mood varchar(9) NOT NULL, CHECK (mood IN ('sad', 'ok', 'happy')));",
      'CHECK',
    ),
  ],
  good: portable(
    "CREATE TABLE users (id int NOT NULL PRIMARY KEY, active char(1) NOT NULL, CHECK (active IN ('Y', 'N')));",
  ),
  check(table, context) {
    const least = Number(context.options.values);
    for (const column of writtenColumns(table)) {
      const count = enumSize(column, context);
      if (count >= least) report(typePlace(column), column.name, count, 'its type, an enum', table, context);
    }
    if (table.partitionOf) return;
    for (const check of table.checks) {
      const [name, ...more] = check.expr.columns;
      const count = listSize(check.expr.text);
      const origin = check.origins[0];
      if (name === undefined || more.length > 0 || count < least || !origin) continue;
      report(origin, name, count, 'a CHECK', table, context);
    }
  },
});

function report(
  origin: Origin,
  column: string,
  count: number,
  where: string,
  table: Table,
  context: RuleContext,
): void {
  context.report({
    origin,
    message: `The ${count} values of ${display(table, context.catalog)}.${column} stand in ${where}: each new one is a change of the schema. If data decides on them, use a table and a foreign key.`,
  });
}

function enumSize(column: Column, context: RuleContext): number {
  const type = column.type;
  if (!type) return 0;
  if (isMysqlLike(context.dialect)) return type.base === 'enum' ? type.args.length : 0;
  if (!isPostgresFamily(context.dialect)) return 0;
  return context.catalog.enumType(type.schema, type.base)?.labels.length ?? 0;
}

/** Strings in a test for membership. */
function listSize(text: string): number {
  if (!/\bin\s*\(|=\s*any\b/i.test(text)) return 0;
  return text.match(/'(?:[^']|'')*'/g)?.length ?? 0;
}
