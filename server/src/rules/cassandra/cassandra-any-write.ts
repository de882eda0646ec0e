import { ARCHITECTURE, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (level: string): Record<string, string> => ({
  'schema.cql': "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\n",
  'load.cql': `CONSISTENCY ${level};\n`,
});

export default defineRule({
  id: 'cassandra-any-write',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Writes at ANY are acknowledged when no replica has them.',
  gains: 'Writes go on while all replicas of a row are down.',
  costs:
    'A hint on the coordinator is enough: no read finds the row before the hint is replayed, and it is lost with the coordinator’s disk, after the hint window, or when hints are dropped. Reads at ANY are refused.',
  fineWhen: 'Losing single writes does no harm: counters of views, samples.',
  advice: 'Use LOCAL_ONE where speed counts: then one replica has the row.',
  sources: [ARCHITECTURE],
  bad: twins(files('ANY'), 'no replica'),
  good: [
    ...twins(files('LOCAL_QUORUM')),
    // A script that looks at what each level does.
    ...twins({
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\n",
      'levels.cql':
        'CONSISTENCY ANY;\nSELECT * FROM shop.orders;\nCONSISTENCY ONE;\nSELECT * FROM shop.orders;\nCONSISTENCY ALL;\nSELECT * FROM shop.orders;\n',
    }),
  ],
  check(cluster, context) {
    for (const { level, origin } of levelsOf(cluster)) {
      if (level !== 'ANY') continue;
      context.report({
        origin,
        message:
          'ANY acknowledges a write that no replica has: a hint on the coordinator is enough, which is lost with it and read by nobody until it is replayed. Use LOCAL_ONE, or LOCAL_QUORUM to see your own writes.',
        fixes: [{ title: 'Use LOCAL_ONE', edits: [replace(origin, 'LOCAL_ONE')], safe: false }],
      });
    }
  },
});
