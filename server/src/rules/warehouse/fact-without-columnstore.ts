import { formatCount } from '../../workload/capacity.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { asFact } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

/** Rows from which on Microsoft's design guidance proposes it for a table (or a partition) of a warehouse. */
const LEAST = 1_000_000;
/** The same for each of the 60 distributions of a dedicated SQL pool. */
const LEAST_IN_POOL = 60_000_000;

export default defineRule({
  id: 'fact-without-columnstore',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['tsql'],
  summary: 'A large fact table is kept as rows.',
  gains: 'Single rows are found and changed cheaply.',
  costs:
    'A query that sums two columns reads all of them, uncompressed; a columnstore reads those two, compressed about ten times.',
  fineWhen: 'Rows are updated often, or the table is read by key rather than scanned.',
  advice:
    'Make the clustered index a columnstore and load in batches of 102,400 rows or more, or add a nonclustered columnstore over what is summed.',
  sources: [
    {
      title: 'SQL Server: columnstore indexes, design guidance',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/columnstore-indexes-design-guidance',
    },
    {
      title: 'Azure Synapse: indexes on dedicated SQL pool tables',
      url: 'https://learn.microsoft.com/en-us/azure/synapse-analytics/sql-data-warehouse/sql-data-warehouse-tables-index',
    },
  ],
  bad: [
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=80M\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL PRIMARY KEY, DateKey int NOT NULL, StoreKey int NOT NULL, ProductKey int NOT NULL, Amount money NOT NULL);',
      says: '80,000,000',
    },
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=80M\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, ProductKey int NOT NULL, Amount money NOT NULL) WITH (DISTRIBUTION = HASH(StoreKey), HEAP);',
    },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=80M\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, ProductKey int NOT NULL, Amount money NOT NULL) WITH (DISTRIBUTION = HASH(StoreKey));',
    },
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=80M\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, ProductKey int NOT NULL, Amount money NOT NULL, INDEX cci CLUSTERED COLUMNSTORE);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.FactSales (SaleNumber int NOT NULL PRIMARY KEY, DateKey int NOT NULL, StoreKey int NOT NULL, ProductKey int NOT NULL, Amount money NOT NULL);',
    },
  ],
  check(table, context) {
    if (optionOf(table, 'clustered columnstore index')) return;
    const pool = optionOf(table, 'distribution') !== undefined;
    // A dedicated SQL pool makes a columnstore where nothing else is said.
    if (pool && !table.options.some(({ name }) => /^(heap|clustered index)/.test(name))) return;
    const least = pool ? LEAST_IN_POOL : LEAST;
    if (table.indexes.some(index => /columnstore/.test(index.method))) return;
    if (!asFact(table, context)) return;
    const rows = context.workload.factsOf(table).rows;
    if (!rows || rows.value < least) return;
    context.report({
      origin: table.nameOrigin,
      message: `Fact ${display(table, context.catalog)} has ${formatCount(rows.value)} rows (${rows.source}) and no columnstore: each sum reads whole rows, uncompressed. Consider a clustered columnstore, loaded in bulk.`,
      tradeOff: () => ({
        gains: ['Single rows are found and changed by the B-tree.'],
        costs: [`Each scan reads all columns of ${formatCount(rows.value)} rows.`],
        breakEven: `Microsoft proposes a columnstore from about ${formatCount(least)} rows per ${pool ? 'table of a dedicated SQL pool' : 'table or partition'}, where fewer than a tenth of the operations are updates and deletes.`,
        advice: ['Load in batches of 102,400 rows or more, which are compressed at once.'],
        numbers: [{ label: 'rows', value: formatCount(rows.value), from: rows.source }],
      }),
    });
  },
});
