import { described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-own-writes-elsewhere',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'A program counts on its own writes and reads copies that follow behind.',
  gains: 'Reads are spread, or answered nearby.',
  costs: 'A read right after a write may return what was before it.',
  fineWhen: 'The program sticks to the leader for a while after a write.',
  advice: 'Read from the leader after a write, or wait until the copy has it.',
  sources: [
    { title: 'Jepsen: read your writes', url: 'https://jepsen.io/consistency/models/read-your-writes' },
  ],
  bad: [
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2 }\nclients:\n  - { name: shop, reads: followers, readsOwnWrites: true }\n`,
      'shop',
    ),
  ],
  good: [
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}clients:\n  - { name: shop, reads: leader, readsOwnWrites: true }\n`,
    ),
    described(
      `protocol: primary-backup\n${nodes('a', 'b', 'c')}commit: { copies: all, level: applied, degrades: true }\nclients:\n  - { name: shop, reads: followers, readsOwnWrites: true }\n`,
    ),
  ],
  check(cluster, context) {
    const { commit } = cluster;
    const protocol = cluster.settings.neutral?.text('protocol');
    if (protocol === 'leaderless' || (commit.level === 'applied' && commit.method === 'all')) return;
    for (const client of cluster.clients) {
      const settings = client.settings.neutral;
      const reads = settings?.text('clients.reads');
      if (settings?.flag('clients.readsOwnWrites') !== true) continue;
      if (reads === 'leader' || reads === 'quorum' || reads === undefined) continue;
      context.report({
        origin: settings.given('clients.reads')?.written.origin ?? client.origin,
        message: `${client.id} counts on its own writes and reads ${reads === 'nearest' ? 'the nearest copy' : reads}: ${commit.count > 0 ? `a write waits until ${commit.count + 1} copies ${commit.level === 'applied' ? 'show it, not all' : 'have it, not until they show it'}` : 'a write waits for no copy'}, so it may not be there yet. Read from the leader after a write.`,
      });
    }
  },
});
