import type { Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, pathName } from '../lib/access.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { display, sqlName } from '../lib/naming.js';
import { columnLike, isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'mysql-prefix-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: MYSQL_LIKE,
  summary: 'An index on the beginning of a text is unique, or the length that a long text needs is missing.',
  gains: 'The index is smaller, and longer texts than an index can hold may be indexed.',
  costs:
    'A unique index on a prefix compares the prefix: two values that only differ behind it count as equal and the second one is refused. No prefix index answers a query alone or sorts.',
  fineWhen: 'The prefix is meant to be what is unique.',
  advice: 'Make the unique index on the whole column, or on a hash of it in a generated column.',
  sources: [
    {
      title: 'MySQL: CREATE INDEX, column prefix key parts',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html',
    },
    {
      title: 'MySQL: errors 1170 and 3152',
      url: 'https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html',
    },
    { title: 'MariaDB: CREATE INDEX', url: 'https://mariadb.com/kb/en/create-index/' },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE pages (\n  id int PRIMARY KEY,\n  url varchar(500) NOT NULL,\n  UNIQUE KEY by_url (url(20))\n);',
      says: 'first 20 characters',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE pages (\n  id int PRIMARY KEY,\n  body text,\n  KEY by_body (body)\n);',
      says: 'refuses',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE pages (id int PRIMARY KEY, url varchar(500), body text, UNIQUE KEY a (url), KEY b (body(50)), FULLTEXT KEY c (body));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !isInnodb(table)) return;
    for (const path of accessPaths(table)) {
      if (!path.origin || path.inherited || path.method === 'fulltext' || path.method === 'spatial') continue;
      if (!unlimited(table, path, context)) uniquePrefix(table, path, context);
    }
  },
});

/** TEXT and BLOB in a key need a length; MariaDB can do without where the key is unique. */
function unlimited(table: Table, path: AccessPath, context: RuleContext): boolean {
  for (const part of path.parts) {
    const column =
      part.column && part.length === undefined ? columnLike(table, part.column.value) : undefined;
    if (!column?.type || !LONG.has(column.type.base)) continue;
    // TEXT(20) becomes the smallest type that holds 20 characters, still a text.
    if (context.dialect === 'mariadb' && path.unique) continue;
    const name = pathName(path);
    context.report({
      origin: path.origin!,
      severity: 'error',
      message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} holds all of ${column.name}, a ${column.type.text}, which the engine refuses. Give a length, ${column.name}(191), or use FULLTEXT.`,
      fixes: (): Fix[] => {
        const written = { unit: path.origin!.unit, span: part.span };
        const text = `${sqlName(column.name, table.dialect)}(191)`;
        return part.order
          ? []
          : [
              {
                title: `Index the first 191 characters of ${column.name}`,
                edits: [{ origin: written, newText: text }],
                safe: false,
              },
            ];
      },
    });
    return true;
  }
  return false;
}

function uniquePrefix(table: Table, path: AccessPath, context: RuleContext): void {
  if (!path.unique) return;
  for (const part of path.parts) {
    const column =
      part.column && part.length !== undefined ? columnLike(table, part.column.value) : undefined;
    if (!column?.type || part.length === undefined) continue;
    const declared = Number(column.type.args[0]);
    if (!LONG.has(column.type.base) && !(declared > part.length)) continue;
    const name = pathName(path);
    context.report({
      origin: path.origin!,
      severity: 'info',
      message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} compares the first ${part.length} ${BINARY.test(column.type.base) ? 'bytes' : 'characters'} of ${column.name} only: a second value that begins alike is refused. Make the whole column unique, or a hash of it.`,
    });
    return;
  }
}

const BINARY = /blob|binary/;
const LONG = new Set([
  'text',
  'tinytext',
  'mediumtext',
  'longtext',
  'blob',
  'tinyblob',
  'mediumblob',
  'longblob',
]);
