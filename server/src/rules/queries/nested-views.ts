import type { Catalog, View } from '../../schema/model.js';
import { display } from '../lib/naming.js';
import { defineRule, type Engine } from '../rule.js';

const SHOWN: readonly Engine[] = [
  'postgres',
  'cockroach',
  'redshift',
  'mysql',
  'sqlite',
  'tsql',
  'snowflake',
  'bigquery',
  'spark',
];

export default defineRule({
  id: 'nested-views',
  subject: 'queries',
  since: '0.1.0',
  on: 'view',
  severity: 'hint',
  engines: [
    'postgres',
    'yugabyte',
    'cockroach',
    'redshift',
    'mysql',
    'mariadb',
    'sqlite',
    'tsql',
    'snowflake',
    'bigquery',
    'spark',
  ],
  summary: 'A view reads views that read views.',
  gains: 'Each definition stands in one place and is built from others.',
  costs:
    'Who reads the top view does not see how many tables and joins stand behind it: all of them are planned at once, and one table may be read several times. A change far below breaks or slows what is above, and views have to be dropped and made again in order.',
  fineWhen: 'Each level is small, or the levels are steps of one calculation that nobody else reads.',
  advice: 'Let the upper view read tables itself, or materialize a level that many read.',
  sources: [
    {
      title: 'PostgreSQL: views and the rule system',
      url: 'https://www.postgresql.org/docs/current/rules-views.html',
    },
    {
      title: 'MySQL: view processing algorithms',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/view-algorithms.html',
    },
    {
      title: 'SQL Server: views',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/views/views',
    },
    {
      title: 'Snowflake: overview of views',
      url: 'https://docs.snowflake.com/en/user-guide/views-introduction',
    },
    { title: 'BigQuery: logical views', url: 'https://cloud.google.com/bigquery/docs/views-intro' },
  ],
  options: {
    levels: {
      description: 'Levels of views above the tables that are accepted.',
      default: 3,
      type: 'number',
    },
  },
  bad: SHOWN.map(dialect => ({ dialect, sql: stack(4, dialect), says: '4 levels' })),
  good: SHOWN.map(dialect => ({ dialect, sql: stack(3, dialect) })),
  check(view, context) {
    const most = Number(context.options.levels);
    // Those above one that is reported are no news.
    if (view.materialized || depthOf(view, context.catalog, most + 2) !== most + 1) return;
    context.report({
      origin: view.nameOrigin,
      message: `${display(view, context.catalog)} reads through ${most + 1} levels of views: its readers do not see what stands behind it, and all of it is planned at once. Let it read tables itself, or materialize a level.`,
    });
  },
});

/** Levels of plain views above tables, this one included, counted up to a limit. */
function depthOf(view: View, catalog: Catalog, limit: number): number {
  if (limit <= 1) return 1;
  let below = 0;
  for (const key of view.reads) {
    const read = catalog.view(key);
    if (read && !read.materialized && key !== view.key)
      below = Math.max(below, depthOf(read, catalog, limit - 1));
  }
  return below + 1;
}

/** A pile of so many views upon a table. */
function stack(levels: number, dialect: Engine): string {
  const end = dialect === 'tsql' ? ';\nGO\n' : ';\n';
  const place = dialect === 'bigquery' ? 'shop.' : '';
  let sql = `CREATE TABLE ${place}orders (id ${dialect === 'bigquery' ? 'INT64' : 'int NOT NULL'})${end}`;
  for (let level = 1; level <= levels; level++) {
    sql += `CREATE VIEW ${place}v${level} AS SELECT id FROM ${place}${level === 1 ? 'orders' : `v${level - 1}`}${end}`;
  }
  return sql;
}
