import { tablesOf } from '../lib/cluster/crossing.js';
import { LEADERS, ringWith, TWO_WAY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { goesBothWays, mayLeadTogether, twoWriters } from '../lib/cluster/two-writers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const ring = ringWith(i => `auto_increment_increment=2\nauto_increment_offset=${i}\n`);

export default defineRule({
  id: 'counter-in-ring',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['mysql', 'postgres', 'neutral'],
  summary:
    'A counter or balance is kept in one row on two servers that replicate from each other: increments get lost.',
  gains: 'One row is read and written quickly.',
  costs:
    "Row-based replication sends the row as it became, not what was added. Two increments at a time on two servers leave each with the other one's result: one increment is lost, and the copies differ without an error.",
  fineWhen: 'Only one server changes these rows.',
  advice:
    'Insert a row per movement and add them up, keep one counter per server, or let one server take writes.',
  sources: [
    {
      title: 'MySQL: row-based replication sends row images',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-sbr-rbr.html',
    },
    {
      title: 'MySQL: FAQ on replication, two-way replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/faqs-replication.html',
    },
  ],
  bad: [
    clusterExample(
      'neutral',
      {
        ...LEADERS,
        'schema.sql': 'CREATE TABLE accounts (id uuid PRIMARY KEY, balance numeric NOT NULL);\n',
      },
      'balance',
    ),
    clusterExample(
      'mysql',
      {
        ...ring,
        'schema.sql':
          '-- dialect: mysql\nCREATE TABLE stock (sku int PRIMARY KEY, quantity_on_hand int NOT NULL);\n',
      },
      'quantity_on_hand',
    ),
    clusterExample(
      'postgres',
      {
        ...TWO_WAY,
        'schema.sql': 'CREATE TABLE accounts (id uuid PRIMARY KEY, balance numeric NOT NULL);\n',
      },
      'balance',
    ),
  ],
  good: [
    clusterExample('neutral', {
      ...LEADERS,
      'schema.sql': 'CREATE TABLE movements (id uuid PRIMARY KEY, change_by numeric NOT NULL);\n',
    }),
    clusterExample('postgres', {
      ...TWO_WAY,
      'schema.sql': 'CREATE TABLE movements (id uuid PRIMARY KEY, change_by numeric NOT NULL);\n',
    }),
    clusterExample('mysql', {
      ...ring,
      'schema.sql':
        '-- dialect: mysql\nCREATE TABLE stock_movements (id bigint AUTO_INCREMENT PRIMARY KEY, sku int, change_by int);\n',
    }),
  ],
  check(cluster, context) {
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => twoWriters(each) !== undefined,
      mayLeadTogether,
    )) {
      const counter = table.columns.find(
        ({ name, type }) => COUNTER.test(name.toLowerCase()) && /int|decimal|numeric/i.test(type?.base ?? ''),
      );
      if (counter === undefined || !goesBothWays(cluster, table)) continue;
      context.report({
        origin: counter.nameOrigin,
        message: `${display(table, catalog)}.${counter.name} looks like a counter, and two servers that replicate from each other may both change it: one result overwrites the other, and an increment is lost. Keep one row per movement, or one writer.`,
      });
    }
  },
});

const COUNTER =
  /^(?:.*_)?(?:balance|counter|quantity_on_hand|in_stock|stock_level|stock_quantity|hits|view_count|like_count|points_balance|credits)$/;
