import { readTable } from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'external-table-without-partitions',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['redshift', 'snowflake', 'bigquery', 'spark'],
  summary: 'An external table over dated files has no partition columns.',
  gains: 'New files are seen wherever they are put, and nothing has to register partitions.',
  costs: 'Each query lists and reads all files, and pays for their bytes, even where it asks for one day.',
  fineWhen:
    'There are few files (below a million rows, where numRows or a fact of the project says so, it is not reported), or the format itself keeps statistics that skip files (Delta, Iceberg, Hudi).',
  advice:
    'Lay the files out by day and declare that as a partition, so that a filter on the day reads its files alone.',
  sources: [
    {
      title: 'Amazon Redshift Spectrum: partitioning external tables',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-tables.html',
    },
    {
      title: 'Snowflake: partitioned external tables',
      url: 'https://docs.snowflake.com/en/user-guide/tables-external-intro',
    },
    {
      title: 'BigQuery: externally partitioned data',
      url: 'https://cloud.google.com/bigquery/docs/hive-partitioned-queries',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.visits (visitor bigint, page varchar(200), visited_at timestamp) STORED AS PARQUET LOCATION 's3://lake/visits/' TABLE PROPERTIES ('numRows'='1000000');",
      says: 'visited_at',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE EXTERNAL TABLE visits (visited_at timestamp AS (value:at::timestamp), page varchar AS (value:page::varchar)) LOCATION = @lake/visits/ FILE_FORMAT = (TYPE = PARQUET);',
    },
    {
      dialect: 'bigquery',
      sql: "CREATE EXTERNAL TABLE lake.visits (visitor INT64, visited_at TIMESTAMP) OPTIONS (format = 'PARQUET', uris = ['gs://lake/visits/*']);",
    },
    {
      dialect: 'spark',
      sql: "CREATE EXTERNAL TABLE lake.visits (visitor BIGINT, visited_at TIMESTAMP) STORED AS PARQUET LOCATION 's3://lake/visits/';",
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.visits (visitor bigint, page varchar(200), visited_at timestamp) PARTITIONED BY (day date) STORED AS PARQUET LOCATION 's3://lake/visits/' TABLE PROPERTIES ('numRows'='1000000');",
    },
    {
      dialect: 'bigquery',
      sql: "CREATE EXTERNAL TABLE lake.visits (visitor INT64, visited_at TIMESTAMP) WITH PARTITION COLUMNS (day DATE) OPTIONS (format = 'PARQUET', uris = ['gs://lake/visits/*'], hive_partition_uri_prefix = 'gs://lake/visits');",
    },
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.countries (code char(2), name varchar(80)) STORED AS PARQUET LOCATION 's3://lake/countries/' TABLE PROPERTIES ('numRows'='200');",
    },
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.holidays (name varchar(80), held_at timestamp) STORED AS PARQUET LOCATION 's3://lake/holidays/' TABLE PROPERTIES ('numRows'='170000');",
    },
  ],
  check(table, context) {
    if (table.kind !== 'external table' || table.partitioning) return;
    if (table.options.some(({ name }) => SKIPS.test(name))) return;
    const format = ['format', 'stored as', 'using', 'file_format', 'table_format']
      .map(name => optionOf(table, name)?.value ?? '')
      .join(' ');
    if (/sheets|bigtable|delta|iceberg|hudi|jdbc/i.test(format)) return;
    if ((rowsOf(table, context) ?? MANY) < MANY) return;
    const dated = readTable(table).columns.find(
      ({ kind, part }) => (kind === 'date' || kind === 'timestamp') && part !== 'validity',
    );
    if (!dated) return;
    context.report({
      origin: table.nameOrigin,
      message: `External table ${display(table, context.catalog)} has no partition columns: a query of one day of ${dated.column.name} still reads every file. Lay the files out by day and declare it.`,
    });
  },
});

/** Rows as somebody stated them: a fact of the project, or `numRows` among the properties (Redshift). */
function rowsOf(table: Table, context: RuleContext): number | undefined {
  const known = context.workload.factsOf(table).rows?.value;
  if (known !== undefined) return known;
  for (const { name, value } of table.options) {
    const stated = /numrows\W+(\d+)/i.exec(`${name} ${value}`);
    if (stated) return Number(stated[1]);
  }
  return undefined;
}

/** Below this many rows, the files are so few and small that reading all of them costs little. */
const MANY = 1_000_000;

const SKIPS =
  /^(with partition columns|hive_partition_uri_prefix|partition by|partition_type|connection|with connection)/;
