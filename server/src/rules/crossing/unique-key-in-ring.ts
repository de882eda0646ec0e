import type { Origin } from '../../sql/reading.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { LEADERS, ringWith, TWO_WAY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { goesBothWays, mayLeadTogether, stopsWith, twoWriters } from '../lib/cluster/two-writers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const ring = ringWith(i => `auto_increment_increment=2\nauto_increment_offset=${i}\n`);

export default defineRule({
  id: 'unique-key-in-ring',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql', 'postgres', 'neutral'],
  summary:
    'A unique key is checked by each of two servers that replicate from each other, and by neither for both.',
  gains: 'Each server alone keeps its rows unique.',
  costs:
    'Both may take the same value before they hear of each other. MySQL stops replicating on both with error 1062, PostgreSQL the subscription, and somebody has to choose which of two acknowledged rows goes.',
  fineWhen: 'Values are made so that no two servers ever make the same one, or only one server takes writes.',
  advice:
    'Let one server take writes, or Group Replication find conflicts; or make the server part of the key.',
  sources: [
    {
      title: 'PostgreSQL: conflicts of logical replication',
      url: 'https://www.postgresql.org/docs/current/logical-replication-conflicts.html',
    },
    {
      title: 'MySQL: FAQ on replication, two-way replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/faqs-replication.html',
    },
  ],
  bad: [
    clusterExample(
      'neutral',
      { ...LEADERS, 'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);\n' },
      'eu',
    ),
    clusterExample(
      'mysql',
      {
        ...ring,
        'schema.sql':
          '-- dialect: mysql\nCREATE TABLE users (id bigint AUTO_INCREMENT PRIMARY KEY, email varchar(200) NOT NULL UNIQUE);\n',
      },
      'email',
    ),
    clusterExample(
      'postgres',
      { ...TWO_WAY, 'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);\n' },
      'duplicate key',
    ),
  ],
  good: [
    clusterExample('neutral', {
      ...LEADERS,
      'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);\n',
    }),
    clusterExample('postgres', {
      ...TWO_WAY,
      'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);\n',
    }),
    clusterExample('mysql', {
      ...ring,
      'schema.sql':
        '-- dialect: mysql\nCREATE TABLE users (id bigint AUTO_INCREMENT PRIMARY KEY, email varchar(200) NOT NULL);\n',
    }),
  ],
  check(cluster, context) {
    const pair = twoWriters(cluster);
    if (pair === undefined) return;
    const found: { readonly name: string; readonly origin: Origin }[] = [];
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => twoWriters(each) !== undefined,
      mayLeadTogether,
    )) {
      if (!goesBothWays(cluster, table)) continue;
      const keys = [
        ...table.uniques.map(({ columns, origins }) => ({ columns, origin: origins[0] })),
        ...table.indexes
          .filter(({ unique }) => unique)
          .map(({ parts, origins }) => ({
            columns: parts.flatMap(({ column }) => column?.value ?? []),
            origin: origins[0],
          })),
      ];
      const primary = table.primaryKey?.columns ?? [];
      // What holds the primary key collides with it, or not at all.
      const key = keys.find(
        ({ columns }) => primary.length === 0 || !primary.every(name => columns.includes(name)),
      );
      if (key !== undefined)
        found.push({
          name: `${display(table, catalog)} (${key.columns.join(', ')})`,
          origin: key.origin ?? table.nameOrigin,
        });
    }
    // One cause, however many keys there are: both take writes.
    const [first, ...rest] = found;
    if (first === undefined) return;
    const more =
      rest.length === 0
        ? ' is'
        : ` and a key of ${rest.length} more ${rest.length === 1 ? 'table' : 'tables'} are`;
    context.report({
      origin: first.origin,
      message: `${first.name}${more} unique on ${pair[0].id} and on ${pair[1].id}, not over both: two inserts at a time with one value are both acknowledged, and ${stopsWith(cluster)}. Let one server take writes.`,
      related: [
        ...pair.map(({ id, origin }) => ({ origin, message: `${id} takes writes.` })),
        ...rest.slice(0, 5).map(({ name, origin }) => ({ origin, message: `${name} as well.` })),
      ],
    });
  },
});
