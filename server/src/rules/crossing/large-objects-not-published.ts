import { isLogical, listed, publicationsOf, publishes, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'large-objects-not-published',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A published table has columns of OIDs, which usually name large objects: those are not replicated.',
  gains: 'Large objects are read and written in parts.',
  costs:
    'Logical replication carries the number in the column and not the large object that it names. The subscriber has a reference to nothing.',
  fineWhen: 'The numbers are no large objects, or they are only read on the publisher.',
  advice: 'Keep the bytes in a `bytea` column, or copy the objects by other means.',
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
          'CREATE TABLE files (id bigint PRIMARY KEY, content oid);\nCREATE PUBLICATION p FOR TABLE files;\n',
      },
      'content',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'schema.sql':
        'CREATE TABLE files (id bigint PRIMARY KEY, content bytea);\nCREATE PUBLICATION p FOR TABLE files;\n',
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster);
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => publicationsOf(each).length > 0,
      isLogical,
    )) {
      const columns = table.columns.filter(({ type }) =>
        /^(?:pg_catalog\.)?(?:oid|lo)$/.test(type?.base ?? ''),
      );
      const publication = publications.find(each => publishes(each, table));
      if (columns.length === 0 || publication === undefined) continue;
      context.report({
        origin: columns[0]!.nameOrigin,
        severity: 'hint',
        message: `${display(table, catalog)} is published by ${publication.name} with ${listed(columns.map(({ name }) => name))}, numbers of large objects as a rule: the objects themselves are not replicated. Keep the bytes in a bytea column.`,
        related: [{ origin: publication.origin, message: `Published by ${publication.name}.` }],
      });
    }
  },
});
