import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'single-column-table',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'A table has a single column.',
  gains: 'It is the set of allowed values, which others can refer to.',
  costs:
    'It often is a table that was begun and not finished, and it costs a join or a look-up to say little.',
  fineWhen: 'It is a list of allowed values, or of rows chosen by their key.',
  advice: 'Add what belongs to the value, or take it into the table that uses it.',
  sources: [
    {
      title: 'PostgreSQL: table basics',
      url: 'https://www.postgresql.org/docs/current/ddl-basics.html',
    },
  ],
  bad: portable('CREATE TABLE notes (body varchar(80) NOT NULL);', 'notes'),
  good: portable(
    'CREATE TABLE kinds (kind varchar(20) NOT NULL PRIMARY KEY);\nCREATE TABLE notes (id int NOT NULL PRIMARY KEY, kind varchar(20) NOT NULL, CONSTRAINT notes_kind FOREIGN KEY (kind) REFERENCES kinds (kind));',
  ),
  check(table, context) {
    if (
      !isOwnTable(table) ||
      table.columnsIncomplete ||
      table.columns.length !== 1 ||
      table.inherits.length > 0
    )
      return;
    if (table.foreignKeys.length > 0 || context.catalog.referencing(table.key).length > 0) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} has the single column ${table.columns[0]!.name}, and nothing refers to it. Add what belongs to it, or take it into the table that uses it.`,
    });
  },
});
