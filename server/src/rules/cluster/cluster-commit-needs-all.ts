import { copiesOf, described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-commit-needs-all',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'Writes wait for every copy: the loss of any one stops them.',
  gains: 'Every acknowledged write is on every copy, and each may take over.',
  costs:
    'Any of them that is away, or slow, stops or slows all writes: it is down more often than one machine alone.',
  fineWhen: 'A write that is not on every copy is worse than none.',
  advice: 'Wait for one copy fewer than there are, or add a copy that nobody waits for.',
  sources: [
    {
      title: 'PostgreSQL: planning for high availability',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION-HA',
    },
  ],
  bad: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2 }\n`, 'either'),
    described(`protocol: primary-backup\n${nodes('a', 'b', 'c')}commit: { copies: all }\n`, 'any one of 3'),
  ],
  good: [
    described(`protocol: primary-backup\n${nodes('a', 'b', 'c')}commit: { copies: 2 }\n`),
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2, degrades: true }\n`),
    described(`protocol: chain\n${nodes('a', 'b', 'c')}failover: { kind: automatic, detection: 5s }\n`),
  ],
  check(cluster, context) {
    const { commit } = cluster;
    if (cluster.open || commit.degrades || commit.origin === undefined || commit.count < 1) return;
    const protocol = cluster.settings.neutral?.text('protocol');
    if (protocol !== 'primary-backup' && protocol !== 'leaderless') return;
    const copies = copiesOf(cluster);
    const counted = commit.of === undefined ? copies.length - 1 : new Set(commit.of).size;
    if (commit.count !== counted) return;
    context.report({
      origin: commit.origin,
      message: `A write waits for all ${counted + 1} copies that count: the loss of ${counted === 1 ? 'either' : `any one of ${counted + 1}`} stops all writes. Wait for one fewer, or add a copy.`,
    });
  },
});
