import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { listUse } from '../lib/denorm/list-uses.js';
import { keepsThePast } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'multi-valued-column',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A text column seems to hold a list of values or keys (`tag_ids`, `email_list`).',
  gains: 'The list is read and written with its row, without a second table and without a join.',
  costs:
    'No foreign key keeps the elements pointing at rows that exist; a search for one element reads every row, for no B-tree finds the middle of a text; adding and removing one element rewrites the list and loses against another writer; the length is limited by the column.',
  fineWhen: 'The list is only shown or handed on as a whole, never searched, joined or changed in part.',
  advice:
    'Make a table with one row per element, keyed by both sides. Where the engine has arrays and the elements are no references, an array with a GIN index keeps the types and can be searched.',
  sources: [
    {
      title: 'SQL antipatterns: comma-separated lists',
      url: 'https://www.educative.io/courses/sql-antipatterns-database-programming/antipattern-format-comma-separated-lists',
    },
    {
      title: 'MySQL: FIND_IN_SET',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/string-functions.html#function_find-in-set',
    },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY, tag_ids varchar(500));',
      'tag_ids',
    ),
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE rules (id int PRIMARY KEY, recipient_list text NOT NULL);',
      says: 'recipient_list',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE post_tags (post_id integer NOT NULL REFERENCES posts (id), tag_id integer NOT NULL, PRIMARY KEY (post_id, tag_id));',
    ),
    {
      dialect: 'postgres',
      sql: "CREATE TABLE posts (id bigint PRIMARY KEY, tag_names text[] NOT NULL DEFAULT '{}');",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (\n  id bigint PRIMARY KEY,\n  tag_ids text -- DENORMALIZED: shown only, never searched\n);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || keepsThePast(table.name)) return;
    for (const column of candidates(table)) {
      if (!isText(table, column, context) || isDocumented(table, column)) continue;
      const use = listUse(table, column, context.workload);
      const keys = LAST_KEYS.test(column.name);
      context.report({
        origin: column.nameOrigin,
        ...(use ? { severity: 'info' as const } : {}),
        message: `${column.name} of ${display(table, context.catalog)} ${use ? 'is searched as' : 'seems to hold'} a list in one text: ${keys ? 'no foreign key can check its elements, and' : 'no index finds one element, and'} two writers overwrite each other's changes. ${keys ? 'A table with one row per pair keeps both sides true.' : 'A table with one row per element can be searched and checked.'}`,
        ...(use ? { related: [{ origin: use, message: 'Here one element of it is looked for.' }] } : {}),
        fixes: () => [
          documentFix('Note that this is on purpose', column.nameOrigin, 'read and written as a whole'),
        ],
      });
    }
  },
});

/** Names are looked at once per table. */
function candidates(table: Table): readonly Column[] {
  let own = CANDIDATES.get(table);
  if (!own) {
    own = table.columns.filter(
      column => column.type && !column.inherited && !column.generated && isListName(column.name),
    );
    CANDIDATES.set(table, own);
  }
  return own;
}

const CANDIDATES = new WeakMap<Table, readonly Column[]>();

function isListName(name: string): boolean {
  const words = wordsOf(name);
  const last = words[words.length - 1];
  return (
    words.length > 1 &&
    last !== undefined &&
    /^(ids|list|csv|lst)$/.test(last) &&
    !/^(price|wish|play|black|white|allow|deny|check|shopping|mailing)$/.test(words[words.length - 2]!)
  );
}

const LAST_KEYS = /ids$/i;

function isText(table: Table, column: Column, context: RuleContext): boolean {
  const { kind, array, length } = typeClass(column.type!, table.dialect, context.catalog);
  return kind === 'text' && !array && (length === undefined || length > 8);
}
