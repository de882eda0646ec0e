import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'orphan-table',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ENFORCING,
  summary: 'No foreign key leads to or from a table.',
  gains: 'It can be dropped, moved and loaded on its own.',
  costs:
    'Either it belongs to others by columns that nothing checks, or it is left over and nobody knows whether it is used.',
  fineWhen: 'It holds settings, logs or work of its own.',
  advice: 'Declare the foreign keys that its columns mean, or drop it if it is left over.',
  sources: [
    {
      title: 'PostgreSQL: foreign keys',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
  ],
  bad: portable('CREATE TABLE notes (id int NOT NULL PRIMARY KEY, body varchar(80) NOT NULL);', 'notes'),
  good: portable(
    'CREATE TABLE kinds (id int NOT NULL PRIMARY KEY);\nCREATE TABLE notes (id int NOT NULL PRIMARY KEY, kind int NOT NULL, CONSTRAINT notes_kind FOREIGN KEY (kind) REFERENCES kinds (id));',
  ),
  check(table, context) {
    if (!isOwnTable(table) || table.foreignKeys.length > 0 || table.inherits.length > 0) return;
    if (context.catalog.referencing(table.key).length > 0) return;
    context.report({
      origin: table.nameOrigin,
      message: `No foreign key leads to or from ${display(table, context.catalog)}. Declare those that its columns mean, or drop it if it is left over.`,
    });
  },
});
