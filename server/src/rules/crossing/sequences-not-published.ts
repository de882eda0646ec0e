import { isOlder } from '../../cluster/version.js';
import {
  feedsDatabase,
  isLogical,
  listed,
  publicationsOf,
  publishes,
  tablesOf,
} from '../lib/cluster/crossing.js';
import { TWO_WAY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { goesBothWays } from '../lib/cluster/two-writers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sequences-not-published',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'Tables with serial or identity columns are published: their sequences stay behind on the subscriber.',
  gains: 'A subscriber that is only read never asks its sequences.',
  costs:
    'Logical replication carries the rows, not the state of sequences. After a switch to the subscriber `nextval` begins where it stood there, usually at 1, and inserts fail on keys that exist.',
  fineWhen: 'The subscriber is only read, or the keys are UUIDs made elsewhere.',
  advice:
    'Set every sequence past the largest value (`setval`) as a step of the switch, before writes are let in.',
  sources: [
    {
      title: 'PostgreSQL: restrictions of logical replication',
      url: 'https://www.postgresql.org/docs/current/logical-replication-restrictions.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'schema.sql':
          'CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\nCREATE TABLE items (id bigserial PRIMARY KEY);\nCREATE PUBLICATION shop FOR ALL TABLES;\n',
      },
      'items',
    ),
  ],
  good: [
    clusterExample('postgres', TWO_WAY),
    clusterExample('postgres', {
      'schema.sql': 'CREATE TABLE orders (id uuid PRIMARY KEY);\nCREATE PUBLICATION shop FOR ALL TABLES;\n',
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster).filter(feedsDatabase);
    if (publications.length === 0 || !isOlder(cluster.versions.postgres?.version ?? [18], '19')) return;
    const held = tablesOf(cluster, context, each => publicationsOf(each).length > 0, isLogical);
    for (const publication of publications) {
      const counted = held.filter(
        ({ table }) =>
          publishes(publication, table) &&
          // Where rows go both ways the two collide before anybody switches, which is told of the table.
          !goesBothWays(cluster, table) &&
          table.columns.some(({ serial, identity }) => serial || identity !== undefined),
      );
      if (counted.length === 0) continue;
      context.report({
        origin: publication.origin,
        message: `${publication.name} carries the rows of ${listed(counted.map(({ table, catalog }) => display(table, catalog)))}, not their sequences: after a switch to the subscriber nextval starts where it stood there, and inserts meet keys that exist. Make setval a step of the switch.`,
      });
    }
  },
});
