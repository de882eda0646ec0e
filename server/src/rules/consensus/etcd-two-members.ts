import { CONSENSUS_SOURCES, etcdExample, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-two-members',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary: 'Two members, both of which have to be there.',
  gains: 'A second copy of the data.',
  costs:
    'A majority of 2 is 2: when either member is away nothing can be written, and linearizable reads fail. The cluster stops about twice as often as a single member does.',
  fineWhen: 'On the way from one member to three.',
  advice: 'Add a third member, in a third place where there is one.',
  sources: [CONSENSUS_SOURCES.etcdFaq],
  bad: [etcdExample(2, '', 'majority of 2 is 2')],
  good: [etcdExample(3), etcdExample(1)],
  check(cluster, context) {
    if (cluster.open || voters(cluster).length !== 2) return;
    context.report({
      origin: cluster.origin,
      message:
        'Two members: a majority of 2 is 2, so the loss of either one stops all writes and all linearizable reads. Add a third member.',
    });
  },
});
