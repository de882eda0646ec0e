import { copiesOf, described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-nobody-takes-over',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'Failover is automatic, and one node alone may lead.',
  gains: 'The leader stays where it is meant to be.',
  costs: 'When that node is lost no other may take its place: writes stop as if there were no failover.',
  fineWhen: 'Never with automatic failover; otherwise say `kind: manual`.',
  advice: 'Let another node with data lead, with a lower priority above 0.',
  sources: [
    {
      title: 'MongoDB: priority 0 members',
      url: 'https://www.mongodb.com/docs/manual/core/replica-set-priority-0-member/',
    },
  ],
  bad: [described(`protocol: raft\n${nodes('a', 'b - priority: 0', 'c - priority: 0')}`, 'Only a may lead')],
  good: [described(`protocol: raft\n${nodes('a - priority: 2', 'b - priority: 1', 'c - priority: 0')}`)],
  check(cluster, context) {
    if (cluster.open || cluster.failover.kind !== 'automatic') return;
    const copies = copiesOf(cluster);
    const able = copies.filter(({ eligible }) => eligible);
    if (copies.length < 2 || able.length > 1) return;
    const barred = copies.find(({ eligible }) => !eligible)!;
    context.report({
      origin: barred.settings.neutral?.given('nodes.priority')?.written.origin ?? barred.origin,
      message: `${able.length === 0 ? 'No node' : `Only ${able[0]!.id}`} may lead, though failover is automatic: ${able.length === 0 ? 'nobody takes writes' : `when it is lost the other ${copies.length - 1} ${copies.length === 2 ? 'copy' : 'copies'} cannot take over`}. Give one of them a priority above 0.`,
    });
  },
});
