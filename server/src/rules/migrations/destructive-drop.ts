import { lastName, type Statement } from '../../sql/ast/index.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'destructive-drop',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'hint',
  engines: ['postgres', 'mysql', 'mariadb', 'sqlite', 'tsql', 'cockroach', 'yugabyte'],
  summary: 'A migration drops or empties a table, or drops a column: what it held is gone.',
  gains: 'Space, and a schema without what nobody uses.',
  costs:
    'No undo brings the rows back, only a backup does; and programs that still name the table or column fail at once.',
  fineWhen: 'Nothing reads it any more, and its data was copied or is worthless.',
  advice: 'Stop reading and writing it first, rename it for a while, and drop it in a later release.',
  sources: [
    {
      title: 'PostgreSQL: removing a column',
      url: 'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-REMOVING-A-COLUMN',
    },
    { title: 'Atlas: destructive changes', url: 'https://atlasgo.io/lint/analyzers#destructive-changes' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, fax text);',
        'migrations/002_drop.sql': 'ALTER TABLE users DROP COLUMN fax;',
      },
      says: 'fax',
    },
    ...(['mysql', 'sqlite', 'tsql', 'cockroach'] as const).map(dialect => ({
      dialect,
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, fax int);',
        'migrations/002_drop.sql': 'DROP TABLE users;',
      },
      says: 'users',
    })),
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'DROP TABLE IF EXISTS users;\nCREATE TABLE users (id bigint PRIMARY KEY, fax text);',
        'migrations/002_add.sql':
          'CREATE TABLE scratch (id bigint PRIMARY KEY);\nDROP TABLE scratch;\nALTER TABLE users ADD COLUMN mail text;',
      },
    },
    ...(['mysql', 'sqlite', 'tsql', 'cockroach'] as const).map(dialect => ({
      dialect,
      sql: '',
      files: { 'migrations/001_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, fax int);' },
    })),
  ],
  check(subject, context) {
    const { reading, role, unit } = subject;
    const { statement, span } = reading;
    if (role !== 'migration') return;
    const made = new Set(subject.before().flatMap(({ reading: { statement: before } }) => madeBy(before)));
    const lost = lostBy(statement).filter(name => !made.has(name));
    if (statement.kind === 'alter table') {
      if (!subject.madeEarlier(statement.name)) return;
      for (const action of statement.actions) {
        if (action.kind !== 'drop column') continue;
        context.report({
          origin: { unit, span: action.span },
          message: `Dropping ${action.column.value} loses what it holds, and fails programs that still name it. Stop using it first, and keep a copy.`,
        });
      }
      return;
    }
    // A script that makes its tables anew begins by dropping them.
    if (lost.length === 0 || (statement.kind === 'drop' && statement.ifExists && isRemade(lost, context)))
      return;
    context.report({
      origin: { unit, span },
      message: `This loses all rows of ${lost.join(' and ')}, and no undo brings them back. Stop using ${lost.length > 1 ? 'them' : 'it'} first, and keep a copy.`,
    });
  },
});

function lostBy(statement: Statement): string[] {
  if (statement.kind === 'drop' && statement.object === 'table')
    return statement.names.map(name => lastName(name).value);
  if (statement.kind === 'query' && statement.verb === 'truncate')
    return statement.tables.map(({ name }) => lastName(name).value);
  return [];
}

function madeBy(statement: Statement): string[] {
  return statement.kind === 'create table' ? [lastName(statement.name).value] : [];
}

function isRemade(names: readonly string[], context: RuleContext): boolean {
  return names.every(name => context.catalog.tablesNamed(name).length > 0);
}
