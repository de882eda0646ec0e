import { formatShort } from '../../workload/figures.js';
import { isLogical, publicationsOf, publishes, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

/** Rows from which a scan for each change is felt. */
const MANY = 100_000;

const schema = (rows: string, key = '') =>
  `-- faultline: rows=${rows}\nCREATE TABLE visits (seen timestamptz NOT NULL, page text NOT NULL${key});\nALTER TABLE visits REPLICA IDENTITY FULL;\nCREATE PUBLICATION p FOR TABLE visits;\n`;

export default defineRule({
  id: 'identity-full-on-large-table',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A large published table has REPLICA IDENTITY FULL and no index to find a row by.',
  gains: 'Updates and deletes of a table without a key are replicated at all.',
  costs:
    'The subscriber has no key to find the row by and reads the whole table for every row that is changed or deleted (before PostgreSQL 16 always, since then unless some plain B-tree index begins with a published column). One UPDATE of a thousand rows reads the table a thousand times, while the slot on the publisher keeps the log.',
  fineWhen: 'Rows of it are only added.',
  advice: 'Give the table a primary key, or a unique index without nulls for REPLICA IDENTITY USING INDEX.',
  sources: [
    {
      title: 'PostgreSQL: replica identity',
      url: 'https://www.postgresql.org/docs/current/logical-replication-publication.html',
    },
    {
      title: 'PostgreSQL: indexes on the subscriber when the identity is full (commit)',
      url: 'https://github.com/postgres/postgres/commit/89e46da5e511a6970e26a020f265c9fb4b72b1d2',
    },
  ],
  bad: [clusterExample('postgres', { 'schema.sql': schema('5M') }, '5M')],
  good: [
    clusterExample('postgres', { 'schema.sql': schema('500') }),
    clusterExample('postgres', { 'schema.sql': schema('5M', ', PRIMARY KEY (seen, page)') }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster);
    for (const { table, facts, catalog } of tablesOf(
      cluster,
      context,
      each => publicationsOf(each).length > 0,
      isLogical,
    )) {
      const rows = facts.rows?.value;
      if (table.replicaIdentity?.mode !== 'full' || rows === undefined || rows < MANY) continue;
      if (table.primaryKey !== undefined || table.uniques.length > 0) continue;
      if (table.indexes.some(({ method, where, parts }) => method === 'btree' && !where && parts[0]?.column))
        continue;
      const publication = publications.find(
        each => publishes(each, table) && /update|delete/.test(each.option('publish') ?? 'update'),
      );
      if (publication === undefined) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} is published with REPLICA IDENTITY FULL and has ${formatShort(rows)} rows and no index: the subscriber reads all of them for each row that is updated or deleted. Add a primary key.`,
        related: [{ origin: publication.origin, message: `Published by ${publication.name}.` }],
      });
    }
  },
});
