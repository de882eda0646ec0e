import type { Column, Table } from '../../schema/model.js';
import { formatBytes, formatCount, rowWidth } from '../../workload/capacity.js';
import { valueWidth } from '../../workload/widths.js';
import { display, listed } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'alignment-padding',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'off',
  engines: ['postgres'],
  summary: 'Another order of the columns would make each row smaller.',
  gains: 'Columns stand in the order in which people think of them, and new ones can be added at the end.',
  costs:
    'PostgreSQL stores the columns in their order and puts each value on the boundary of its type (8 bytes for bigint and timestamps, 4 for integers): a small column before a large one leaves a gap in each row.',
  fineWhen:
    'The table has fewer than some million rows, or is there already: the order is fixed when it is made.',
  advice: 'In new tables write fixed types first, the widest first, and texts last.',
  sources: [
    {
      title: 'PostgreSQL: table row layout',
      url: 'https://www.postgresql.org/docs/current/storage-page-layout.html#STORAGE-TUPLE-LAYOUT',
    },
    {
      title: 'PostgreSQL: pg_type.typalign',
      url: 'https://www.postgresql.org/docs/current/catalog-pg-type.html',
    },
  ],
  options: {
    bytes: {
      description: 'Bytes that another order must save in each row before it is reported.',
      default: 8,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE readings (valid boolean NOT NULL, at timestamptz NOT NULL, kind smallint NOT NULL, sensor_id bigint NOT NULL, value double precision NOT NULL, flag boolean NOT NULL);',
      says: '16 of 76 bytes',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE readings (at timestamptz NOT NULL, sensor_id bigint NOT NULL, value double precision NOT NULL, kind smallint NOT NULL, valid boolean NOT NULL, flag boolean NOT NULL);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.columns.length < 3 || table.inherits.length > 0) return;
    // Texts before fixed types make gaps that nobody can count.
    const order = best(table, context);
    const [now, then] = [table, { ...table, columns: order }].map(
      each => rowWidth(each, undefined, context.catalog)?.bytes,
    );
    if (now === undefined || then === undefined || now - then < Number(context.options.bytes)) return;
    const saved = Math.round(now - then);
    // Behind a value of varying length a gap can only be estimated.
    const certain = order.every(
      column => !column.nullable && !valueWidth(column, 'postgres', undefined, context.catalog).varying,
    );
    const first = order.slice(0, 4).map(column => column.name);
    context.report({
      origin: table.nameOrigin,
      message: `${certain ? '' : 'About '}${saved} of ${Math.round(now)} bytes in each row of ${display(table, context.catalog)} fill gaps between columns. In a new table write the widest fixed types first and texts last: ${listed(first)}${order.length > 4 ? ', …' : ''}.`,
      tradeOff: () => tradeOff(table, saved, now, context),
    });
  },
});

/** Fixed types by boundary, widest first; then what varies, in the order given. */
function best(table: Table, context: RuleContext): readonly Column[] {
  const rank = (column: Column) => {
    const { varying, align } = valueWidth(column, table.dialect, undefined, context.catalog);
    return varying ? 9 : 8 - align;
  };
  return [...table.columns].sort((a, b) => rank(a) - rank(b));
}

function tradeOff(table: Table, saved: number, bytes: number, context: RuleContext): TradeOff {
  const rows = context.workload.factsOf(table).rows;
  return {
    gains: ['Columns stand in the order in which people read them.'],
    costs: [
      rows
        ? `${formatBytes(saved * rows.value)} of gaps in ${formatCount(rows.value)} rows, on disk and in memory.`
        : `${saved} bytes in each row; how many rows there are is not known.`,
    ],
    breakEven:
      'Making the table again for this alone pays only where it does not fit into memory and would then.',
    advice: ['Order the columns when the table is made or rewritten anyway.'],
    numbers: [
      { label: 'bytes in a row', value: formatCount(bytes), from: 'types of the columns' },
      { label: 'bytes of gaps', value: formatCount(saved), from: 'types of the columns' },
    ],
  };
}
