import type { Column, Table } from '../../schema/model.js';
import { formatCount } from '../../workload/figures.js';
import { citusKind } from '../lib/citus.js';
import { display, wordsOf } from '../lib/naming.js';
import { holdsTime } from '../lib/partition-keys.js';
import { columnOf } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

/** Shards that Citus makes of a table unless it is told otherwise. */
const SHARDS = 32;

export default defineRule({
  id: 'poor-distribution-column',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A Citus table is distributed by a column with few values, or by a time.',
  gains: 'Rows that are asked for together lie on one node.',
  costs:
    'All rows of one value lie in one shard: with fewer values than shards some stay empty and others take all the load. By a time, a query for a span goes to every shard, and none holds only old rows.',
  fineWhen: 'The table is small.',
  advice:
    'Distribute by an id with many, evenly used values that joins and filters name: the tenant, the device, the user. Partition by time within each shard.',
  sources: [
    {
      title: 'Citus: choosing the distribution column',
      url: 'https://docs.citusdata.com/en/stable/sharding/data_modeling.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint, status text NOT NULL, paid boolean NOT NULL);\nSELECT create_distributed_table('orders', 'paid');",
      says: 'paid',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at timestamptz NOT NULL);\nSELECT create_distributed_table('events', 'at');",
      says: 'time',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, tenant_id bigint NOT NULL, at timestamptz NOT NULL);\nSELECT create_distributed_table('events', 'tenant_id');",
    },
  ],
  check(table, context) {
    const how = table.extensionCalls.length > 0 ? citusKind(table) : undefined;
    if (how?.kind !== 'distributed') return;
    const column = columnOf(table, how.column);
    if (!column?.type) return;
    const name = display(table, context.catalog);
    const { distinct, topShare } = context.workload.factsOf(table).columns.get(column.name) ?? {};
    const report = (message: string, severity?: 'warning' | 'info' | 'hint') =>
      context.report({ origin: how.origin, message, ...(severity && { severity }) });
    if (holdsTime(column)) {
      report(
        `${name} is distributed by ${column.name}, a time: a query for a span of time goes to every shard, and nothing else is kept together. Distribute by an id that queries name.`,
      );
    } else if (distinct && distinct.value < SHARDS) {
      report(
        `${name} is distributed by ${column.name}, which has ${formatCount(distinct.value)} values (${distinct.source}): with ${SHARDS} shards, most stay empty and a few take all rows. Distribute by an id with many values.`,
      );
    } else if (topShare && topShare.value > 0.2) {
      report(
        `${Math.round(topShare.value * 100)} % of the rows of ${name} have one value of ${column.name} (${topShare.source}), by which it is distributed: one shard takes them all. Distribute by a column that is more even.`,
      );
    } else if (distinct === undefined && hasFewValues(table, column, context)) {
      report(
        `${name} is distributed by ${column.name}, which seems to have few values: with ${SHARDS} shards, most stay empty and a few take all rows. Distribute by an id with many values.`,
        typeClass(column.type, table.dialect, context.catalog).kind === 'boolean' ? 'warning' : 'hint',
      );
    }
  },
});

function hasFewValues(table: Table, column: Column, context: RuleContext): boolean {
  const type = column.type!;
  if (typeClass(type, table.dialect, context.catalog).kind === 'boolean') return true;
  if (context.catalog.enumType(type.schema, type.base)) return true;
  const words = wordsOf(column.name);
  return FEW.has(words[words.length - 1] ?? '') && !words.includes('id');
}

const FEW = new Set([
  'status',
  'state',
  'type',
  'kind',
  'country',
  'region',
  'gender',
  'level',
  'priority',
  'currency',
]);
