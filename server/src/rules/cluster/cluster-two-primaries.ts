import { copiesOf, described, nodes, QUORUM_SOURCES } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-two-primaries',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'A backup takes over by itself, and nobody else is asked whether the primary is gone.',
  gains: 'No further machine, and writes go on soon.',
  costs:
    'A dead primary and a cut look the same from the other side. After a cut both take writes, and what one of the two wrote is thrown away later: a true split brain.',
  fineWhen: 'Another means cuts the old primary off (fencing) that the description does not tell.',
  advice: 'Let a third voter or a service with a lock decide, and make a primary without it stop.',
  sources: [
    QUORUM_SOURCES.raft,
    {
      title: 'Google SRE: managing critical state',
      url: 'https://sre.google/sre-book/managing-critical-state/',
    },
  ],
  bad: [
    described(
      `protocol: primary-backup\n${nodes('a eu-1', 'b eu-2')}failover: { kind: automatic, detection: 10s }\n`,
      'b cannot tell',
    ),
  ],
  good: [
    described(
      `protocol: primary-backup\n${nodes('a eu-1', 'b eu-2', 'w eu-3 role: witness')}failover: { kind: automatic, detection: 10s }\n`,
    ),
    described(
      `protocol: primary-backup\n${nodes('a eu-1', 'b eu-2')}failover: { kind: automatic, detection: 10s }\ncoordination: { system: etcd, addresses: [e1:2379, e2:2379, e3:2379] }\n`,
    ),
    described(`protocol: primary-backup\n${nodes('a eu-1', 'b eu-2')}failover: { kind: manual }\n`),
  ],
  check(cluster, context) {
    const protocol = cluster.settings.neutral?.text('protocol');
    if (cluster.open || (protocol !== 'primary-backup' && protocol !== 'chain')) return;
    if (cluster.failover.kind !== 'automatic' || cluster.coordination !== undefined) return;
    const copies = copiesOf(cluster);
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    if (copies.length !== 2 || voters.length > 2) return;
    const leader = copies.find(member => member.leader) ?? copies[0]!;
    const other = copies.find(member => member !== leader)!;
    if (!other.eligible) return;
    const waits = cluster.commit.count > 0 && !cluster.commit.degrades;
    context.report({
      origin: cluster.failover.origin ?? cluster.origin,
      message: `${other.id} cannot tell whether ${leader.id} is dead or cut off: after a cut both lead${waits ? ', each waiting for the other' : ' and both take writes, of which one side’s are thrown away'}. Add a third voter, or a service that keeps a lock.`,
    });
  },
});
