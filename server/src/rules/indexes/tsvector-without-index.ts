import { accessPaths, partText } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { display, newName, sqlName, sqlTable } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'tsvector-without-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A tsvector column has no GIN or GiST index.',
  gains: 'Writes are cheaper: a GIN index takes an entry per word.',
  costs: 'A tsvector is kept to be searched, and without an index each search reads every row of the table.',
  fineWhen: 'The table stays small, or another column narrows each search down to a few rows.',
  advice: 'Create a GIN index on it.',
  sources: [
    {
      title: 'PostgreSQL: indexes for full-text search',
      url: 'https://www.postgresql.org/docs/current/textsearch-indexes.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, words tsvector);',
      says: 'words',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, words tsvector);\nCREATE INDEX posts_words ON posts USING gin (words);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, words tsvector, live boolean);\nCREATE INDEX posts_words ON posts USING gist (words) WHERE live;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const column of table.columns) {
      if (column.type?.base !== 'tsvector' || column.type.dimensions > 0 || column.inherited) continue;
      const served = accessPaths(table).some(
        path =>
          path.method !== 'btree' &&
          path.parts.some(part => partText(part) === column.name || part.expr?.columns.includes(column.name)),
      );
      if (served) continue;
      const facts = context.workload.factsOf(table);
      if (isKnownSmall(facts)) return;
      context.report({
        origin: column.nameOrigin,
        severity: isKnownBig(facts) || isKnownHot(facts) ? 'warning' : 'info',
        message: `No index of ${display(table, context.catalog)} holds the words of ${column.name}: each full-text search reads the whole table. Add a GIN index.`,
        fixes: () => {
          const name = sqlName(newName(table.name, column.name, 'idx'), table.dialect);
          const sql = `CREATE INDEX ${name} ON ${sqlTable(table, context.catalog)} USING gin (${sqlName(column.name, table.dialect)})`;
          const edit = statementAfter(column.nameOrigin.unit, sql);
          return edit ? [{ title: `Add a GIN index on ${column.name}`, edits: [edit], safe: false }] : [];
        },
      });
    }
  },
});
