import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'external-table-without-statistics',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['redshift'],
  summary: 'An external table does not say how many rows it has.',
  gains: 'Nothing to keep up to date.',
  costs:
    'Redshift does not analyze external tables: it plans as if they were larger than local ones, which sends the wrong side of a join across the network where they are small.',
  fineWhen: 'The table is the largest of every join, or a data catalog with statistics stands behind it.',
  advice: 'Set numRows in TABLE PROPERTIES, about right is enough.',
  sources: [
    {
      title: 'Amazon Redshift: CREATE EXTERNAL TABLE, numRows',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html',
    },
    {
      title: 'Amazon Redshift Spectrum: improving performance',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-performance.html',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.countries (code char(2), name varchar(80)) STORED AS PARQUET LOCATION 's3://lake/countries/';",
      says: 'numRows',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.countries (code char(2), name varchar(80)) STORED AS PARQUET LOCATION 's3://lake/countries/' TABLE PROPERTIES ('numRows'='200');",
    },
  ],
  check(table, context) {
    if (table.kind !== 'external table') return;
    if (table.options.some(({ name, value }) => /numrows/i.test(name) || /numrows/i.test(value))) return;
    context.report({
      origin: table.nameOrigin,
      message: `External table ${display(table, context.catalog)} does not say how many rows it has: Redshift plans as if it were larger than any local table. Set numRows in its TABLE PROPERTIES.`,
    });
  },
});
