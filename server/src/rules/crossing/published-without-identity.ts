import {
  type HeldTable,
  hasRowIdentity,
  isLogical,
  listed,
  type PublicationView,
  publicationsOf,
  publishes,
  tablesOf,
} from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'published-without-identity',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary:
    'A table without a replica identity is published with its updates and deletes: the publisher refuses them.',
  gains: 'None: inserts are replicated, and nothing else works.',
  costs:
    'Logical replication names the row to change by its replica identity, which is the primary key unless told otherwise. A table that has none takes inserts; the first UPDATE or DELETE after it was added to the publication fails on the publisher.',
  fineWhen: "Rows are only ever added. Then publish inserts alone: `WITH (publish = 'insert')`.",
  advice:
    'Give the table a primary key, name a unique index with REPLICA IDENTITY USING INDEX, or as a last resort set REPLICA IDENTITY FULL.',
  sources: [
    {
      title: 'PostgreSQL: publication, replica identity',
      url: 'https://www.postgresql.org/docs/current/logical-replication-publication.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'schema.sql':
          'CREATE TABLE visits (seen timestamptz, page text);\nCREATE PUBLICATION all_of_it FOR TABLE visits;\n',
      },
      'UPDATE',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'schema.sql':
        'CREATE TABLE visits (seen timestamptz, page text);\nALTER TABLE visits REPLICA IDENTITY FULL;\nCREATE TABLE pages (id bigint PRIMARY KEY);\nCREATE PUBLICATION all_of_it FOR TABLE visits, pages;\n',
    }),
    clusterExample('postgres', {
      'schema.sql':
        "CREATE TABLE visits (seen timestamptz, page text);\nCREATE PUBLICATION p FOR TABLE visits WITH (publish = 'insert');\n",
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster);
    if (publications.length === 0) return;
    const bare = new Map<PublicationView, HeldTable[]>();
    for (const held of tablesOf(cluster, context, each => publicationsOf(each).length > 0, isLogical)) {
      const { table } = held;
      // A hypertable's rows are published from elsewhere, if at all.
      if (table.columnsIncomplete || table.columns.length === 0 || hypertableOf(table)) continue;
      const { mode } = table.replicaIdentity ?? { mode: 'default' as const };
      if (mode === 'full' || mode === 'index' || (mode === 'default' && table.primaryKey !== undefined))
        continue;
      const publication = publications.find(
        each => publishes(each, table) && /update|delete/.test(each.option('publish') ?? 'update'),
      );
      if (publication !== undefined) bare.set(publication, [...(bare.get(publication) ?? []), held]);
    }
    for (const [publication, tables] of bare) {
      if (tables.length > MANY) {
        const names = listed(tables.map(({ table, catalog }) => display(table, catalog)));
        context.report({
          origin: publication.origin,
          message: `${publication.name} publishes ${names} without a replica identity: every UPDATE and DELETE of them fails on the publisher. Give them primary keys, publish inserts alone, or set REPLICA IDENTITY FULL.`,
          related: tables
            .slice(0, 10)
            .map(({ table }) => ({ origin: table.nameOrigin, message: 'No primary key.' })),
        });
        continue;
      }
      for (const { table, catalog } of tables) {
        const nothing = table.replicaIdentity?.mode === 'nothing';
        context.report({
          origin: table.nameOrigin,
          message: `${display(table, catalog)} has ${nothing ? 'REPLICA IDENTITY NOTHING' : 'no primary key and so no replica identity'}, and ${publication.name} publishes its changes: every UPDATE and DELETE fails on the publisher. ${!nothing && hasRowIdentity(table) ? 'Set REPLICA IDENTITY USING INDEX with its unique index.' : 'Add a primary key, or set REPLICA IDENTITY FULL.'}`,
          related: [{ origin: publication.origin, message: `Published by ${publication.name}.` }],
        });
      }
    }
  },
});

/** More tables than are told of one by one. */
const MANY = 5;
