import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'all-columns-nullable',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'Every column apart from the primary key may be NULL.',
  gains: 'Rows can be written bit by bit, and loading never fails for a missing value.',
  costs:
    'A row that says nothing at all is a valid one. Each reader has to expect NULL everywhere, and outer joins, sums and comparisons go wrong where one is forgotten.',
  fineWhen: 'The table holds optional details, or data as it came.',
  advice: 'Declare NOT NULL where a row makes no sense without the value.',
  sources: [
    {
      title: 'PostgreSQL: not-null constraints',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL',
    },
    {
      title: 'MySQL: working with NULL values',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/working-with-null.html',
    },
  ],
  bad: portable(
    'CREATE TABLE users (id int NOT NULL PRIMARY KEY, name varchar(80), mail varchar(80), born date);',
    'users',
  ),
  good: portable(
    'CREATE TABLE users (id int NOT NULL PRIMARY KEY, name varchar(80) NOT NULL, mail varchar(80), born date);',
  ),
  check(table, context) {
    if (!isOwnTable(table) || table.columnsIncomplete) return;
    const key = new Set(table.primaryKey?.columns);
    const others = table.columns.filter(column => !key.has(column.name) && !column.generated);
    if (others.length < 3 || others.some(column => !column.nullable)) return;
    context.report({
      origin: table.nameOrigin,
      message: `All ${others.length} columns of ${display(table, context.catalog)}${key.size > 0 ? ' beside its primary key' : ''} may be NULL, so a row may say nothing. Declare NOT NULL what a row needs.`,
    });
  },
});
