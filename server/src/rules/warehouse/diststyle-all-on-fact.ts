import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { asFact } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'diststyle-all-on-fact',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['redshift', 'tsql'],
  summary: 'Each node keeps a whole copy of a fact table.',
  gains: 'Any join to it is local.',
  costs:
    'Storage, loads and updates are multiplied by the number of nodes, and each node reads the whole table instead of its share.',
  fineWhen: 'The table is small and rarely changes, whatever it is called.',
  advice: 'Copy dimensions to each node, and distribute facts by the key of the largest of them.',
  sources: [
    {
      title: 'Amazon Redshift: distribution styles',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_choosing_dist_sort.html',
    },
    {
      title: 'Azure Synapse: replicated tables',
      url: 'https://learn.microsoft.com/en-us/azure/synapse-analytics/sql-data-warehouse/design-guidance-for-replicated-tables',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80)) DISTSTYLE ALL;\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, date_key int, store_key int, amount numeric(14,2)) DISTSTYLE ALL;',
      says: 'fact_sales',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimStore (StoreKey int NOT NULL, StoreName nvarchar(80)) WITH (DISTRIBUTION = REPLICATE);\nCREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, Amount money) WITH (DISTRIBUTION = REPLICATE);',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE dim_store (store_key int, store_id int, name varchar(80)) DISTSTYLE ALL;\nCREATE TABLE fact_sales (receipt_no varchar(20) PRIMARY KEY, date_key int, store_key int, amount numeric(14,2)) DISTKEY (store_key);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.FactSales (SaleNumber int NOT NULL, DateKey int NOT NULL, StoreKey int NOT NULL, Amount money) WITH (DISTRIBUTION = HASH(StoreKey));',
    },
  ],
  check(table, context) {
    const style = optionOf(table, table.dialect === 'tsql' ? 'distribution' : 'diststyle');
    if (!style || !/^(all|replicate)$/i.test(style.value)) return;
    const judged = asFact(table, context);
    const unit = table.origins[0]?.unit;
    if (!judged || !unit) return;
    context.report({
      origin: { unit, span: style.span },
      message: `Each node keeps a whole copy of fact ${display(table, context.catalog)}: loads and storage are multiplied by the number of nodes. Distribute it by the key that it is joined on most.`,
    });
  },
});
