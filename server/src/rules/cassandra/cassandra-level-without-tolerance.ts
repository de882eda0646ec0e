import { neededOf } from '../../cluster/systems/cassandra/levels.js';
import { ARCHITECTURE, keyspacesOf, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (map: string, level: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`,
  'application.conf': `datastax-java-driver {\n  basic.contact-points = ["10.0.0.1:9042"]\n  basic.load-balancing-policy.local-datacenter = eu\n  basic.request.consistency = ${level}\n}\n`,
});

export default defineRule({
  id: 'cassandra-level-without-tolerance',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A consistency level needs every replica, or more than there are.',
  gains: 'Reads at any level see what was written at ALL.',
  costs:
    'A quorum of two replicas is both: one node that is down or restarts makes its rows unreadable and unwritable at that level, although another copy is there. A level above the number of replicas fails always.',
  fineWhen: 'Writes may wait until every node is back.',
  advice: 'Keep three replicas per data centre with LOCAL_QUORUM: one of them may be down.',
  sources: [ARCHITECTURE],
  bad: [
    ...twins(files("'eu': 2", 'LOCAL_QUORUM'), '2 of 2'),
    ...twins(files("'eu': 2", 'THREE'), 'always fails'),
  ],
  good: [...twins(files("'eu': 3", 'LOCAL_QUORUM')), ...twins(files("'eu': 2", 'LOCAL_ONE'))],
  check(cluster, context) {
    for (const { level, origin } of levelsOf(cluster)) {
      const worst = keyspacesOf(cluster)
        .flatMap(keyspace => {
          const copies = keyspace.copies ?? {};
          const counts = Object.values(copies).filter(count => count > 0);
          const all = level.startsWith('LOCAL_')
            ? Math.min(...counts)
            : counts.reduce((sum, count) => sum + count, 0);
          const needed = neededOf(level, copies);
          // One replica tolerates nothing at any level: that is said of the keyspace.
          return needed === undefined || counts.length === 0 || all < 2 || needed < all
            ? []
            : [{ keyspace, needed, all }];
        })
        .sort((a, b) => b.needed - b.all - (a.needed - a.all))[0];
      if (worst === undefined) continue;
      const { keyspace, needed, all } = worst;
      context.report({
        origin,
        message:
          needed > all
            ? `${level} waits for ${needed} replicas, and ${keyspace.name} keeps ${all}: it always fails. Choose a lower level or keep more replicas.`
            : `${level} needs ${needed} of ${all} replicas of ${keyspace.name}: as soon as one node is down its rows can be neither read nor written. Keep three replicas, or use a lower level.`,
        related: [{ origin: keyspace.origin, message: `Keyspace ${keyspace.name}.` }],
      });
    }
  },
});
