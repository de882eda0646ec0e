import type { Catalog } from '../../schema/model.js';
import { type AlterAction, lastName } from '../../sql/ast/index.js';
import type { SourceUnit } from '../../sql/reading.js';
import { insertAt, textOf } from '../lib/edits.js';
import { inTransaction } from '../lib/migration.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'drop-index-not-concurrent',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'hint',
  engines: ['postgres'],
  summary: 'A migration drops an index without CONCURRENTLY.',
  gains: 'It can stand in the transaction of the migration.',
  costs:
    'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every running query on it, and all later ones wait behind it.',
  fineWhen: 'The table is small or rarely used, or a lock_timeout is set and the migration is tried again.',
  advice: 'Use DROP INDEX CONCURRENTLY, outside of a transaction.',
  sources: [
    { title: 'PostgreSQL: DROP INDEX', url: 'https://www.postgresql.org/docs/current/sql-dropindex.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);',
        'migrations/002_drop.sql': 'DROP INDEX users_email;',
      },
      says: 'users_email',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);',
        'migrations/002_drop.sql': 'DROP INDEX users_email;\nALTER TABLE users DROP COLUMN email;',
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);',
        'migrations/002_drop.sql': 'DROP INDEX CONCURRENTLY users_email;',
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_users.sql':
          'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);\nDROP INDEX users_email;',
      },
    },
  ],
  check(subject, context) {
    const { reading, role, unit } = subject;
    const { statement, span } = reading;
    if (role !== 'migration' || statement.kind !== 'drop' || statement.object !== 'index') return;
    if (statement.concurrently) return;
    // Made a moment ago, it holds no rows that anybody waits for.
    const fresh = new Set(
      subject
        .before()
        .flatMap(({ reading: { statement: made } }) =>
          made.kind === 'create index' && made.name ? [lastName(made.name).value] : [],
        ),
    );
    const names = statement.names
      .map(name => lastName(name).value)
      .filter(name => !fresh.has(name) && !isLockedAnyway(name, unit, context));
    if (names.length === 0) return;
    const origin = { unit, span };
    const head = /^drop\s+index\b/i.exec(textOf(origin));
    const alone = statement.names.length === 1 && !statement.cascade && !inTransaction(subject);
    context.report({
      origin,
      message: `Dropping ${names.join(' and ')} locks its table against reads and writes, and waits for all queries that run on it. Use DROP INDEX CONCURRENTLY, outside of a transaction.`,
      fixes:
        head && alone
          ? [
              {
                title: 'Drop it CONCURRENTLY (not inside a transaction)',
                edits: [insertAt(unit, span.start + head[0].length, ' CONCURRENTLY')],
                safe: false,
              },
            ]
          : [],
    });
  },
});

/** True where the same file locks the index's table against everything itself: then nothing is gained. */
function isLockedAnyway(index: string, { uri }: SourceUnit, { catalog }: RuleContext): boolean {
  return tablesOf(index, catalog).some(table =>
    catalog.statementsOn(table).some(({ unit, statement }) => {
      if (unit.uri !== uri) return false;
      if (statement.kind === 'drop') return statement.object === 'table';
      return statement.kind === 'alter table' && statement.actions.some(({ kind }) => EXCLUSIVE.has(kind));
    }),
  );
}

/** The table that an index was made on or, where that is not here, those that its name may begin with. */
function tablesOf(index: string, catalog: Catalog): string[] {
  for (const { statement } of catalog.statementsOn(index))
    if (statement.kind === 'create index') return [lastName(statement.table).value];
  const words = index.split('_');
  return words.slice(1).map((_, i) => words.slice(0, i + 1).join('_'));
}

/** Actions that take ACCESS EXCLUSIVE; source: the lock levels in the documentation of ALTER TABLE. */
const EXCLUSIVE: ReadonlySet<AlterAction['kind']> = new Set<AlterAction['kind']>([
  'add column',
  'drop column',
  'drop constraint',
  'set type',
  'set default',
  'drop default',
  'set not null',
  'drop not null',
  'rename',
  'rename column',
]);
