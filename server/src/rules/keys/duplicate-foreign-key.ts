import type { ForeignKey } from '../../schema/model.js';
import { removeElement, removeStatement } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display, tuple } from '../lib/naming.js';
import { addsOneConstraint } from '../lib/redundant.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'duplicate-foreign-key',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: ENFORCING,
  summary: 'Two foreign keys of a table have the same columns and the same target.',
  gains: 'Nothing.',
  costs:
    'Every insert and update is checked twice, and where their ON DELETE actions differ, which one acts is hard to foresee.',
  fineWhen: 'One is about to replace the other: added NOT VALID, validated, then the old one is dropped.',
  advice: 'Keep the one with the action that is meant and drop the other.',
  sources: [
    {
      title: 'PostgreSQL: foreign keys',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    {
      title: 'Percona Toolkit: pt-duplicate-key-checker',
      url: 'https://docs.percona.com/percona-toolkit/pt-duplicate-key-checker.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users (id), CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));',
      says: 'users',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE, CONSTRAINT b FOREIGN KEY (user_id) REFERENCES users (id));',
      says: 'different actions',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), FOREIGN KEY (user_id) REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, user_id int);\nALTER TABLE posts ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users (id);\nALTER TABLE posts ADD CONSTRAINT b FOREIGN KEY (user_id) REFERENCES users (id);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 REFERENCES users (id), CONSTRAINT again FOREIGN KEY (user_id) REFERENCES users (id));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));\nCREATE TABLE b (id int PRIMARY KEY, x int, y int, FOREIGN KEY (x, y) REFERENCES a, FOREIGN KEY (x, y) REFERENCES a MATCH FULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users, editor int REFERENCES users);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, KEY (user_id), FOREIGN KEY (user_id) REFERENCES users (id));',
    },
  ],
  check(table, context) {
    const seen = new Map<string, ForeignKey>();
    for (const key of table.foreignKeys) {
      const signature = signatureOf(key);
      const first = seen.get(signature);
      if (!first) {
        seen.set(signature, key);
        continue;
      }
      const origin = key.origins[0];
      if (key.inherited || first.inherited || !origin || key.notValid || first.notValid) continue;
      const differ = first.onDelete !== key.onDelete || first.onUpdate !== key.onUpdate;
      // Checked at another moment, or refusing rows that are half NULL: each does what the other does not.
      if (first.match !== key.match || first.deferrable !== key.deferrable) continue;
      const target = display({ schema: key.refSchema, name: key.refName }, context.catalog);
      context.report({
        origin,
        message: `${tuple(key.columns)} already references ${target}: every write is checked twice${differ ? ', and the two have different actions' : ''}. Drop one of the two foreign keys.`,
        related: first.origins[0] ? [{ origin: first.origins[0], message: 'The first one.' }] : [],
        fixes: () => (differ ? [] : fixes(key, context)),
        tag: 'unnecessary',
      });
    }
  },
});

function signatureOf(key: ForeignKey): string {
  const pairs = key.columns.map((column, i) => `${column}=${key.refColumns[i] ?? ''}`.toLowerCase());
  return `${key.refTable}:${pairs.sort().join(',')}`;
}

function fixes(key: ForeignKey, context: RuleContext): Fix[] {
  const origin = key.origins[0]!;
  const statement = origin.unit.readings[0]?.statement;
  const safe = context.roleOf(origin) === 'schema';
  const title = 'Remove this foreign key';
  if (key.origins.length > 1 || origin.unit.readings.length > 1) return [];
  if (key.name !== undefined && context.isNamedElsewhere(key.name, origin.unit)) return [];
  if (addsOneConstraint(statement)) {
    const edit = removeStatement(origin.unit);
    return edit ? [{ title, edits: [edit], safe }] : [];
  }
  if (statement?.kind !== 'create table') return [];
  const inList = statement.constraints.some(item => item.span.start === origin.span.start);
  const edits = inList ? removeElement(origin) : [{ origin, newText: '' }];
  return edits ? [{ title, edits, safe }] : [];
}
