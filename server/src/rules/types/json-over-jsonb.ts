import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'json-over-jsonb',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: POSTGRES_LIKE,
  summary: 'A column has the type json, which is kept as text and has no equality.',
  gains:
    'The document comes back letter for letter, with its blanks, the order of its keys and keys that stand in it twice; storing it needs no conversion.',
  costs:
    'Each access parses the text again. The type has no equality operator, so SELECT DISTINCT, GROUP BY and UNION over the column fail, and no B-tree, hash or GIN index takes it.',
  fineWhen: 'The document is only kept and handed out as it came: signed messages, logs of requests.',
  advice: 'Use jsonb.',
  sources: [
    { title: 'PostgreSQL: JSON types', url: 'https://www.postgresql.org/docs/current/datatype-json.html' },
    {
      title: 'PostgreSQL: jsonb indexing',
      url: 'https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint PRIMARY KEY, payload json NOT NULL DEFAULT '{}'::json, more json[]);",
      says: 'payload and more',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint PRIMARY KEY, payload jsonb NOT NULL DEFAULT '{}');",
    },
  ],
  check(table, context) {
    const found = writtenColumns(table).filter(
      column => column.type?.base === 'json' && column.type.schema === undefined,
    );
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'are' : 'is'} kept as the text of a document: each access parses it, DISTINCT and GROUP BY fail on it, and no index takes it. Use jsonb, unless it has to come back letter for letter.`,
      title: 'Use jsonb',
      edit: column => column.typeOrigin && replaceIn(column.typeOrigin, /\bjson\b/i, 'jsonb'),
    });
  },
});
