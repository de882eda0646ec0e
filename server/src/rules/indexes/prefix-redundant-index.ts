import { partText, pathName } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { prefixes, removeFix } from '../lib/redundant.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'prefix-redundant-index',
  subject: 'indexes',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'The columns of an index begin another, longer index.',
  gains:
    'The shorter index is smaller: more of it stays in memory, and PostgreSQL stores repeated values in it once.',
  costs: 'Every insert and many updates write both, while the longer one answers the same searches.',
  fineWhen: 'The shorter one is much smaller and much used, or the longer one is about to go.',
  advice: 'Drop the shorter one, unless its size was measured to matter.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'MySQL: leftmost prefix of an index',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/multiple-column-indexes.html',
    },
    {
      title: 'PostgreSQL: B-tree deduplication',
      url: 'https://www.postgresql.org/docs/current/btree.html#BTREE-DEDUPLICATION',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, at date);\nCREATE INDEX posts_author ON posts (author);\nCREATE INDEX posts_author_at ON posts (author, at);',
      says: 'posts_author_at',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE follows (\n  a int NOT NULL,\n  b int NOT NULL,\n  PRIMARY KEY (a, b),\n  KEY by_a (a)\n);',
      says: 'primary key',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, author INT, at TEXT);\nCREATE INDEX a ON posts (author);\nCREATE INDEX b ON posts (author, at);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int, at date);\nCREATE INDEX a ON posts (author);\nCREATE INDEX b ON posts (author, at);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, author INT8, at DATE);\nCREATE INDEX a ON posts (author);\nCREATE INDEX b ON posts (author, at);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, at date);\nCREATE UNIQUE INDEX a ON posts (author);\nCREATE INDEX b ON posts (author, at);\nCREATE INDEX c ON posts (at) WHERE author IS NULL;\nCREATE INDEX d ON posts (at, id);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE follows (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b), KEY by_b (b));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int, at date, title nvarchar(80));\nCREATE INDEX a ON posts (author) INCLUDE (title);\nCREATE INDEX b ON posts (author, at);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const { path, by } of prefixes(table)) {
      const longer =
        by.kind === 'primary key' ? `the primary key (${by.parts.map(partText).join(', ')})` : pathName(by);
      context.report({
        origin: path.origin!,
        message: `${capital(pathName(path))} of ${display(table, context.catalog)} is the beginning of ${longer}, which answers the same searches. Drop it, unless its smaller size is worth a second write.`,
        related: by.origin ? [{ origin: by.origin, message: 'The longer one.' }] : [],
        fixes: () => removeFix(path, table, context, false),
      });
    }
  },
});

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
