import { hostOf } from '../../cluster/join.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logical-slot-lost-in-failover',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'The subscription’s slot does not survive a failover of the publisher.',
  gains: 'No need for the standby to keep up with the slot.',
  costs:
    'A slot is on one server only, unless failover = true (17 and later) has it copied to the standbys: after a promotion the subscription finds no slot, and the changes in between are missing.',
  fineWhen: 'The publisher has no standby, or the subscription is made anew after a failover.',
  advice:
    'failover = true on the subscription, sync_replication_slots = on, hot_standby_feedback = on and a slot for the standby.',
  sources: [
    {
      title: 'Logical replication failover',
      url: 'https://www.postgresql.org/docs/current/logical-replication-failover.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'sub.sql':
          "CREATE SUBSCRIPTION s CONNECTION 'host=n1 dbname=x' PUBLICATION p WITH (streaming = on);\n",
        'n1/postgresql.conf': 'wal_level = logical\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1'\n",
        'n2/standby.signal': '',
      },
      'failover',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'sub.sql':
        "CREATE SUBSCRIPTION s CONNECTION 'host=n1 dbname=x' PUBLICATION p WITH (failover = true);\n",
      'n1/postgresql.conf': 'wal_level = logical\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1'\n",
      'n2/standby.signal': '',
    }),
    clusterExample('postgres', {
      'sub.sql': "CREATE SUBSCRIPTION s CONNECTION 'host=n9 dbname=x' PUBLICATION p;\n",
      'n1/postgresql.conf': 'wal_level = logical\n',
    }),
  ],
  check(cluster, context) {
    for (const subscription of cluster.resources) {
      if (subscription.kind !== 'subscription') continue;
      const failover = subscription.settings.postgres?.given('failover');
      if (failover !== undefined && failover.effective !== false) continue;
      const link = cluster.links.find(
        ({ kind, origin }) => kind === 'logical' && origin === subscription.origin,
      );
      const publisher = cluster.members.find(({ id }) => id === link?.from);
      if (link === undefined || publisher === undefined) continue;
      const names = new Set([publisher.id, ...publisher.addresses].map(name => hostOf(name)));
      const home = context.clusters.find(
        each =>
          each !== cluster &&
          each.systems.has('postgres') &&
          each.members.length > 1 &&
          each.members.some(
            ({ id, addresses, leader }) =>
              leader === true && [id, ...addresses].some(name => names.has(hostOf(name))),
          ),
      );
      // Patroni and operators keep slots by means of their own.
      if (home === undefined || home.system !== 'postgres' || isOlder(home.versions.postgres?.version, '17'))
        continue;
      context.report({
        origin: failover?.written.origin ?? subscription.origin,
        message: `${publisher.id} has standbys, and the slot of ${subscription.name} is on it alone: after a failover the subscription finds no slot, and changes are missing. Set failover = true, and sync_replication_slots on the standbys.`,
      });
    }
  },
});
