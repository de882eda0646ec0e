import type { Index, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { accessPaths, pathName } from '../lib/access.js';
import { replaceIn } from '../lib/edits.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnOf, isInnodb, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type Fix, type RuleContext, type Severity } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', ...MYSQL_LIKE];

export default defineRule({
  id: 'hash-index-limits',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENGINES,
  summary: 'A hash index where a B-tree does the same and more, or where the engine makes none.',
  gains:
    'For long values, such as UUIDs and URLs, a hash index is smaller than a B-tree: it keeps four bytes of each.',
  costs:
    'It answers nothing but =: no range, no sorting, no uniqueness, no second column. InnoDB and MyISAM have none and make a B-tree instead, with no more than a note.',
  fineWhen: 'Long texts such as URLs are searched by = alone, and the size was measured (PostgreSQL).',
  advice: 'Use a B-tree, the default.',
  sources: [
    { title: 'PostgreSQL: hash indexes', url: 'https://www.postgresql.org/docs/current/hash-index.html' },
    {
      title: 'MySQL: index types of the storage engines',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html',
    },
    {
      title: 'MariaDB: storage engine index types',
      url: 'https://mariadb.com/kb/en/storage-engine-index-types/',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint);\nCREATE INDEX i ON posts USING hash (author);',
      says: 'B-tree',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, url text);\nCREATE UNIQUE INDEX i ON posts USING hash (url);',
      says: 'refuses',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (\n  id int PRIMARY KEY,\n  url varchar(200),\n  KEY i (url) USING HASH\n) ENGINE=InnoDB;',
      says: 'InnoDB',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, url text);\nCREATE INDEX i ON posts USING hash (url);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE posts (id int PRIMARY KEY, url varchar(200), KEY i (url) USING HASH) ENGINE=MEMORY;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const index of table.indexes) {
      const origin = index.origins[0];
      if (index.method !== 'hash' || index.inherited || !origin) continue;
      const said = context.dialect === 'postgres' ? postgres(table, index, context) : mysql(table);
      if (!said) continue;
      const path = accessPaths(table).find(other => other.origin === origin);
      const name = path ? pathName(path) : 'This index';
      context.report({
        origin,
        severity: said.severity,
        message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)}: ${said.text}`,
        fixes: () => fixes(index),
      });
    }
  },
});

function postgres(
  table: Table,
  index: Index,
  context: RuleContext,
): { text: string; severity: Severity } | undefined {
  if (index.unique || index.parts.length > 1) {
    const what = index.unique ? 'a unique one' : 'one over several columns';
    return {
      text: `a hash index cannot be ${what}, so the engine refuses it. Use a B-tree.`,
      severity: 'error',
    };
  }
  const column = index.parts[0]?.column && columnOf(table, index.parts[0].column.value);
  const type = column?.type && typeClass(column.type, table.dialect, context.catalog);
  if (!column || !type || type.array || !SHORT.has(type.kind)) return undefined;
  return {
    text: `values of ${column.name} (${column.type!.text}) are short, so a B-tree is about as small and fast, and serves ranges and sorting besides. Use a B-tree.`,
    severity: 'info',
  };
}

function mysql(table: Table): { text: string; severity: Severity } | undefined {
  return isInnodb(table)
    ? {
        text: 'InnoDB has no hash indexes and makes a B-tree of it. Write what it is, and lose nothing.',
        severity: 'info',
      }
    : undefined;
}

const SHORT = new Set(['integer', 'float', 'boolean', 'date', 'time', 'timestamp', 'timestamptz']);

function fixes(index: Index): Fix[] {
  const edit = replaceIn(index.origins[0]!, /\busing\s+hash\b/i, 'USING btree');
  return edit ? [{ title: 'Use a B-tree', edits: [edit], safe: false }] : [];
}
