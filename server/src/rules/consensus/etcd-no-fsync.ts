import { CONSENSUS_SOURCES, eachGiven, etcdExample, switchFix, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-no-fsync',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['etcd'],
  summary: 'etcd does not wait for the disk.',
  gains: 'Writes are faster by an fsync.',
  costs:
    'A majority acknowledges what only its memory has. A power cut of these machines loses acknowledged writes, and a member that forgot its vote can let two leaders win one term.',
  fineWhen: 'Tests, and clusters that are thrown away.',
  advice: 'Take it out; put the log on a fast disk of its own instead.',
  sources: [CONSENSUS_SOURCES.etcdOptions],
  bad: [etcdExample(3, ['unsafe-no-fsync: true\n', '', ''], 'power')],
  good: [etcdExample(3, 'unsafe-no-fsync: false\n')],
  check(cluster, context) {
    eachGiven(cluster, 'unsafe-no-fsync', ({ effective, written }, member) => {
      if (effective !== true) return;
      context.report({
        origin: written.origin,
        severity: voters(cluster).length > 1 && cluster.trial === undefined ? 'error' : 'warning',
        message: `${member.id} acknowledges before its disk has a write: a power cut loses what was acknowledged, and may forget a vote that was given. It is meant for tests only; take it out.`,
        fixes: () => switchFix('Wait for the disk', written, 'false'),
      });
    });
  },
});
