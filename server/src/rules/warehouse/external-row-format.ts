import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

/** Columns from which on reading them all for a few is worth a word. */
const WIDE = 8;

export default defineRule({
  id: 'external-row-format',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['redshift', 'snowflake', 'bigquery', 'spark', 'tsql'],
  summary: 'A wide external table stands on CSV, text or JSON files.',
  gains: 'Any program writes such files, and people can read them.',
  costs:
    'Types are put on at each read: a value that does not fit becomes NULL or an error at query time, not at load time. Every query reads every column, and nothing in the files lets it skip rows.',
  fineWhen: 'It is a landing place that is read once and converted.',
  advice: 'Convert to Parquet or ORC, which keep types, columns apart and statistics, and query those.',
  sources: [
    {
      title: 'Amazon Redshift Spectrum: improving performance',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-performance.html',
    },
    { title: 'Apache Parquet: overview', url: 'https://parquet.apache.org/docs/overview/' },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.visits (a int, b int, c int, d int, e int, f int, g int, h int) PARTITIONED BY (day date) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/visits/' TABLE PROPERTIES ('numRows'='100');",
      says: 'TEXTFILE',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE EXTERNAL TABLE visits (a int AS (value:c1::int), b int AS (value:c2::int), c int AS (value:c3::int), d int AS (value:c4::int), e int AS (value:c5::int), f int AS (value:c6::int), g int AS (value:c7::int), h int AS (value:c8::int)) LOCATION = @lake/visits/ FILE_FORMAT = (TYPE = CSV);',
    },
    {
      dialect: 'bigquery',
      sql: "CREATE EXTERNAL TABLE lake.visits (a INT64, b INT64, c INT64, d INT64, e INT64, f INT64, g INT64, h INT64) OPTIONS (format = 'CSV', uris = ['gs://lake/visits/*']);",
    },
    {
      dialect: 'spark',
      sql: "CREATE EXTERNAL TABLE lake.visits (a INT, b INT, c INT, d INT, e INT, f INT, g INT, h INT) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/visits/';",
    },
    {
      dialect: 'tsql',
      sql: "CREATE EXTERNAL TABLE dbo.Visits (a int, b int, c int, d int, e int, f int, g int, h int) WITH (LOCATION = '/visits/', DATA_SOURCE = lake, FILE_FORMAT = csv_format);",
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: "CREATE EXTERNAL TABLE spectrum.visits (a int, b int, c int, d int, e int, f int, g int, h int) PARTITIONED BY (day date) STORED AS PARQUET LOCATION 's3://lake/visits/' TABLE PROPERTIES ('numRows'='100');",
    },
    {
      dialect: 'spark',
      sql: "CREATE EXTERNAL TABLE lake.codes (code STRING, name STRING) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/codes/';",
    },
  ],
  check(table, context) {
    if (table.kind !== 'external table' || table.columns.length < WIDE) return;
    for (const name of ['stored as', 'format', 'using', 'file_format']) {
      const format = optionOf(table, name)?.value;
      const word = /\b(textfile|csv|json|newline_delimited_json)(?=\b|_)/i.exec(format ?? '')?.[1];
      if (word === undefined) continue;
      context.report({
        origin: table.nameOrigin,
        message: `External table ${display(table, context.catalog)} reads ${word.toUpperCase()} files: each query parses all ${table.columns.length} columns, and a value that does not fit its type shows only then. Convert to Parquet for what is queried often.`,
      });
      return;
    }
  },
});
