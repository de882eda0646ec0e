import { majority, tolerance } from '../../cluster/quorum.js';
import { CONSENSUS_SOURCES, eachGiven, etcdExample, switchFix, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-unsafe-reconfiguration',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'Changes of members that lose the quorum are not refused.',
  gains: 'A member can be added to a cluster of which members are down.',
  costs:
    'Adding a member to 3 of which one is down makes a quorum 3 of 4: if the new one is configured wrongly it never comes, and the cluster can neither write nor take it out again. The check refuses this.',
  fineWhen: 'For one change that is made by hand, in an emergency.',
  advice: 'Set `strict-reconfig-check: true`, the default; take a dead member out before adding another.',
  sources: [CONSENSUS_SOURCES.etcdOptions, CONSENSUS_SOURCES.etcdFaq],
  bad: [etcdExample(3, ['strict-reconfig-check: false\n', '', ''], 'quorum')],
  good: [etcdExample(3, 'strict-reconfig-check: true\n'), etcdExample(1, 'strict-reconfig-check: false\n')],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    eachGiven(cluster, 'strict-reconfig-check', ({ effective, written }) => {
      if (effective !== false) return;
      const count = Math.max(3, voters(cluster).length);
      context.report({
        origin: written.origin,
        message: `A \`member add\` is taken even where it costs the quorum: with ${count} members and ${tolerance(count)} down a wrong address makes it ${majority(count + 1)} of ${count + 1}, and nothing can be written or taken back. Leave the check on.`,
        fixes: () => switchFix('Refuse such changes', written, 'true', true),
      });
    });
  },
});
