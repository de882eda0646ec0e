import { display } from '../lib/naming.js';
import { connectorOf } from '../lib/streaming/flink.js';
import { optionSpan } from '../lib/streaming/option-span.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'keyless-upsert',
  subject: 'streaming',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['flink'],
  summary: 'A table of upsert-kafka has no primary key.',
  gains: 'None: the table is refused when it is used.',
  costs:
    'The connector writes and reads the newest row per key; without PRIMARY KEY it does not know what the key of a message is, and the query fails to validate.',
  fineWhen: 'Never.',
  advice:
    'Declare `PRIMARY KEY (...) NOT ENFORCED`, on columns that the grouping of what is written makes unique.',
  sources: [
    {
      title: 'Flink: upsert-kafka requires a primary key',
      url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/table/upsert-kafka/',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE totals (status STRING, total BIGINT) WITH ('connector' = 'upsert-kafka', 'topic' = 'totals', 'key.format' = 'json', 'value.format' = 'json');",
      says: 'totals',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE totals (status STRING, total BIGINT, PRIMARY KEY (status) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'totals', 'key.format' = 'json', 'value.format' = 'json');",
    },
  ],
  check(table, context) {
    if (connectorOf(table) !== 'upsert-kafka' || table.primaryKey || table.columnsIncomplete) return;
    context.report({
      origin: optionSpan(table, 'connector'),
      message: `${display(table, context.catalog)} is upsert-kafka without a primary key: it does not know which row a message replaces, and is refused. Declare PRIMARY KEY (...) NOT ENFORCED.`,
    });
  },
});
