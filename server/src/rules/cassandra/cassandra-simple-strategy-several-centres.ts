import { ARCHITECTURE, centreCount, strategyOf, twins, twoCentres } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-simple-strategy-several-centres',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A keyspace with SimpleStrategy in a cluster of several data centres.',
  gains: 'None in such a cluster.',
  costs:
    'The replicas of a row go to the next nodes of the ring: all of them may stand in one data centre, and another row’s in the other. LOCAL_QUORUM then fails for rows whose replicas are elsewhere, and the loss of one data centre loses rows for good.',
  fineWhen: 'Never.',
  advice: 'Use NetworkTopologyStrategy with a number for each data centre, then run a full repair.',
  sources: [ARCHITECTURE],
  bad: twins(
    {
      ...twoCentres(),
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};\n",
    },
    '2 data centres',
  ),
  good: [
    ...twins({
      ...twoCentres(),
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 2, 'us': 1};\n",
    }),
    ...twins({
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};\n",
    }),
    // What another keyspace asks for tells nothing of the nodes: each may be a try of its own.
    ...twins({
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};\nCREATE KEYSPACE stock WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 2, 'us': 1};\n",
    }),
  ],
  check(cluster, context) {
    const centres = centreCount(cluster);
    if (centres < 2) return;
    for (const each of cluster.resources) {
      // The system's own keyspaces that hold roles and traces are meant as well.
      if (each.kind !== 'keyspace') continue;
      const strategy = strategyOf(cluster, each);
      if (strategy?.raw !== 'SimpleStrategy') continue;
      context.report({
        origin: strategy.origin,
        message: `Keyspace ${each.name} uses SimpleStrategy in a cluster of ${centres} data centres: the replicas of a row may all stand in one of them, and are lost with it. Use NetworkTopologyStrategy with a number for each.`,
      });
    }
  },
});
