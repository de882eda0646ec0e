import type { Column } from '../../schema/model.js';
import { replaceIn } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'serial-foreign-key',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: POSTGRES_LIKE,
  summary: 'A column that refers to another table is a serial, with a counter of its own.',
  gains: 'Nothing: values of a foreign key come from the other table.',
  costs:
    'An insert that leaves the column out takes the next number of a sequence that has nothing to do with the parent: it fails, or it refers to a row that nobody meant.',
  fineWhen: 'Never; where parent and child are made one for one, say the value in each insert.',
  advice: 'Use the plain integer type of the same width.',
  sources: [
    {
      title: 'PostgreSQL: serial types',
      url: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigserial PRIMARY KEY);\nCREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigserial REFERENCES users (id));',
      says: 'user_id',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id serial PRIMARY KEY);\nCREATE TABLE profiles (user_id serial PRIMARY KEY, FOREIGN KEY (user_id) REFERENCES users (id));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigserial PRIMARY KEY);\nCREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const seen = new Set<string>();
    for (const key of table.foreignKeys) {
      const column = key.columns.length === 1 ? columnLike(table, key.columns[0]!) : undefined;
      if (!column?.serial || column.inherited || key.inherited || seen.has(column.name)) continue;
      seen.add(column.name);
      const target = display({ schema: key.refSchema, name: key.refName }, context.catalog);
      context.report({
        origin: column.typeOrigin ?? column.nameOrigin,
        message: `${display(table, context.catalog)}.${column.name} refers to ${target} but counts by itself: an insert that leaves it out takes a number which has nothing to do with ${target}. Use ${column.type?.base ?? 'the plain integer type'}.`,
        fixes: () => fixes(column),
      });
    }
  },
});

/** Not safe: a serial is NOT NULL by itself, which the fix keeps, and inserts may rest on the counter. */
function fixes(column: Column): readonly Fix[] {
  const base = column.type?.base;
  if (!base || !column.typeOrigin) return [];
  const edit = replaceIn(column.typeOrigin, /\b(small|big)?serial[248]?\b/i, `${base} NOT NULL`);
  const written = column.origins[0]?.unit === column.typeOrigin.unit ? column.origins[0] : undefined;
  const said =
    written && /\bnot\s+null\b/i.test(written.unit.piece.text.slice(written.span.start, written.span.end));
  if (!edit) return [];
  return [{ title: `Use ${base}`, edits: [said ? { ...edit, newText: base } : edit], safe: false }];
}
