import type { Table } from '../../schema/model.js';
import { accessPaths, plainColumns } from '../lib/access.js';
import { clusterKey, plainColumn } from '../lib/clustering.js';
import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clustering-key-too-fine',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['snowflake'],
  summary: 'A clustering key begins with values that are nearly all different.',
  gains: 'Filters on exactly that column leave nearly everything out.',
  costs:
    'More values than micro-partitions sort no better than fewer do, yet every load disturbs the order and is clustered again, for credits. Columns behind the first have no effect at all.',
  fineWhen: 'Rows come in that order anyway, as times of events do, and are never clustered again.',
  advice:
    'Cluster by an expression with fewer values: `TO_DATE(at)` in place of `at`, `TRUNC(id, -5)` in place of `id`.',
  sources: [
    {
      title: 'Snowflake: strategies for selecting clustering keys',
      url: 'https://docs.snowflake.com/en/user-guide/tables-clustering-keys',
    },
  ],
  bad: [
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE events (at TIMESTAMP_NTZ, user_id INT) CLUSTER BY (at, user_id);',
      says: 'TO_DATE(AT)',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE events (id INT AUTOINCREMENT PRIMARY KEY, user_id INT) CLUSTER BY (id);',
      says: 'ID',
    },
  ],
  good: [
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE events (at TIMESTAMP_NTZ, user_id INT) CLUSTER BY (TO_DATE(at), user_id);',
    },
    { dialect: 'snowflake', sql: 'CREATE TABLE events (day DATE, region TEXT) CLUSTER BY (region, day);' },
  ],
  check(table, context) {
    const key = clusterKey(table);
    const name = key && plainColumn(key.parts[0]!);
    const column = name === undefined ? undefined : columnLike(table, name);
    if (!key || !column) return;
    const timed = /^(timestamp|datetime)/.test(column.type?.base ?? '');
    if (!timed && !isUnique(table, column.name)) return;
    context.report({
      origin: key.origin,
      message: `${display(table, context.catalog)} is clustered by ${column.name}, ${timed ? 'whose values are nearly all different' : 'which is unique'}: that costs credits for an order finer than micro-partitions can use${key.parts.length > 1 ? ', and leaves the columns behind it without effect' : ''}. Cluster by ${timed ? `TO_DATE(${column.name})` : `a coarser expression of it`}.`,
    });
  },
});

function isUnique(table: Table, column: string): boolean {
  return accessPaths(table).some(path => path.unique && plainColumns(path)?.join() === column);
}
