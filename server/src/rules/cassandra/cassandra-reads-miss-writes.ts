import { majority, overlaps } from '../../cluster/quorum.js';
import { neededOf } from '../../cluster/systems/cassandra/levels.js';
import { ARCHITECTURE, isProgram, keyspacesOf, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (level: string, copies = 3): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': ${copies}};\n`,
  'application.conf': `datastax-java-driver.basic {\n  load-balancing-policy.local-datacenter = eu\n  request.consistency = ${level}\n}\n`,
});

export default defineRule({
  id: 'cassandra-reads-miss-writes',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'Reads and writes at the level that is set need not meet on a replica.',
  gains: 'One answer is enough: requests are fast, and go on while all replicas but one are down.',
  costs:
    'With R + W ≤ N a read may ask a replica that the write has not reached yet: a program does not see what it has just written, or sees it and then not again. An acknowledged write on one replica alone is lost with its disk.',
  fineWhen: 'Rows are written once, or a reader may be behind: caches, metrics, feeds.',
  advice: 'Use LOCAL_QUORUM for both, or QUORUM for what must be seen in every data centre.',
  sources: [ARCHITECTURE],
  bad: [...twins(files('LOCAL_ONE'), '1 + 1'), ...twins(files('TWO', 5), '2 + 2')],
  good: [...twins(files('LOCAL_QUORUM')), ...twins(files('TWO'))],
  check(cluster, context) {
    for (const { client, level, origin } of levelsOf(cluster)) {
      // Scripts of a shell say it for single statements; ANY and profiles have more to say of their own.
      if (level === 'ANY' || !isProgram(client) || client.id.includes('(profile ')) continue;
      for (const keyspace of keyspacesOf(cluster)) {
        const counts = Object.values(keyspace.copies ?? {});
        const needed = neededOf(level, keyspace.copies ?? {});
        const all = level.startsWith('LOCAL_')
          ? Math.max(0, ...counts)
          : counts.reduce((sum, count) => sum + count, 0);
        if (needed === undefined || needed === 0 || all < 2 || overlaps(needed, needed, all)) continue;
        const quorum = majority(all);
        context.report({
          origin,
          message: `${level} for reads and writes of ${keyspace.name} makes ${needed} + ${needed} of ${all} replicas: a read may ask one that the write has not reached. ${level.startsWith('LOCAL_') || counts.length < 2 ? 'LOCAL_QUORUM' : 'QUORUM'} (${quorum} + ${quorum}) always meets.`,
          related: [{ origin: keyspace.origin, message: `Keyspace ${keyspace.name}.` }],
          tradeOff: () => ({
            gains: [`${all - needed} of ${all} replicas may be down.`],
            costs: ['A read may return what was before the last acknowledged write.'],
            advice: [
              `At a quorum of ${quorum}, ${all - quorum} of ${all} may be down, and reads see every write.`,
            ],
            numbers: [
              { label: 'R + W', value: `${needed} + ${needed}`, from: level },
              { label: 'N', value: String(all), from: `keyspace ${keyspace.name}` },
            ],
          }),
        });
        break;
      }
    }
  },
});
