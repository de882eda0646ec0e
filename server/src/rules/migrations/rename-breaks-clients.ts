import { keyOf } from '../../schema/names.js';
import { lastName } from '../../sql/ast/index.js';
import type { Span } from '../../text/span.js';
import { lateActions, tableOf } from '../lib/migration.js';
import { defineRule, type RuleContext, type StatementSubject } from '../rule.js';

export default defineRule({
  id: 'rename-breaks-clients',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  severity: 'hint',
  engines: ['postgres', 'mysql', 'mariadb', 'tsql', 'sqlite', 'cockroach'],
  summary: 'A migration renames a table or column that running programs may still name.',
  gains: 'The better name, at once and everywhere.',
  costs:
    'Every program that was started before the migration fails from that moment until it is deployed anew.',
  fineWhen: 'Programs are stopped during migrations, or nothing reads the old name any more.',
  advice:
    'Rename in steps: add the new column (or a view under the old name), move the programs, then drop the old one.',
  sources: [
    {
      title: 'PostgreSQL: renaming a column',
      url: 'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING-COLUMN',
    },
    {
      title: 'Atlas: backward incompatible changes',
      url: 'https://atlasgo.io/lint/analyzers#backward-incompatible-changes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);',
        'migrations/002_rename.sql': 'ALTER TABLE users RENAME COLUMN mail TO email;',
      },
      says: 'mail',
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);',
        'migrations/002_rename.sql': 'ALTER TABLE users RENAME TO people;',
      },
      says: 'a view',
    },
    ...(['mysql', 'sqlite', 'cockroach'] as const).map(dialect => ({
      dialect,
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, mail int);',
        'migrations/002_rename.sql': 'ALTER TABLE users RENAME COLUMN mail TO email;',
      },
      says: 'mail',
    })),
    {
      dialect: 'tsql',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, mail int);',
        'migrations/002_rename.sql': "EXEC sp_rename 'users.mail', 'email', 'COLUMN';",
      },
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);',
        'migrations/002_rename.sql':
          'ALTER TABLE users RENAME TO people;\nCREATE VIEW users AS SELECT * FROM people;',
      },
    },
    ...(['mysql', 'sqlite', 'cockroach', 'tsql'] as const).map(dialect => ({
      dialect,
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, mail int);',
      },
    })),
  ],
  check(subject, context) {
    const { statement: whole } = subject.reading;
    if (subject.role === 'migration' && whole.kind === 'alter table' && whole.object === 'table') {
      // By the end the table has its new name, so that is what there is to be found.
      for (const action of whole.actions) {
        if (action.kind !== 'rename') continue;
        const old = lastName(whole.name).value;
        const table = tableOf(action.to, context);
        const made = table?.origins[0]?.unit.uri;
        if (!table || made === undefined || made === subject.unit.uri) continue;
        if (context.catalog.view(keyOf(context.catalog.family, table.schema, old))) continue;
        report(subject, context, action.span, old, lastName(action.to).value, 'a view');
      }
    }
    for (const { action, origin } of lateActions(subject, context)) {
      if (action.kind !== 'rename column') continue;
      report(subject, context, origin.span, action.from.value, action.to.value, 'a second column');
    }
  },
});

function report(
  subject: StatementSubject,
  context: RuleContext,
  span: Span,
  old: string,
  now: string,
  how: string,
): void {
  context.report({
    origin: { unit: subject.unit, span },
    message: `Programs that still say ${old} fail from the moment it is called ${now}. Keep the old name working (${how}) until they are deployed.`,
  });
}
