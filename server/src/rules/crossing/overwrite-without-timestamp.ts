import { tablesOf } from '../lib/cluster/crossing.js';
import { LEADERS, ringWith, TWO_WAY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { goesBothWays, mayLeadTogether, twoWriters } from '../lib/cluster/two-writers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const ring = ringWith(i => `auto_increment_increment=2\nauto_increment_offset=${i}\n`);

export default defineRule({
  id: 'overwrite-without-timestamp',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['postgres', 'mysql', 'neutral'],
  summary:
    'Rows are changed on two databases that replicate from each other, and nothing in them says which change is newer.',
  gains: 'Rows are narrower without a time.',
  costs:
    'What arrives overwrites what is there, on each side with what came from the other: two changes at a time leave the copies different. Without a time of the last change in the row nobody can find such rows later, nor say which of two is to stay.',
  fineWhen: 'Each row is changed on one side only, or rows are only added.',
  advice:
    'Add a column with the time of the last change and where it was made, compare the copies by it; or let one database take the writes.',
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
      { ...LEADERS, 'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, name text, city text);\n' },
      'newer',
    ),
    clusterExample(
      'postgres',
      { ...TWO_WAY, 'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, name text, city text);\n' },
      'newer',
    ),
    clusterExample(
      'mysql',
      {
        ...ring,
        'schema.sql':
          '-- dialect: mysql\nCREATE TABLE users (id bigint PRIMARY KEY, name varchar(80), city varchar(80));\n',
      },
      'newer',
    ),
  ],
  good: [
    clusterExample('neutral', {
      ...LEADERS,
      'schema.sql': 'CREATE TABLE users (id uuid PRIMARY KEY, name text, updated_at timestamptz NOT NULL);\n',
    }),
    clusterExample('postgres', {
      ...TWO_WAY,
      'schema.sql':
        'CREATE TABLE users (id uuid PRIMARY KEY, name text, city text, updated_at timestamptz NOT NULL);\n',
    }),
    clusterExample('mysql', {
      ...ring,
      'schema.sql':
        '-- dialect: mysql\nCREATE TABLE users (id bigint PRIMARY KEY, name varchar(80), version int NOT NULL);\n',
    }),
  ],
  check(cluster, context) {
    const pair = twoWriters(cluster);
    const held = tablesOf(cluster, context, each => twoWriters(each) !== undefined, mayLeadTogether);
    const bare = held.filter(({ table }) => {
      const keys = new Set([
        ...(table.primaryKey?.columns ?? []),
        ...table.foreignKeys.flatMap(({ columns }) => columns),
      ]);
      const own = table.columns.filter(({ name }) => !keys.has(name));
      return (
        goesBothWays(cluster, table) &&
        !table.columnsIncomplete &&
        own.length > 0 &&
        !table.columns.some(
          ({ name, type }) => CHANGED.test(name) || /timestamp|datetime|rowversion/i.test(type?.base ?? ''),
        )
      );
    });
    const first = bare[0];
    if (pair === undefined || first === undefined) return;
    const others = bare.length === 1 ? '' : ` and ${bare.length - 1} more tables`;
    context.report({
      origin: first.table.nameOrigin,
      message: `${display(first.table, first.catalog)}${others}: ${pair[0].id} and ${pair[1].id} overwrite each other's changes, and no column says which is newer, so that different copies cannot be found or mended. Add the time of the last change, or let one of them take writes.`,
      related: pair.map(({ id, origin }) => ({ origin, message: `${id} takes writes.` })),
    });
  },
});

const CHANGED =
  /^(?:.*_)?(?:updated|modified|changed|last_change|version|revision|lsn|clock|hlc)(?:_at|_on|_time|_ts|_by)?$/i;
