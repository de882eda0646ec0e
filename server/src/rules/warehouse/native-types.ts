import { type ColumnReading, readTable } from '../../classify/index.js';
import { display, listed } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'native-types',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['clickhouse'],
  summary: 'Dates, numbers or UUIDs are stored as String.',
  gains: 'Anything loads, whatever its form.',
  costs:
    'They take more space, compress worse, compare letter by letter (10 before 9), and every query converts them anew.',
  fineWhen: 'It is a landing table whose values are checked and converted later.',
  advice: 'Use Date, DateTime64, a number, UUID or IPv4/IPv6; convert while inserting.',
  sources: [
    {
      title: 'ClickHouse: selecting data types',
      url: 'https://clickhouse.com/docs/concepts/best-practices/select-data-type',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE payments (paid_at String, user_id UInt64, amount String) ENGINE = MergeTree ORDER BY (user_id, paid_at);',
      says: 'paid_at and amount',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE payments (paid_at DateTime, user_id UInt64, amount Decimal(18, 2), receipt String) ENGINE = MergeTree ORDER BY (user_id, paid_at);',
    },
  ],
  check(table, context) {
    if (!/mergetree/i.test(optionOf(table, 'engine')?.value ?? '')) return;
    const reading = readTable(table);
    if (reading.named?.role === 'staging') return;
    const texts = reading.columns.filter(isMistyped);
    const first = texts[0];
    if (!first) return;
    const names = texts.map(({ column }) => column.name);
    context.report({
      origin: first.column.nameOrigin,
      message: `${listed(names)} of ${display(table, context.catalog)} ${names.length > 1 ? 'are texts, but seem' : 'is a text, but seems'} to hold dates, numbers or UUIDs: they compare letter by letter and are converted in each query. Use their own types.`,
    });
  },
});

function isMistyped({ column, words }: ColumnReading): boolean {
  if (!/^((lowcardinality|nullable)\()*string\)*$/i.test(column.type?.text ?? '')) return false;
  const last = words[words.length - 1] ?? '';
  if (last === 'at' && words.length > 1)
    return /(ed|ing|start|end|seen|paid|sent|made)$/.test(words[words.length - 2]!);
  if (last === 'uuid' || last === 'timestamp') return true;
  return words.length <= 2 && /^(amount|quantity|qty|price|revenue)$/.test(last);
}
