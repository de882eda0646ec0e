import {
  CONSENSUS_SOURCES,
  duration,
  eachGiven,
  etcdExample,
  switchFix,
  voters,
} from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-pre-vote-off',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary: 'Members do not ask before they start an election.',
  gains: 'None in a cluster of several members.',
  costs:
    'A member that was cut off counts up its term alone. When it is back its term is the higher one, so the leader steps down, though nothing was wrong with it: writes stop for an election. With `pre-vote` it first asks whether it could win.',
  fineWhen: 'The cluster has one member.',
  advice: 'Leave `pre-vote` on; it is the default since 3.5.',
  sources: [CONSENSUS_SOURCES.etcdConfig, CONSENSUS_SOURCES.etcdOptions],
  bad: [etcdExample(3, ['pre-vote: false\n', '', ''], 'depose')],
  good: [etcdExample(3, 'pre-vote: true\n'), etcdExample(1, 'pre-vote: false\n')],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    eachGiven(cluster, 'pre-vote', ({ effective, written }, member) => {
      if (effective !== false) return;
      context.report({
        origin: written.origin,
        message: `${member.id} starts elections without asking first: back from a network failure it will depose a leader that is well, and writes stop for up to ${duration((cluster.failover.detectMs ?? [1000, 4000])[1])}. Leave pre-vote on.`,
        fixes: () => switchFix('Ask before an election', written, 'true', true),
      });
    });
  },
});
