import { lastName } from '../../sql/ast/index.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'index-not-supported',
  subject: 'warehouse',
  since: '0.8.0',
  on: 'statement',
  severity: 'warning',
  engines: ['snowflake', 'redshift'],
  summary: 'An index is created in a warehouse that has none.',
  gains: 'None: the statement is refused.',
  costs:
    'Snowflake keeps the least and greatest values of each micro-partition, Redshift those of each block; both leave out by them what a filter cannot meet, and neither has indexes on ordinary tables. A script that makes one stops there.',
  fineWhen: 'The script is meant for another engine as well and passes over what is refused.',
  advice:
    'Snowflake: cluster a large table by what its filters name, or use search optimization for look-ups of single rows; hybrid tables do have indexes. Redshift: choose a sort key.',
  sources: [
    {
      title: 'Snowflake: CREATE INDEX is for hybrid tables',
      url: 'https://docs.snowflake.com/en/sql-reference/sql/create-index',
    },
    {
      title: 'Amazon Redshift: unsupported PostgreSQL features',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_unsupported-postgresql-features.html',
    },
  ],
  bad: [
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE orders (id NUMBER, customer_id NUMBER) CLUSTER BY (id);\nCREATE INDEX orders_customer ON orders (customer_id);',
      says: 'CLUSTER BY',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (id bigint, customer_id bigint) DISTKEY (customer_id);\nCREATE INDEX orders_customer ON orders (customer_id);',
      says: 'SORTKEY',
    },
  ],
  good: [
    {
      dialect: 'snowflake',
      sql: 'CREATE HYBRID TABLE orders (id NUMBER PRIMARY KEY, customer_id NUMBER);\nCREATE INDEX orders_customer ON orders (customer_id);',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE orders (id bigint, customer_id bigint) DISTKEY (customer_id) SORTKEY (customer_id);',
    },
  ],
  check({ unit, reading }, context) {
    const { statement, span } = reading;
    if (statement.kind !== 'create index') return;
    const name = lastName(statement.table).value;
    const tables = context.catalog.tablesNamed(name);
    // Of a table that is not here nobody knows whether it is hybrid.
    if (tables.length === 0 || tables.some(({ nameOrigin }) => isHybrid(nameOrigin.unit.piece.text))) return;
    context.report({
      origin: { unit, span },
      message:
        context.dialect === 'snowflake'
          ? `Snowflake refuses this: only hybrid tables have indexes. ${name} is searched by the ranges of its micro-partitions: CLUSTER BY what filters name where it is large, or add search optimization.`
          : `Redshift refuses this: it has no indexes. ${name} is searched by the ranges of its blocks: choose a SORTKEY that filters name.`,
    });
  },
});

function isHybrid(statement: string): boolean {
  return /\bhybrid\s+table\b/i.test(statement);
}
