import { formatCount } from '../../workload/capacity.js';
import { ENFORCING } from '../lib/engines.js';
import { defineRule } from '../rule.js';

const posts = (big: string) => `CREATE TABLE posts (id ${big} NOT NULL PRIMARY KEY, at date);`;

export default defineRule({
  id: 'large-offset',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ENFORCING,
  summary: 'A query skips very many rows with OFFSET.',
  gains: 'Any page can be asked for by its number.',
  costs:
    'The rows that are skipped are read and sorted all the same, so page 1,000 costs a thousand pages; and rows that come or go between two pages shift what the next one shows.',
  fineWhen: 'It runs once, to look at some rows.',
  advice:
    'Ask for what comes behind the last row seen: `WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT 20`.',
  sources: [
    {
      title: 'PostgreSQL: LIMIT and OFFSET',
      url: 'https://www.postgresql.org/docs/current/queries-limit.html',
    },
    {
      title: 'MySQL: LIMIT optimization',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/limit-optimization.html',
    },
    { title: 'MariaDB: pagination optimization', url: 'https://mariadb.com/kb/en/pagination-optimization/' },
    {
      title: 'SQLite: scrolling cursor, what not to do',
      url: 'https://www.sqlite.org/rowvalue.html#scrolling_window_queries',
    },
    {
      title: 'SQL Server: ORDER BY, OFFSET and FETCH',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/queries/select-order-by-clause-transact-sql',
    },
    { title: 'CockroachDB: paginate results', url: 'https://www.cockroachlabs.com/docs/stable/pagination' },
  ],
  options: {
    max: { type: 'number', default: 10_000, description: 'How many rows a query may skip.' },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: `${posts('bigint')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 100000;`,
      says: '100,000',
    },
    { dialect: 'mysql', sql: `${posts('int')}\nSELECT id FROM posts ORDER BY id LIMIT 100000, 20;` },
    {
      dialect: 'sqlite',
      sql: `${posts('INTEGER')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 100000;`,
    },
    {
      dialect: 'tsql',
      sql: `${posts('int')}\nGO\nSELECT id FROM posts ORDER BY id OFFSET 100000 ROWS FETCH NEXT 20 ROWS ONLY;\n`,
    },
    {
      dialect: 'cockroach',
      sql: `${posts('INT8')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 100000;`,
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${posts('bigint')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 40;\nSELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 20;`,
    },
    { dialect: 'mysql', sql: `${posts('int')}\nSELECT id FROM posts ORDER BY id LIMIT 40, 20;` },
    { dialect: 'sqlite', sql: `${posts('INTEGER')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 40;` },
    {
      dialect: 'tsql',
      sql: `${posts('int')}\nGO\nSELECT id FROM posts ORDER BY id OFFSET 40 ROWS FETCH NEXT 20 ROWS ONLY;\n`,
    },
    { dialect: 'cockroach', sql: `${posts('INT8')}\nSELECT id FROM posts ORDER BY id LIMIT 20 OFFSET 40;` },
  ],
  check(query, context) {
    for (const { offset } of query.shape.blocks) {
      const skipped = offset?.constant;
      if (!offset || typeof skipped !== 'number' || skipped <= Number(context.options.max)) continue;
      context.report({
        origin: { unit: query.unit, span: offset.span },
        message: `The ${formatCount(skipped)} rows that OFFSET skips are read all the same, each time. Ask for the rows behind the last one seen instead: WHERE key > last ORDER BY key.`,
      });
    }
  },
});
