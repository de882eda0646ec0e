import { display, listed } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'avoid-nullable',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['clickhouse'],
  summary: 'Columns of a ClickHouse table are Nullable.',
  gains: 'A missing value is told from an empty one, and aggregates leave it out.',
  costs:
    'Each such column keeps a second file with a mask of its NULLs, which every query on it reads as well; it cannot stand in a sorting key without a setting.',
  fineWhen: 'Missing has to be told from zero or empty, as with measurements.',
  advice: "Use the type itself with its default ('' or 0) where that means the same.",
  sources: [
    {
      title: 'ClickHouse: selecting data types',
      url: 'https://clickhouse.com/docs/concepts/best-practices/select-data-type',
    },
    { title: 'ClickHouse: Nullable', url: 'https://clickhouse.com/docs/sql-reference/data-types/nullable' },
  ],
  options: {
    share: {
      description: 'Share of columns, 0 to 1, from which on a table is reported.',
      default: 0.3,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE visits (at DateTime, page String, referrer Nullable(String), country Nullable(String)) ENGINE = MergeTree ORDER BY (page, at);',
      says: 'a second file with a NULL mask',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: "CREATE TABLE visits (at DateTime, page String, referrer String DEFAULT '', country LowCardinality(String)) ENGINE = MergeTree ORDER BY (page, at);",
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE readings (at DateTime, sensor UInt32, place String, unit String, value Nullable(Float64)) ENGINE = MergeTree ORDER BY (sensor, at);',
    },
  ],
  check(table, context) {
    if (!/mergetree/i.test(optionOf(table, 'engine')?.value ?? '')) return;
    const nullable = table.columns.filter(column =>
      /^(lowcardinality\()?nullable\(/i.test(column.type?.text ?? ''),
    );
    const first = nullable[0];
    if (!first || nullable.length / table.columns.length < Number(context.options.share)) return;
    const names = nullable.map(column => column.name);
    const shown =
      names.length > 4
        ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more columns`
        : listed(names);
    context.report({
      origin: first.nameOrigin,
      message: `${shown} of ${display(table, context.catalog)} ${names.length > 1 ? 'are' : 'is'} Nullable: each keeps a second file with a NULL mask that every query on it reads. Use a default where it means the same.`,
    });
  },
});
