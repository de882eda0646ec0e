import { insertAt, textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { isIgnored, isInnodb } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'inline-references-ignored',
  subject: 'migrations',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['mysql'],
  summary: 'REFERENCES behind a column makes no foreign key in MySQL before 9.0.',
  gains: 'Nothing: it is read and forgotten.',
  costs: 'No reference is checked, though the schema says so: rows without a parent get in unseen.',
  fineWhen: 'The server is MySQL 9.0 or later (say so in faultline.yaml).',
  advice: 'Declare FOREIGN KEY (column) REFERENCES parent (key) as an element of its own.',
  sources: [
    {
      title: 'MySQL 8.4: foreign key differences',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html',
    },
    { title: 'MySQL 9.0: what is new', url: 'https://dev.mysql.com/doc/refman/9.0/en/mysql-nutshell.html' },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users (id));',
      says: 'user_id',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id));',
    },
  ],
  check(table, context) {
    if (!isInnodb(table)) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (!origin || !isIgnored(table, key, context)) continue;
      const column = table.columns.find(each => each.name === key.columns[0]);
      const written = column?.origins[0];
      const references = /\breferences\b[\s\S]*$/i.exec(textOf(origin))?.[0];
      context.report({
        origin,
        message: `MySQL before 9.0 ignores REFERENCES behind a column: ${display(table, context.catalog)}.${key.columns.join(', ')} is not checked. Declare FOREIGN KEY (${key.columns.join(', ')}) as an element of its own.`,
        fixes: () =>
          written && references && written.unit === origin.unit
            ? [
                {
                  title: 'Declare it as FOREIGN KEY',
                  edits: [
                    { origin, newText: textOf(origin).slice(0, -references.length).trimEnd() },
                    insertAt(written.unit, written.span.end, `, FOREIGN KEY (${column!.name}) ${references}`),
                  ].filter(edit => edit.newText !== textOf(edit.origin)),
                  safe: false,
                },
              ]
            : [],
      });
    }
  },
});
