import type { Index, Table } from '../../schema/model.js';
import { insertAt, replaceIn, textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { columnOf, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type Edit, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'btree-on-array-or-jsonb',
  subject: 'indexes',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  // YugabyteDB refuses an index on such types or did in most versions.
  engines: ['postgres'],
  summary: 'A B-tree indexes an array or JSONB column as a whole value.',
  gains: 'Comparing whole values (=, <, ORDER BY) is fast.',
  costs:
    'Searches for what is inside (@>, ?, && and ANY) cannot use it, and an INSERT of a value that is over about 2,700 bytes even when compressed fails.',
  fineWhen: 'Queries compare the whole value, as a small fixed array that stands for a key.',
  advice: 'Use GIN, or a B-tree on an expression that takes the one value out.',
  sources: [
    {
      title: 'PostgreSQL: jsonb indexing',
      url: 'https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING',
    },
    { title: 'PostgreSQL: index types', url: 'https://www.postgresql.org/docs/current/indexes-types.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, tags text[]);\nCREATE INDEX posts_tags ON posts (tags);',
      says: 'GIN',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, body jsonb);\nCREATE INDEX posts_body ON posts USING btree (body);',
      says: 'body',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, body json);\nCREATE INDEX posts_body ON posts (body);',
      says: 'refuses',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE posts (id bigint PRIMARY KEY, tags text[], body jsonb);\nCREATE INDEX a ON posts USING gin (tags);\nCREATE INDEX b ON posts ((body ->> 'author'));\nCREATE UNIQUE INDEX c ON posts (tags);",
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const index of table.indexes) {
      const origin = index.origins[0];
      if (!origin || index.inherited || index.unique || index.method !== 'btree') continue;
      for (const part of index.parts) {
        const column = part.column && !part.opclass ? columnOf(table, part.column.value) : undefined;
        if (!column?.type) continue;
        const type = typeClass(column.type, table.dialect, context.catalog);
        if (type.kind !== 'json' && type.kind !== 'jsonb' && !type.array) continue;
        const name = `${display(table, context.catalog)}.${column.name}`;
        if (type.kind === 'json' && !type.array) {
          context.report({
            origin,
            severity: 'error',
            message: `json has no order, so the engine refuses a B-tree on ${name}. Make the column jsonb and use GIN, or index an expression such as (${column.name} ->> 'key').`,
          });
        } else {
          context.report({
            origin,
            message: `This B-tree compares ${name} as a whole: searches inside it (${type.array ? '@>, &&' : '@>, ?'}) cannot use it. Use GIN, or index an expression that takes the value out.`,
            fixes: () => fixes(table, index, context),
          });
        }
        break;
      }
    }
  },
});

/** GIN takes array and JSONB columns alone; others beside them would need an extension. */
function fixes(table: Table, index: Index, context: RuleContext): Fix[] {
  const origin = index.origins[0]!;
  const [part, ...more] = index.parts;
  if (!part || more.length > 0 || part.order || part.nulls || index.include.length > 0) return [];
  if (table.dialect !== context.dialect) return [];
  const text = textOf(origin);
  const edit: Edit | undefined = /\busing\s+btree\b/i.test(text)
    ? replaceIn(origin, /\busing\s+btree\b/i, 'USING gin')
    : beforeParts(index);
  return edit ? [{ title: 'Use GIN', edits: [edit], safe: false }] : [];
}

function beforeParts(index: Index): Edit | undefined {
  const { unit, span } = index.origins[0]!;
  const paren = unit.piece.text.lastIndexOf('(', index.parts[0]!.span.start);
  return paren > span.start ? insertAt(unit, paren, 'USING gin ') : undefined;
}
