import { readTable } from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { hasFewValues, optionOf } from '../lib/warehouse/columns.js';
import { placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dist-key-skew',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['redshift', 'tsql'],
  summary: 'Rows are distributed by a column of few values, or by a date.',
  gains: 'Rows of one value stand together, so that grouping by it moves nothing.',
  costs:
    'A node that holds a frequent value works while others wait, and with fewer values than slices (60 distributions in a dedicated SQL pool) some hold nothing. By a date, a query of the last days runs where those days are.',
  fineWhen: 'It is the key of the join that matters most, and its values are even.',
  advice:
    'Distribute by a column of many values that large tables are joined on, such as the key of the largest dimension; else evenly.',
  sources: [
    {
      title: 'Amazon Redshift: choose the best distribution style',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-best-dist-key.html',
    },
    {
      title: 'Azure Synapse: distributed tables',
      url: 'https://learn.microsoft.com/en-us/azure/synapse-analytics/sql-data-warehouse/sql-data-warehouse-tables-distribute',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (order_id bigint, status varchar(20), customer_id bigint, ordered_on date) DISTKEY (status) SORTKEY (ordered_on);',
      says: 'status',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.FactSales (SaleKey bigint NOT NULL, OrderDate date NOT NULL, CustomerKey int NOT NULL, Amount money) WITH (DISTRIBUTION = HASH(OrderDate), CLUSTERED COLUMNSTORE INDEX);',
      says: 'OrderDate',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (order_id bigint, status varchar(20), customer_id bigint, ordered_on date) DISTKEY (customer_id) SORTKEY (ordered_on);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.FactSales (SaleKey bigint NOT NULL, OrderDate date NOT NULL, CustomerKey int NOT NULL, Amount money) WITH (DISTRIBUTION = HASH(CustomerKey), CLUSTERED COLUMNSTORE INDEX);',
    },
  ],
  check(table, context) {
    const key = distributionKey(table);
    const column = key === undefined ? undefined : columnLike(table, key);
    if (!column) return;
    const reading = readTable(table).columns.find(item => item.column === column)!;
    const dated = reading.kind === 'date' || (reading.kind === 'timestamp' && table.dialect === 'tsql');
    const distinct = context.workload.factsOf(table).columns.get(column.name)?.distinct?.value;
    const few = distinct === undefined ? hasFewValues(reading) : distinct < 60;
    if (!few && !(dated && distinct === undefined)) return;
    const name = display(table, context.catalog);
    context.report({
      origin: placeOf(table, column.name),
      message: dated
        ? `${name} is distributed by the date ${column.name}: a query of a few days runs on the few nodes that hold them. Distribute by a column of many values that it is joined on.`
        : `${name} is distributed by ${column.name}, which ${distinct === undefined ? 'seems to have few values' : `has ${distinct} values`}: some nodes hold most rows and others none. Distribute by a column of many values that it is joined on.`,
    });
  },
});

function distributionKey(table: Table): string | undefined {
  if (table.dialect === 'tsql')
    return /^hash\s*\(\s*\[?([^\](),]+)\]?\s*\)$/i
      .exec(optionOf(table, 'distribution')?.value ?? '')?.[1]
      ?.trim();
  const part = optionOf(table, 'distkey')?.parts?.[0]?.column?.value;
  return part ?? table.columns.find(column => column.options.some(option => option.name === 'distkey'))?.name;
}
