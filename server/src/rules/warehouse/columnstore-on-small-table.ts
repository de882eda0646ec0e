import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { accessPaths, plainColumns } from '../lib/access.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { inReadingOrder } from '../lib/warehouse/order.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule } from '../rule.js';

/** Rows of the smallest batch that is compressed at once; fewer wait in a rowstore. */
const ROWGROUP = 102_400;
/** Rows from which on Synapse's documentation expects good compression: a million in each of 60 distributions. */
const SYNAPSE = 60_000_000;

export default defineRule({
  id: 'columnstore-on-small-table',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['tsql'],
  summary: 'A clustered columnstore stands on a table that is small, or whose rows are changed one by one.',
  gains: 'Scans of few columns over many rows read little, and the table is compressed.',
  costs:
    'Fewer than 102,400 rows (a million per distribution in Synapse) stay in row groups that compress badly. Each UPDATE marks the old row as deleted and adds a new one, and looking a single row up reads whole segments.',
  fineWhen: 'The table will grow past that soon, and rows are added in bulk.',
  advice:
    'Keep such tables as a B-tree (in Synapse also as a heap), and take columnstore for facts that are loaded in bulk.',
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
      sql: '-- faultline: rows=20k\nCREATE TABLE dbo.Regions (RegionKey int NOT NULL, RegionName nvarchar(80), INDEX cci CLUSTERED COLUMNSTORE);',
      says: '20,000 rows',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.Carts (CartId int NOT NULL, Total money, CONSTRAINT pk PRIMARY KEY NONCLUSTERED (CartId));\nGO\nCREATE CLUSTERED COLUMNSTORE INDEX cci ON dbo.Carts;\nGO\nUPDATE dbo.Carts SET Total = @total WHERE CartId = @id;\nGO\nDELETE FROM dbo.Carts WHERE CartId = @id;\nGO\n',
      says: 'one by one',
    },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=80M\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, Amount money, INDEX cci CLUSTERED COLUMNSTORE);',
    },
    {
      dialect: 'tsql',
      sql: '-- faultline: rows=20k\nCREATE TABLE dbo.Regions (RegionKey int NOT NULL PRIMARY KEY, RegionName nvarchar(80));',
    },
  ],
  check(table, context) {
    if (!isColumnstore(table)) return;
    const name = display(table, context.catalog);
    const rows = context.workload.factsOf(table).rows;
    const least = optionOf(table, 'distribution') ? SYNAPSE : ROWGROUP;
    if (rows && rows.value < least) {
      context.report({
        origin: table.nameOrigin,
        message: `${name} is a clustered columnstore with ${rows.value.toLocaleString('en-US')} rows (${rows.source}): below ${least.toLocaleString('en-US')} it compresses badly. A B-tree serves it better.`,
      });
      return;
    }
    const single = inReadingOrder(
      lastingUses(table, context)
        .filter(use => isSingleRow(table, use))
        .map(use => use.query),
    );
    if (single.length < 2) return;
    context.report({
      origin: table.nameOrigin,
      message: `${name} is a clustered columnstore, but ${single.length} queries change its rows one by one: each leaves a deleted row behind and adds a new one. Keep it as a B-tree, or change rows in bulk.`,
      related: single.slice(0, 3).map(query => ({ origin: query.origin, message: 'Changes one row.' })),
    });
  },
});

function isColumnstore(table: Table): boolean {
  if (optionOf(table, 'clustered columnstore index')) return true;
  // Only a nonclustered one names columns.
  return table.indexes.some(
    index => /columnstore/.test(index.method) && (index.clustered === true || index.parts.length === 0),
  );
}

/** UPDATE or DELETE that holds a whole key to constants. */
function isSingleRow(table: Table, use: TableUse): boolean {
  if (use.access !== 'update' && use.access !== 'delete') return false;
  const held = new Set(use.equals.map(test => test.column.toLowerCase()));
  return accessPaths(table).some(path => {
    const columns = path.unique ? plainColumns(path) : undefined;
    return (
      columns !== undefined && columns.length > 0 && columns.every(column => held.has(column.toLowerCase()))
    );
  });
}
