import type { Catalog, Column, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { DIALECTS } from '../../sql/dialect.js';
import { replaceIn } from '../lib/edits.js';
import { moneyOf } from '../lib/money.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'float-for-exact',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: DIALECTS,
  summary: 'A column that is named like money has a floating-point type.',
  gains: 'Arithmetic is faster and the column smaller than with a decimal type.',
  costs:
    'Most decimal fractions (0.10) have no exact floating-point form: sums drift by cents, comparisons with = fail, and totals depend on the order of the rows.',
  fineWhen: 'The figure is a measurement or an estimate, and nobody expects it to add up.',
  advice: 'Use numeric or decimal with a fixed scale, or store the smallest unit as an integer.',
  options: {
    words: {
      type: 'string[]',
      default: [],
      description: 'Further words that mean money in a column name.',
    },
  },
  sources: [
    {
      title: 'PostgreSQL: floating-point types are inexact',
      url: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT',
    },
    {
      title: 'MySQL: problems with floating-point values',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/problems-with-float.html',
    },
    {
      title: 'SQLite: floating point numbers are approximate',
      url: 'https://www.sqlite.org/floatingpoint.html',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE runs (id UInt64, cost_in_cents Float64) ENGINE = MergeTree ORDER BY id;',
      says: 'as many digits behind the point',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, unit_price double precision NOT NULL, shipping_fee real, weight real);',
      says: 'unit_price and shipping_fee',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, price float(10,2) unsigned NOT NULL);',
      says: 'price',
    },
    { dialect: 'sqlite', sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, price REAL);', says: 'integer' },
    { dialect: 'tsql', sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, Price float NOT NULL);' },
    { dialect: 'bigquery', sql: 'CREATE TABLE shop.orders (id INT64, price FLOAT64);' },
    { dialect: 'snowflake', sql: 'CREATE TABLE orders (id NUMBER, price FLOAT);' },
    { dialect: 'redshift', sql: 'CREATE TABLE orders (id bigint, price real);' },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE orders (id UInt64, price Float64) ENGINE = MergeTree ORDER BY id;',
    },
    { dialect: 'spark', sql: 'CREATE TABLE orders (id BIGINT, price DOUBLE) USING delta;' },
    { dialect: 'flink', sql: 'CREATE TABLE orders (id BIGINT, price DOUBLE);' },
    { dialect: 'cql', sql: 'CREATE TABLE shop.orders (id uuid PRIMARY KEY, price double);' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE infusions (id bigint PRIMARY KEY, amount float8, amountuom text, total_price_unit text, amount_value float8, amount_unit_concept_id int);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(12,2), tax_rate real, price_score real);',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE orders (id int PRIMARY KEY, price decimal(10,2), rating float);' },
    { dialect: 'sqlite', sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, price_cents INTEGER);' },
  ],
  check(table, context) {
    if (table.partitionOf) return;
    const more = context.options.words as readonly string[];
    const found = table.columns.filter(
      column =>
        column.type &&
        !column.inherited &&
        isFloat(column, table.dialect, context.catalog) &&
        moneyOf(column.name, more) !== undefined &&
        !isCostOfEdge(table, column) &&
        !hasUnit(table, column),
    );
    const first = found[0];
    if (!first) return;
    const sure = found.some(column => moneyOf(column.name, more) === 'sure');
    const names = listed(found.map(column => column.name));
    const exact = exactType(table.dialect);
    // Already in the smallest unit: what stands behind the point are parts of it, such as rates for a second.
    const minor = found.every(column => wordsOf(column.name).some(word => MINOR.has(word)));
    const edits = minor ? [undefined] : found.map(column => fixOf(column, table.dialect));
    const instead = exact
      ? minor
        ? `Use ${exact} with as many digits behind the point as the smallest amount has, unless estimates are enough.`
        : `Use ${exact}${dialectTakesScale(table.dialect) ? '(19,4)' : ''}, or an integer of the smallest unit.`
      : 'Store an integer of the smallest unit.';
    context.report({
      origin: first.typeOrigin ?? first.nameOrigin,
      ...(sure && !minor ? {} : { severity: 'hint' as const }),
      message: `${names} of ${display(table, context.catalog)} ${sure ? '' : 'may be money and '}${sure ? (found.length > 1 ? 'look like money in' : 'looks like money in') : found.length > 1 ? 'have' : 'has'} a floating-point type, which rounds: sums drift and = fails. ${instead}`,
      related: found.slice(1).map(column => ({
        origin: column.typeOrigin ?? column.nameOrigin,
        message: `${column.name} as well.`,
      })),
      fixes: edits.every(edit => edit !== undefined)
        ? [{ title: `Use ${exact}`, edits: edits as Edit[], safe: false }]
        : [],
    });
  },
});

/** `cost_in_cents`, `price_micros`. */
const MINOR = new Set(['cent', 'cents', 'pence', 'micros', 'millis', 'satoshi', 'satoshis']);

/** Edges of a graph, as pgRouting reads them, have costs that are no money. */
function isCostOfEdge(table: Table, column: Column): boolean {
  return wordsOf(column.name).includes('cost') && ['source', 'target'].every(name => columnLike(table, name));
}

/** An amount with its unit of measure beside it (`amount` and `amountuom`, `amount_value` and `amount_unit_id`) is a quantity. */
function hasUnit(table: Table, { name }: Column): boolean {
  const stem = name.toLowerCase().replace(/_?value$/, '');
  return table.columns.some(column => {
    const other = column.name.toLowerCase();
    return other.startsWith(stem) && UNIT.test(other.slice(stem.length));
  });
}

const UNIT = /^_?(?:uom|units?)(?:_|$)/;

function isFloat(column: Column, dialect: Dialect, catalog: Catalog): boolean {
  return typeClass(column.type!, dialect, catalog).kind === 'float';
}

function exactType(dialect: Dialect): string | undefined {
  switch (dialect) {
    case 'sqlite':
      return undefined;
    case 'postgres':
    case 'yugabyte':
    case 'redshift':
      return 'numeric';
    case 'bigquery':
      return 'NUMERIC';
    case 'clickhouse':
      return 'Decimal';
    default:
      return 'decimal';
  }
}

function dialectTakesScale(dialect: Dialect): boolean {
  return dialect !== 'cql' && dialect !== 'bigquery';
}

/** Keeps a written precision; CQL's decimal takes none and BigQuery's NUMERIC is wide enough without. */
function fixOf(column: Column, dialect: Dialect): Edit | undefined {
  const exact = exactType(dialect);
  if (!exact || !column.typeOrigin || column.type!.dimensions > 0) return undefined;
  const args = column.type!.args.length === 2 ? column.type!.args : ['19', '4'];
  const bare = !dialectTakesScale(dialect);
  return replaceIn(
    column.typeOrigin,
    /\b(double(\s+precision)?|real|float\d*)\b(\s*\([^)]*\))?/i,
    bare ? exact : `${exact}(${args.join(',')})`,
  );
}
