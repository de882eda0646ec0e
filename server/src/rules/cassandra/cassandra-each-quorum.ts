import { ARCHITECTURE, factorsOf, keyspacesOf, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (map: string, level: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`,
  'application.conf': `datastax-java-driver.basic {\n  load-balancing-policy.local-datacenter = eu\n  request.consistency = ${level}\n}\n`,
});

export default defineRule({
  id: 'cassandra-each-quorum',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'EACH_QUORUM stops writes when any data centre is away.',
  gains:
    'An acknowledged write is on a quorum of every data centre: LOCAL_QUORUM reads see it everywhere, and the loss of a data centre loses nothing.',
  costs:
    'A data centre that is down or cut off stops every write in all the others. Each write takes as long as the farthest one.',
  fineWhen: 'Losing a data centre may stop writes, and losing an acknowledged write may not happen.',
  advice:
    'Use LOCAL_QUORUM and let the other data centres follow, or QUORUM over three data centres, which goes on without one of them.',
  sources: [ARCHITECTURE],
  bad: twins(files("'eu': 3, 'us': 3", 'EACH_QUORUM'), '2 data centres'),
  good: [...twins(files("'eu': 3", 'EACH_QUORUM')), ...twins(files("'eu': 3, 'us': 3", 'LOCAL_QUORUM'))],
  check(cluster, context) {
    for (const { level, origin } of levelsOf(cluster)) {
      if (level !== 'EACH_QUORUM') continue;
      const spanning = keyspacesOf(cluster).find(
        keyspace => factorsOf(cluster, keyspace).filter(({ copies }) => copies > 0).length > 1,
      );
      if (spanning === undefined) continue;
      const factors = factorsOf(cluster, spanning).filter(({ copies }) => copies > 0);
      context.report({
        origin,
        message: `EACH_QUORUM needs a quorum in each of the ${factors.length} data centres of ${spanning.name}: when one is down or cut off, writes stop in all of them. LOCAL_QUORUM goes on, and the others follow later.`,
        fixes: [{ title: 'Use LOCAL_QUORUM', edits: [replace(origin, 'LOCAL_QUORUM')], safe: false }],
      });
    }
  },
});
