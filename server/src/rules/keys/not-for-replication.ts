import { replaceIn, textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'not-for-replication',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['tsql'],
  summary: 'A foreign key or CHECK is NOT FOR REPLICATION, so the optimizer does not trust it.',
  gains: 'Replication agents write without checking again what the publisher has checked.',
  costs:
    'Since rows may have come in unchecked, SQL Server marks the constraint as not trusted for good: queries do not leave out joins and reads that it would make needless, and WITH CHECK CHECK does not change that.',
  fineWhen: 'The table is replicated and the constraint would stop or slow the agents.',
  advice: 'Leave the words out where the table is not replicated, and add the constraint WITH CHECK.',
  sources: [
    {
      title: 'SQL Server: foreign key constraints and replication',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/disable-foreign-key-constraints-for-replication',
    },
    {
      title: 'SQLServerCentral: untrusted foreign keys with NOT FOR REPLICATION',
      url: 'https://www.sqlservercentral.com/articles/untrusted-foreign-keys-with-not-for-replication-option-on-the-key',
    },
  ],
  bad: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int NOT NULL);\nALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT FOR REPLICATION;',
      says: 'posts_user',
    },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int IDENTITY(1,1) NOT FOR REPLICATION NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int NOT NULL REFERENCES users (id));',
    },
  ],
  check(table, context) {
    for (const constraint of [...table.foreignKeys, ...table.checks]) {
      const origin = constraint.origins[0];
      if (!origin || !WORDS.test(textOf(origin))) continue;
      context.report({
        origin,
        message: `${constraint.name ?? 'A constraint'} of ${display(table, context.catalog)} is NOT FOR REPLICATION, so SQL Server never trusts it and plans queries as if it were not there. Leave the words out unless the table is replicated.`,
        fixes: () => {
          const edit = replaceIn(origin, LEADING_BLANKS, '');
          return edit ? [{ title: 'Leave out NOT FOR REPLICATION', edits: [edit], safe: false }] : [];
        },
      });
    }
  },
});

const WORDS = /\bnot\s+for\s+replication\b/i;
const LEADING_BLANKS = /\s*\bnot\s+for\s+replication\b/i;
