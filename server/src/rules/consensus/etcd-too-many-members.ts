import { majority } from '../../cluster/quorum.js';
import { CONSENSUS_SOURCES, etcdExample, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-too-many-members',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'More than seven members vote.',
  gains: 'More may fail at once.',
  costs:
    'The leader sends every write to all members and waits for a majority: each further one makes writes slower. Seven tolerate three failures.',
  fineWhen: 'Members without a vote (learners) are not meant.',
  advice: 'Run at most seven members, better five; serve more readers by learners or caches.',
  sources: [CONSENSUS_SOURCES.etcdFaq],
  bad: [etcdExample(9, '', '5 of them')],
  good: [etcdExample(7)],
  check(cluster, context) {
    const count = voters(cluster).length;
    if (cluster.open || count <= 7) return;
    context.report({
      origin: cluster.origin,
      message: `${count} members vote: each write waits for ${majority(count)} of them, and the leader sends it to all. Seven tolerate 3 failures, five tolerate 2; more are not advised.`,
    });
  },
});
