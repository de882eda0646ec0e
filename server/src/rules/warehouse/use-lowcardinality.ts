import { readTable } from '../../classify/index.js';
import { replaceIn } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { hasFewValues, optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

/** Distinct values up to which ClickHouse's documentation recommends it. */
const MOST = 10_000;

export default defineRule({
  id: 'use-lowcardinality',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['clickhouse'],
  summary: 'A String column of few values is not LowCardinality.',
  gains: 'No dictionary to keep, and nothing to reconsider if values become many.',
  costs: 'Every row stores the text, and filters and groups compare texts instead of small numbers.',
  fineWhen: 'The column holds more than about ten thousand different values.',
  advice: 'Make it LowCardinality(String), or an Enum where the values are known and few.',
  sources: [
    {
      title: 'ClickHouse: LowCardinality',
      url: 'https://clickhouse.com/docs/sql-reference/data-types/lowcardinality',
    },
    {
      title: 'ClickHouse: selecting data types',
      url: 'https://clickhouse.com/docs/concepts/best-practices/select-data-type',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE visits (at DateTime, url String, country String, browser String) ENGINE = MergeTree ORDER BY (url, at);',
      says: 'country and browser',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: "CREATE TABLE visits (at DateTime, url String, country LowCardinality(String), kind Enum8('a' = 1, 'b' = 2)) ENGINE = MergeTree ORDER BY (url, at);",
    },
  ],
  check(table, context) {
    if (!/mergetree/i.test(optionOf(table, 'engine')?.value ?? '')) return;
    const few = readTable(table).columns.filter(
      reading => /^string$/i.test(reading.column.type?.text ?? '') && hasFewValues(reading),
    );
    const first = few[0];
    if (!first) return;
    const facts = context.workload.factsOf(table).columns;
    const columns = few.filter(({ column }) => (facts.get(column.name)?.distinct?.value ?? 0) <= MOST);
    if (columns.length === 0) return;
    const names = columns.map(({ column }) => column.name);
    context.report({
      origin: columns[0]!.column.nameOrigin,
      message: `${listed(names)} of ${display(table, context.catalog)} ${names.length > 1 ? 'seem' : 'seems'} to hold few different texts: LowCardinality(String) stores each once per part and compares numbers.`,
      fixes: () => {
        const edits = columns.flatMap(({ column }) => {
          const edit =
            column.typeOrigin && replaceIn(column.typeOrigin, /^string$/i, 'LowCardinality(String)');
          return edit ? [edit] : [];
        });
        return edits.length === columns.length
          ? [{ title: 'Make them LowCardinality(String)', edits, safe: false }]
          : [];
      },
    });
  },
});
