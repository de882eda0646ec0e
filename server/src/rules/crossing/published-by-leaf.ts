import { isLogical, publicationsOf, publishes, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const SCHEMA = 'CREATE TABLE sales (id bigint, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);\n';

export default defineRule({
  id: 'published-by-leaf',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A partitioned table is published partition by partition: the subscriber needs each of the same name.',
  gains: 'Partitions arrive as what they are, and the subscriber may leave some out.',
  costs:
    'By default changes are sent under the names of the partitions. A partition that was made on the publisher and not yet on the subscriber stops the subscription with an error, and the slot keeps the log until somebody makes it.',
  fineWhen: 'Partitions are made on the subscriber first, by the same job.',
  advice:
    'Set `publish_via_partition_root = true`, and the subscriber may be partitioned in another way or not at all.',
  sources: [
    {
      title: 'PostgreSQL: restrictions of logical replication',
      url: 'https://www.postgresql.org/docs/current/logical-replication-restrictions.html',
    },
    {
      title: 'PostgreSQL: publish_via_partition_root',
      url: 'https://www.postgresql.org/docs/current/sql-createpublication.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      { 'schema.sql': `${SCHEMA}CREATE PUBLICATION p FOR TABLE sales;\n` },
      'publish_via_partition_root',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'schema.sql': `${SCHEMA}CREATE PUBLICATION p FOR TABLE sales WITH (publish_via_partition_root = true);\n`,
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster).filter(
      each => each.tables !== undefined && each.option('publish_via_partition_root') !== 'true',
    );
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => publicationsOf(each).length > 0,
      isLogical,
    )) {
      if (table.kind !== 'partitioned table') continue;
      const publication = publications.find(each => publishes(each, table));
      if (publication === undefined) continue;
      context.report({
        origin: publication.origin,
        message: `${publication.name} sends the changes of ${display(table, catalog)} under the names of its partitions: one that the subscriber does not have yet stops the subscription. Set publish_via_partition_root = true, or make partitions there first.`,
        related: [{ origin: table.nameOrigin, message: 'The partitioned table.' }],
      });
    }
  },
});
