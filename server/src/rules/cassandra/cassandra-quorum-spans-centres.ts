import { majority } from '../../cluster/quorum.js';
import {
  ARCHITECTURE,
  factorsOf,
  isProgram,
  keyspacesOf,
  levelsOf,
  twins,
} from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (map: string, level: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`,
  'application.yml': `spring:\n  cassandra:\n    contact-points: 10.0.0.1\n    local-datacenter: eu\n    request:\n      consistency: ${level}\n`,
});

export default defineRule({
  id: 'cassandra-quorum-spans-centres',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'QUORUM is counted over the replicas of all data centres.',
  gains:
    'A read at QUORUM sees what was written at QUORUM in any data centre, and no acknowledged write is in one data centre alone where none has a majority.',
  costs:
    'QUORUM is more than half of all replicas: each request waits for another data centre, at its distance. With two equal data centres neither has a majority, so the loss of one, or of the line between them, stops both.',
  fineWhen: 'Three or more data centres stand close together, and every read must see every write.',
  advice: 'Use LOCAL_QUORUM where it is enough that the own data centre agrees.',
  sources: [ARCHITECTURE],
  bad: [
    ...twins(files("'eu': 3, 'us': 3", 'QUORUM'), '4 of 6'),
    ...twins(files("'eu': 3, 'us': 3, 'ap': 3", 'quorum'), '5 of 9'),
  ],
  good: [...twins(files("'eu': 3, 'us': 3", 'LOCAL_QUORUM')), ...twins(files("'eu': 3", 'QUORUM'))],
  check(cluster, context) {
    for (const { client, level, origin } of levelsOf(cluster)) {
      if (level !== 'QUORUM') continue;
      const spanning = keyspacesOf(cluster)
        .map(keyspace => ({
          keyspace,
          factors: factorsOf(cluster, keyspace).filter(({ copies }) => copies > 0),
        }))
        .filter(({ factors }) => factors.length > 1)[0];
      if (spanning === undefined) continue;
      const { keyspace, factors } = spanning;
      const all = factors.reduce((sum, { copies }) => sum + copies, 0);
      const needed = majority(all);
      const fatal = factors.filter(({ copies }) => all - copies < needed);
      context.report({
        origin,
        severity: fatal.length > 0 && isProgram(client) ? 'warning' : 'info',
        message: `QUORUM needs ${needed} of ${all} replicas of ${keyspace.name}, counted over ${factors.length} data centres: requests wait for another one${fatal.length > 0 ? `, and while ${fatal.length > 1 ? 'any of them' : fatal[0]!.dc} is away none succeeds` : ''}. LOCAL_QUORUM stays in the data centre of the client.`,
        fixes: [{ title: 'Use LOCAL_QUORUM', edits: [replace(origin, 'LOCAL_QUORUM')], safe: false }],
      });
    }
  },
});
