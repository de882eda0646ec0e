import { feedsDatabase, isLogical, publicationsOf, publishes, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'publication-cuts-foreign-key',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary:
    'A publication carries one side of a foreign key and not the other; the subscriber checks neither.',
  gains: 'Less is sent, and the subscriber holds what it needs.',
  costs:
    'The subscriber applies changes without firing foreign keys (session_replication_role is replica). Rows there may refer to rows that never come, and where only the parent is published, a cascade that deletes children on the publisher leaves them on the subscriber.',
  fineWhen: 'The subscriber joins nothing over that key, or has the other table from elsewhere.',
  advice: 'Publish both tables, best in one publication, or drop the key on the subscriber and say so.',
  sources: [
    {
      title: 'PostgreSQL: architecture of logical replication, session_replication_role',
      url: 'https://www.postgresql.org/docs/current/logical-replication-architecture.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'schema.sql':
          'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\nCREATE PUBLICATION shop FOR TABLE orders;\n',
      },
      'customers',
    ),
    clusterExample(
      'postgres',
      {
        'schema.sql':
          'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers ON DELETE CASCADE);\nCREATE PUBLICATION shop FOR TABLE customers;\n',
      },
      'cascade',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'schema.sql':
        'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\nCREATE PUBLICATION shop FOR TABLE orders, customers;\n',
    }),
    clusterExample('postgres', {
      'schema.sql':
        'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\nCREATE PUBLICATION debezium FOR TABLE orders;\n',
    }),
    clusterExample('postgres', {
      'schema.sql':
        'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\nCREATE PUBLICATION shop FOR ALL TABLES;\n',
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster).filter(feedsDatabase);
    if (publications.length === 0) return;
    const published = (table: Parameters<typeof publishes>[1]) =>
      publications.some(each => publishes(each, table));
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => publicationsOf(each).length > 0,
      isLogical,
    )) {
      for (const key of table.foreignKeys) {
        const target = catalog.table(key.refTable);
        if (target === undefined || target === table || key.inherited) continue;
        const [here, there] = [published(table), published(target)];
        if (here === there) continue;
        const [own, other] = [display(table, catalog), display(target, catalog)];
        if (there && key.onDelete !== 'cascade') continue;
        context.report({
          origin: key.origins[0] ?? table.nameOrigin,
          message: here
            ? `${own} is published and ${other}, which it refers to, is not. The subscriber checks no foreign keys as it applies changes: rows there refer to nothing. Publish both, or drop the key on the subscriber.`
            : `${other} is published and ${own} is not: a delete that cascades to ${own} here deletes nothing there, and the subscriber keeps rows whose parent is gone. Publish both, or drop the key on the subscriber.`,
          related: publications
            .slice(0, 1)
            .map(({ name, origin }) => ({ origin, message: `The publication ${name}.` })),
        });
      }
    }
  },
});
