import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'interleaved-growing-key',
  subject: 'warehouse',
  since: '0.8.0',
  on: 'table',
  severity: 'info',
  engines: ['redshift'],
  summary: 'An interleaved sort key holds a value that grows with each row.',
  gains: 'Filters on any one of the columns leave out blocks.',
  costs:
    'How values are interleaved is worked out from those that were there at the first load. Later dates and numbers all lie outside of them, so new rows are hardly sorted until VACUUM REINDEX works it out anew, which takes longer than any other vacuum.',
  fineWhen: 'The table is loaded once.',
  advice: 'Use a compound sort key that begins with the time; sort by the other columns behind it.',
  sources: [
    {
      title: 'Amazon Redshift: interleaved sort key',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/t_Sorting_data-interleaved.html',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE visits (visitor_id bigint, page varchar(200), visited_at timestamptz) INTERLEAVED SORTKEY (visitor_id, visited_at);',
      says: 'visited_at',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (id bigint IDENTITY(1,1), region varchar(10)) INTERLEAVED SORTKEY (region, id);',
      says: 'id',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE visits (visitor_id bigint, page varchar(200), visited_at timestamptz) COMPOUND SORTKEY (visited_at, visitor_id);',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE customers (region varchar(10), segment varchar(20), born_on date) INTERLEAVED SORTKEY (region, segment, born_on);',
    },
  ],
  check(table, context) {
    const parts = optionOf(table, 'interleaved sortkey')?.parts ?? [];
    const growing = parts
      .flatMap(({ column }) => (column === undefined ? [] : (columnLike(table, column.value) ?? [])))
      .find(column => column.identity !== undefined || /^timestamp/i.test(column.type?.text ?? ''));
    if (growing === undefined) return;
    context.report({
      origin: placeOf(table, growing.name),
      message: `${display(table, context.catalog)} interleaves its sort key over ${growing.name}, which grows with each row: what is loaded later lies outside of what was interleaved, and stays unsorted until VACUUM REINDEX. Use a compound sort key, or leave it out.`,
    });
  },
});
