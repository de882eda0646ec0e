import { isProgram, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (level: string): Record<string, string> => ({
  'application.conf': `datastax-java-driver.basic {\n  contact-points = ["10.0.0.1:9042"]\n  load-balancing-policy.local-datacenter = eu\n  request.consistency = ${level}\n}\n`,
});

export default defineRule({
  id: 'cassandra-serial-as-consistency',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'SERIAL is set as the consistency level of all requests.',
  gains: 'Reads at SERIAL finish conditional writes that are under way, and see them.',
  costs:
    'Writes are refused at SERIAL and LOCAL_SERIAL: these are levels of the deciding part of conditional writes, which has a setting of its own, and of reads. Every read runs a round of Paxos.',
  fineWhen: 'The program only reads.',
  advice: 'Set a quorum as consistency, and SERIAL as serial consistency; ask for SERIAL in single reads.',
  sources: [
    {
      title: 'Cassandra: which levels writes may have',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/ConsistencyLevel.java',
    },
  ],
  bad: twins(files('SERIAL'), 'refused'),
  good: twins(files('LOCAL_QUORUM')),
  check(cluster, context) {
    for (const { client, level, origin } of levelsOf(cluster)) {
      if (!level.endsWith('SERIAL') || !isProgram(client)) continue;
      const quorum = level === 'SERIAL' ? 'QUORUM' : 'LOCAL_QUORUM';
      context.report({
        origin,
        message: `Writes at ${level} are refused: it is a level of reads, and of the deciding part of conditional writes, which serial-consistency sets. Use ${quorum} here.`,
        fixes: [{ title: `Use ${quorum}`, edits: [replace(origin, quorum)], safe: false }],
      });
    }
  },
});
