import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { hasTableOf, keyColumns } from '../lib/denorm/references.js';
import { keepsThePast } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'polymorphic-reference',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A pair of columns (`owner_type`, `owner_id`) seems to refer to rows of several tables.',
  gains: 'One table serves many kinds of owners, and a new kind needs no change of the schema.',
  costs:
    'No foreign key can be declared, so deleted owners leave orphans; a query has to know the kinds to join them; the planner knows no join between the tables.',
  fineWhen: 'A log or a queue outlives what it names, or a framework owns the pair and cleans up.',
  advice:
    'One nullable foreign key per kind with a CHECK that exactly one is set; or one link table per kind; or a common parent table that all kinds share.',
  sources: [
    {
      title: 'GitLab: polymorphic associations are not allowed, and why',
      url: 'https://gitlab.com/gitlab-org/gitlab-foss/-/blob/5dfec1ce48f45805037675e286800df3b146f8a8/doc/development/polymorphic_associations.md',
    },
    {
      title: 'Rails: polymorphic associations',
      url: 'https://guides.rubyonrails.org/association_basics.html#polymorphic-associations',
    },
  ],
  bad: onEveryEngine(
    'CREATE TABLE comments (\n  id integer NOT NULL PRIMARY KEY,\n  owner_type varchar(40) NOT NULL,\n  owner_id integer NOT NULL\n);',
    'owner_id',
  ),
  good: [
    ...onEveryEngine(
      'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE photos (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE comments (\n  id integer NOT NULL PRIMARY KEY,\n  post_id integer REFERENCES posts (id),\n  photo_id integer REFERENCES photos (id),\n  CHECK (post_id IS NULL OR photo_id IS NULL)\n);',
    ),
    {
      // The type belongs to the document, whose table is there.
      dialect: 'postgres',
      sql: 'CREATE TABLE documents (id bigint PRIMARY KEY);\nCREATE TABLE pages (id bigint PRIMARY KEY, document_type text, document_id bigint REFERENCES documents);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE notes (\n  id bigint PRIMARY KEY,\n  owner_type text,\n  -- DENORMALIZED: notes outlive their owners\n  owner_id bigint\n);',
    },
  ],
  check(table, context) {
    // A log outlives what it names.
    if (!isOwnTable(table) || keepsThePast(table.name)) return;
    for (const { stem, type, id } of pairsOf(table)) {
      if (!fits(table, type, id, context) || isDocumented(table, id)) continue;
      // With a table of that name, the type says something about the row there.
      if (hasTableOf(table, stem, context.catalog)) continue;
      context.report({
        origin: id.nameOrigin,
        message: `${type.name} and ${id.name} of ${display(table, context.catalog)} seem to refer to rows of several tables: no foreign key can check them, and deletes leave orphans. One reference per kind with a CHECK, or one link table per kind, can be checked.`,
        related: [{ origin: type.nameOrigin, message: 'Says which table is meant.' }],
        fixes: () => [documentFix('Note that this is on purpose', id.nameOrigin, 'refers to several tables')],
      });
    }
  },
});

interface Pair {
  readonly stem: string;
  readonly type: Column;
  readonly id: Column;
}

function pairsOf(table: Table): readonly Pair[] {
  let pairs = PAIRS.get(table);
  if (!pairs) PAIRS.set(table, (pairs = findPairs(table)));
  return pairs;
}

const PAIRS = new WeakMap<Table, readonly Pair[]>();

function findPairs(table: Table): Pair[] {
  const found: Pair[] = [];
  for (const id of table.columns) {
    const match = /^(.+?)(_id|Id|ID|_uuid)$/.exec(id.name);
    const stem = match?.[1];
    if (!stem || id.inherited) continue;
    if (
      table.foreignKeys.some(({ columns }) =>
        columns.some(name => name.toLowerCase() === id.name.toLowerCase()),
      )
    )
      continue;
    const type = columnLike(table, `${stem}_type`) ?? columnLike(table, `${stem}Type`);
    if (type && !isOutside(stem) && !table.foreignKeys.some(({ columns }) => columns.includes(type.name)))
      found.push({ stem, type, id });
  }
  return found;
}

/** Identifiers that another system gave. */
function isOutside(stem: string): boolean {
  return /^(?:external|ext|foreign|remote|device|client|tax|national|document|government|passport|identity|vendor|legacy|third_party)$/i.test(
    stem,
  );
}

function fits(table: Table, type: Column, id: Column, context: RuleContext): boolean {
  if (!type.type || !id.type) return false;
  if (table.primaryKey?.columns.length === 1 && keyColumns(table).has(id.name.toLowerCase())) {
    if (table.primaryKey.columns[0]!.toLowerCase() === id.name.toLowerCase()) return false;
  }
  const kind = typeClass(type.type, table.dialect, context.catalog);
  const key = typeClass(id.type, table.dialect, context.catalog);
  if (kind.array || key.array) return false;
  return /^(text|integer|unknown)$/.test(kind.kind) && /^(integer|uuid|text|bytes)$/.test(key.kind);
}
