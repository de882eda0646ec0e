import { CONSENSUS_SOURCES, eachGiven, etcdExample } from '../lib/cluster/consensus.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-force-new-cluster',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['etcd'],
  summary: 'force-new-cluster is left in the configuration.',
  gains: 'Recovers the data of the last member after all others are lost for good.',
  costs:
    'At every start the member throws all others out of its membership and goes on as a cluster of one. If the others live, there are two clusters with the same data that accept different writes.',
  fineWhen: 'For one start in a recovery, given by hand.',
  advice:
    'Take it out of the file or unit; give it on the command line once, when the quorum is lost for good.',
  sources: [CONSENSUS_SOURCES.etcdRecovery],
  bad: [etcdExample(3, ['', 'force-new-cluster: true\n', ''], 'two clusters')],
  good: [etcdExample(3, 'force-new-cluster: false\n')],
  check(cluster, context) {
    eachGiven(cluster, 'force-new-cluster', ({ effective, written }, member) => {
      if (effective !== true) return;
      context.report({
        origin: written.origin,
        message: `At each start ${member.id} throws the other members out and goes on alone; where they still run there are two clusters that both accept writes. It is for one start in a recovery: take it out.`,
        fixes: () => {
          const edit = lineRemoved(written);
          return edit === undefined ? [] : [{ title: 'Take it out', edits: [edit], safe: false }];
        },
      });
    });
  },
});
