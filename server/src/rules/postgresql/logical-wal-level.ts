import { clusterExample } from '../lib/cluster/example.js';
import { valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logical-wal-level',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Tables are published, and the server does not write what that needs.',
  gains: 'Less log.',
  costs:
    'Without wal_level = logical no slot for logical decoding can be made: CREATE PUBLICATION only warns, and each subscription fails.',
  fineWhen: 'The publication is for another server.',
  advice: 'wal_level = logical, and a restart.',
  sources: [
    {
      title: 'Logical replication settings',
      url: 'https://www.postgresql.org/docs/current/logical-replication-config.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      { 'postgresql.conf': 'wal_level = replica\n', 'pub.sql': 'CREATE PUBLICATION p FOR TABLE orders;\n' },
      'logical',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf': 'wal_level = logical\n',
      'pub.sql': 'CREATE PUBLICATION p FOR TABLE orders;\n',
    }),
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = replica\n' }),
    clusterExample('postgres', {
      'a/postgresql.conf': 'wal_level = replica\n',
      'b/postgresql.conf': 'wal_level = logical\n',
      'pub.sql': 'CREATE PUBLICATION p FOR TABLE orders;\n',
    }),
  ],
  check(cluster, context) {
    const publication = cluster.resources.find(({ kind }) => kind === 'publication');
    if (publication === undefined) return;
    // Only where there is one server that can be meant.
    const homes = context.clusters.filter(
      each => each.settings.postgres !== undefined && each.links.every(({ kind }) => kind !== 'logical'),
    );
    const setting = homes.length === 1 ? homes[0]!.settings.postgres!.given('wal_level') : undefined;
    if (setting?.effective !== 'replica' && setting?.effective !== 'minimal') return;
    context.report({
      origin: setting.written.origin,
      message: `${publication.name} publishes tables, and with wal_level = ${setting.effective} no subscription can make its slot. Set it to logical, and restart.`,
      related: [{ origin: publication.origin, message: 'what is published' }],
      fixes: [{ title: 'Write logical', edits: [valueEdit(setting.written.origin, 'logical')], safe: false }],
    });
  },
});
