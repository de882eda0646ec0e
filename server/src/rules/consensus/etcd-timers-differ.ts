import { CONSENSUS_SOURCES, etcdExample, firstDifferent } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-timers-differ',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary: 'Members have different heartbeat or election timeouts.',
  gains: 'None that is known.',
  costs:
    'A member with a shorter election timeout stands for election while the leader of the others is well; one with a slower heartbeat, once it leads, is deposed by the rest. The documentation warns that differing values may disrupt the cluster.',
  fineWhen: 'While the values are being changed, one member after another.',
  advice: 'Give all members the same `heartbeat-interval` and `election-timeout`.',
  sources: [CONSENSUS_SOURCES.etcdTuning],
  bad: [
    etcdExample(3, ['', '', 'election-timeout: 5000\n'], 'n3'),
    etcdExample(3, ['heartbeat-interval: 50\n', '', ''], 'heartbeat-interval'),
  ],
  good: [etcdExample(3, 'election-timeout: 5000\n')],
  check(cluster, context) {
    for (const name of ['election-timeout', 'heartbeat-interval']) {
      const found = firstDifferent(cluster, name);
      if (found === undefined) continue;
      context.report({
        origin: found.written.origin,
        message: `${name} is ${found.value} ms on ${found.member.id} and ${found.otherValue} ms on ${found.other.id}: the impatient member calls elections while the leader is well. Give all members the same.`,
      });
    }
  },
});
