import { display, listed } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { asFact } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'missing-dist-or-sort-key',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['redshift', 'tsql'],
  summary: 'Rows of a fact table are spread evenly, so that every join moves them.',
  gains: 'No node has more than its share, and loads are fastest.',
  costs: 'No join finds its rows on the same node: one side is sent across the network for each query.',
  fineWhen: 'The dimensions are kept on every node, the table is not joined, or it is a landing table.',
  advice:
    'Distribute the fact and its largest dimension by the key they share; or, in Redshift, leave the choice to it with DISTSTYLE AUTO and SORTKEY AUTO.',
  sources: [
    {
      title: 'Amazon Redshift: distribution styles',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_choosing_dist_sort.html',
    },
    {
      title: 'Azure Synapse: distributed tables',
      url: 'https://learn.microsoft.com/en-us/azure/synapse-analytics/sql-data-warehouse/sql-data-warehouse-tables-distribute',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80));\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, date_key int, store_key int, amount numeric(14,2)) DISTSTYLE EVEN;',
      says: 'dim_store',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimStore (StoreKey int NOT NULL, StoreName nvarchar(80)) WITH (DISTRIBUTION = HASH(StoreKey));\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, Amount money) WITH (DISTRIBUTION = ROUND_ROBIN);',
      says: 'DimStore',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80));\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, date_key int, store_key int, amount numeric(14,2));',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80)) DISTSTYLE ALL;\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, date_key int, store_key int, amount numeric(14,2)) DISTSTYLE EVEN;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimStore (StoreKey int NOT NULL, StoreName nvarchar(80)) WITH (DISTRIBUTION = REPLICATE);\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, Amount money) WITH (DISTRIBUTION = ROUND_ROBIN);',
    },
  ],
  check(table, context) {
    const name = table.dialect === 'tsql' ? 'distribution' : 'diststyle';
    const style = optionOf(table, name);
    const unit = table.origins[0]?.unit;
    if (!style || !unit || !/^(even|round_robin)$/i.test(style.value)) return;
    const judged = asFact(table, context);
    const moved = judged?.found.edges.filter(edge => {
      const target = context.catalog.table(edge.to);
      return target && !/^(all|replicate)$/i.test(optionOf(target, name)?.value ?? '');
    });
    if (!judged || !moved || moved.length === 0) return;
    const targets = listed([...new Set(moved.map(edge => edge.toName))].slice(0, 4));
    context.report({
      origin: { unit, span: style.span },
      message: `Rows of fact ${display(table, context.catalog)} are spread evenly: each join with ${targets} sends one side across the network. Distribute both by the key they share, or keep the dimension on every node.`,
    });
  },
});
