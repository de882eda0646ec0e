import type { Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import { accessPaths } from '../lib/access.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { indexLedBy, isFoundOtherwise } from '../lib/workload/covered.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'leading-wildcard',
  subject: 'queries',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A query looks for a text anywhere inside a column.',
  gains: 'Matches are found wherever they stand, without further structures to keep.',
  costs:
    'A B-tree finds beginnings. A pattern that begins with a wildcard is compared with every row of the table, the longer the texts the slower.',
  fineWhen: 'The table stays small, or other tests of the query leave few rows over.',
  advice:
    'PostgreSQL and CockroachDB: a GIN index with `gin_trgm_ops`. For words: full-text search (tsvector, FULLTEXT, FTS5). For endings: index the reversed text.',
  sources: [
    { title: 'PostgreSQL: pg_trgm', url: 'https://www.postgresql.org/docs/current/pgtrgm.html' },
    {
      title: 'MySQL: B-tree indexes and LIKE',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/index-btree-hash.html',
    },
    {
      title: 'SQLite: the LIKE optimization',
      url: 'https://www.sqlite.org/optoverview.html#the_like_optimization',
    },
    {
      title: 'CockroachDB: trigram indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/trigram-indexes',
    },
    {
      title: 'SQL Server: full-text search against LIKE',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/search/full-text-search',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\nSELECT id FROM users WHERE name LIKE '%son%';",
      says: 'gin_trgm_ops',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\nSELECT id FROM users WHERE name ILIKE '%' || $1 || '%';",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, name varchar(80) NOT NULL, KEY by_name (name));\nSELECT id FROM users WHERE name LIKE CONCAT('%', ?);",
      says: 'by_name',
    },
    {
      dialect: 'sqlite',
      sql: "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nSELECT id FROM users WHERE name LIKE '%son';",
    },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE users (id int NOT NULL PRIMARY KEY, name nvarchar(80) NOT NULL);\nGO\nSELECT id FROM users WHERE name LIKE N'%son';\n",
    },
    {
      dialect: 'cockroach',
      sql: "CREATE TABLE users (id INT8 PRIMARY KEY, name STRING NOT NULL);\nSELECT id FROM users WHERE name LIKE '%son';",
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, org bigint NOT NULL, name text NOT NULL);\nCREATE INDEX a ON users (org);\nSELECT id FROM users WHERE name LIKE 'John%';\nSELECT id FROM users WHERE org = $1 AND name LIKE '%son%';\nSELECT id FROM users WHERE name NOT LIKE '%son%';",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, name varchar(80) NOT NULL, KEY by_name (name));\nSELECT id FROM users WHERE name LIKE CONCAT(?, '%');",
    },
    {
      dialect: 'sqlite',
      sql: "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nSELECT id FROM users WHERE name LIKE 'son%';",
    },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE users (id int NOT NULL PRIMARY KEY, name nvarchar(80) NOT NULL);\nGO\nSELECT id FROM users WHERE name LIKE N'son%';\n",
    },
    {
      dialect: 'cockroach',
      sql: "CREATE TABLE users (id INT8 PRIMARY KEY, name STRING NOT NULL);\nSELECT id FROM users WHERE name LIKE 'son%';",
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const use of lastingUses(table, context)) {
      for (const { column, condition, origin } of use.others) {
        if (condition.kind !== 'like' || condition.negated || !beginsOpen(condition.pattern)) continue;
        if (isFoundOtherwise(use, table, column) || hasTrigrams(table, column)) continue;
        const facts = context.workload.factsOf(table);
        if (isKnownSmall(facts)) return;
        const path = indexLedBy(table, column);
        const index = path?.name;
        context.report({
          origin,
          severity: isKnownBig(facts) || isKnownHot(facts) ? 'warning' : facts.rows ? 'info' : 'hint',
          message: `${condition.pattern.text.replace(/\s+/g, ' ').slice(0, 40)} begins with a wildcard, so ${index === undefined ? 'no B-tree' : `index ${index}`} can find the rows of ${display(table, context.catalog)} and each ${columnLike(table, column)?.name ?? column} is compared. ${adviceFor(table, column, context)}`,
        });
      }
    }
  },
});

/** `'%x'`, `'%' || $1`, `concat('%', ?)`: what stands first is a wildcard. */
function beginsOpen(pattern: Value): boolean {
  if (pattern.kind === 'constant')
    return (
      typeof pattern.constant === 'string' && /^[%_]/.test(pattern.constant) && /[^%_]/.test(pattern.constant)
    );
  const joins =
    pattern.kind === 'arithmetic' ? pattern.name === '||' || pattern.name === '+' : pattern.name === 'concat';
  const first = joins ? pattern.args?.[0] : undefined;
  return (
    first !== undefined &&
    (first.kind === 'constant' ? /^[%_]/.test(String(first.constant)) : beginsOpen(first))
  );
}

/** Any index on the column that is not sorted by it: trigrams, words, full text. */
function hasTrigrams(table: Table, column: string): boolean {
  return accessPaths(table).some(
    path =>
      !SORTED.has(path.method) &&
      path.parts.some(part => part.column?.value === column || part.expr?.columns.includes(column)),
  );
}

const SORTED = new Set(['btree', 'hash', 'brin', 'lsm', '', 'fulltext']);

function adviceFor(table: Table, column: string, { dialect }: RuleContext): string {
  if (dialect === 'postgres' || dialect === 'yugabyte')
    return `Add USING gin (${column} gin_trgm_ops), from pg_trgm, or search for words.`;
  if (dialect === 'cockroach') return `Add an inverted index on (${column} gin_trgm_ops).`;
  if (isMysqlLike(dialect)) {
    const full = accessPaths(table).some(path => path.method === 'fulltext');
    return full
      ? 'Search words with MATCH ... AGAINST.'
      : 'For words, add a FULLTEXT index and use MATCH ... AGAINST.';
  }
  return dialect === 'sqlite'
    ? 'For words, use an FTS5 table.'
    : 'For words, use full-text search (CONTAINS).';
}
