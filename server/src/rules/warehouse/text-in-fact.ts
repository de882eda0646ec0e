import { textLimit } from '../../classify/index.js';
import { DIALECTS, type Dialect } from '../../sql/dialect.js';
import { formatBytes, formatCount } from '../../workload/capacity.js';
import type { Known, TableFacts } from '../../workload/model.js';
import { display, listed } from '../lib/naming.js';
import { asFact, FACT_TABLES, placeOf, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'text-in-fact',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // Column stores that compress repeated texts away make the plain table the usual choice.
  engines: DIALECTS,
  summary: 'A fact table holds texts that describe its rows.',
  gains: 'No join is needed to read them.',
  costs:
    'The facts are the largest table: each text widens every row and every scan of a row store, and spelling differs from row to row where a dimension would hold it once.',
  fineWhen:
    'The text is a number of a document, has a value of its own on each row, or the engine stores columns and compresses them.',
  advice: 'Move them into a dimension (a junk dimension for several short ones) and keep its key.',
  sources: [STAR_SCHEMA, FACT_TABLES],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE fact_returns (return_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, reason text, condition_description text, amount numeric(12,2) NOT NULL);',
      says: 'reason and condition_description',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text NOT NULL, name text);\nCREATE TABLE dim_reason (reason_key int PRIMARY KEY, reason text);\nCREATE TABLE fact_returns (return_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, reason_key int REFERENCES dim_reason, amount numeric(12,2) NOT NULL);',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE fact_visits (visit_date Date, page_key UInt32, visitor_key UInt32, country LowCardinality(String), referrer String, views UInt32) ENGINE = MergeTree ORDER BY (visit_date, page_key);',
    },
  ],
  check(table, context) {
    if (COLUMNAR.has(table.dialect)) return;
    const judged = asFact(table, context);
    // Without any dimension, that is what has to be said.
    if (!judged || judged.found.edges.length === 0 || judged.reading.measures === 0) return;
    const keys = new Set(judged.found.grain?.columns);
    const texts = judged.reading.columns.filter(
      ({ part, kind, column, words }) =>
        part === 'attribute' &&
        kind === 'text' &&
        !keys.has(column.name) &&
        (textLimit(column.type) ?? 255) > 10 &&
        !words.some(word =>
          /^(code|hash|guid|uuid|tracking|number|currency|date|day|on|at|time)$/.test(word),
        ),
    );
    const long = texts.some(({ column }) => (textLimit(column.type) ?? 255) > 60);
    const first = texts[0];
    if (!first || (texts.length < 2 && !long)) return;
    const names = texts.map(column => column.column.name);
    const size = sizeOf(names, context.workload.factsOf(table));
    context.report({
      origin: placeOf(table, first.column.name),
      severity: size && size.bytes - size.rows.value * KEY_BYTES > GIGABYTE ? 'info' : 'hint',
      message: `Fact ${display(table, context.catalog)} holds ${listed(names.slice(0, 4))} as text on each row${size ? ` (${formatBytes(size.bytes)} in all)` : ''}: they widen the largest table. Consider a dimension for ${names.length > 1 ? 'them' : 'it'}.`,
      tradeOff: () => tradeOff(names, size),
    });
  },
});

const COLUMNAR: ReadonlySet<Dialect> = new Set(['clickhouse', 'bigquery', 'snowflake', 'redshift', 'spark']);

/** An integer key of a dimension. */
const KEY_BYTES = 4;
const GIGABYTE = 1024 ** 3;

interface Size {
  readonly rows: Known<number>;
  /** Of all the texts, on all rows. */
  readonly bytes: number;
  readonly widths: readonly { readonly name: string; readonly bytes: Known<number> }[];
}

/** What the texts take; undefined unless both the rows and the width of each text are known. */
function sizeOf(names: readonly string[], facts: TableFacts): Size | undefined {
  const widths = names.flatMap(name => {
    const bytes = facts.columns.get(name)?.averageBytes;
    return bytes ? [{ name, bytes }] : [];
  });
  if (!facts.rows || widths.length < names.length) return undefined;
  return {
    rows: facts.rows,
    widths,
    bytes: facts.rows.value * widths.reduce((sum, { bytes }) => sum + bytes.value, 0),
  };
}

function tradeOff(names: readonly string[], size: Size | undefined): TradeOff {
  const one = names.length === 1;
  const base = {
    gains: [`No join is needed to read ${listed(names)}.`],
    advice: [
      `Keep one key of a dimension that holds ${one ? 'the different values' : 'each combination that occurs'}.`,
    ],
  };
  if (!size)
    return {
      ...base,
      costs: [
        'Each text is stored on each row; how much that is depends on rows and widths, which nobody said.',
      ],
      numbers: [],
    };
  const saved = size.bytes - size.rows.value * KEY_BYTES;
  return {
    ...base,
    costs: [
      `The texts take ${formatBytes(size.bytes)}; a key of ${KEY_BYTES} bytes in their place takes ${formatBytes(size.rows.value * KEY_BYTES)}, which leaves out ${formatBytes(Math.max(0, saved))} of each full scan.`,
    ],
    breakEven: `A dimension pays as soon as one row of it stands for more than one fact and the texts are wider than ${KEY_BYTES} bytes together.`,
    numbers: [
      { label: 'rows', value: formatCount(size.rows.value), from: size.rows.source },
      ...size.widths.map(({ name, bytes }) => ({
        label: `average bytes of ${name}`,
        value: formatCount(bytes.value),
        from: bytes.source,
      })),
    ],
  };
}
