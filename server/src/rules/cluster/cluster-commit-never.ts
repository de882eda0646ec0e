import { copiesOf, described, nodes } from '../lib/cluster/described.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-commit-never',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'Writes wait for more copies than there are.',
  gains: 'None.',
  costs: 'No write is ever acknowledged.',
  fineWhen: 'Never.',
  advice: 'Ask for fewer copies, or add nodes with data.',
  sources: [
    {
      title: 'PostgreSQL: planning for high availability',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION-HA',
    },
  ],
  bad: [described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 3 }\n`, '3 copies')],
  good: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2 }\n`),
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 3, degrades: true }\n`),
  ],
  check(cluster, context) {
    const { commit } = cluster;
    if (cluster.open || commit.degrades) return;
    const copies = copiesOf(cluster);
    const leader = copies.find(member => member.leader) ?? copies[0];
    const others =
      commit.of === undefined
        ? copies.length - 1
        : commit.of.filter(id => copies.some(member => member.id === id && member !== leader)).length;
    if (copies.length === 0 || commit.count <= others) return;
    const given = cluster.settings.neutral?.given('commit.copies');
    context.report({
      origin: commit.origin ?? cluster.origin,
      fixes: () =>
        given === undefined ? [] : [valueFix(`Ask for ${others + 1}`, given.written, String(others + 1))],
      message: `A write waits for ${commit.count + 1} copies, and there ${others + 1 === 1 ? 'is 1' : `are ${others + 1}`} that count: none is ever acknowledged. Ask for ${others + 1} at most.`,
    });
  },
});
