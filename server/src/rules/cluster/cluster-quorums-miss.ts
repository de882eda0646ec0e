import { printDuration } from '../../cluster/print.js';
import { freshAfter, missesAtOnce } from '../../cluster/staleness.js';
import { copiesOf, described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-quorums-miss',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary:
    'R + W ≤ N: reads need not ask any copy that has the last write, though the program counts on its own writes.',
  gains: 'Reads and writes wait for fewer copies, and go on while more of them are away.',
  costs: 'A read may return what was before a write that the same program was told is done.',
  fineWhen: 'No program counts on seeing what it has just written.',
  advice: 'Ask so many copies that R + W > N, or read from one that confirmed the write.',
  sources: [
    { title: 'Probabilistically Bounded Staleness', url: 'https://arxiv.org/abs/1204.6082' },
    {
      title: 'Dynamo: Amazon’s highly available key-value store',
      url: 'https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf',
    },
  ],
  bad: [
    described(
      `protocol: leaderless\n${nodes('a', 'b', 'c')}workload: { lag: 20ms }\nclients:\n  - { name: shop, readCopies: 1, writeCopies: 1, readsOwnWrites: true }\n`,
      '67%',
    ),
  ],
  good: [
    described(
      `protocol: leaderless\n${nodes('a', 'b', 'c')}clients:\n  - { name: shop, readCopies: 2, writeCopies: 2, readsOwnWrites: true }\n`,
    ),
    described(
      `protocol: leaderless\n${nodes('a', 'b', 'c')}clients:\n  - { name: stats, readCopies: 1, writeCopies: 1 }\n`,
    ),
  ],
  check(cluster, context) {
    const own = cluster.settings.neutral;
    if (cluster.open || own?.text('protocol') !== 'leaderless') return;
    const n = own.number('copies') ?? copiesOf(cluster).length;
    const lag = own.number('workload.lag');
    if (n > 100) return;
    for (const client of cluster.clients.slice(0, 50)) {
      const settings = client.settings.neutral;
      const r = settings?.number('clients.readCopies');
      const w = settings?.number('clients.writeCopies') ?? cluster.commit.count + 1;
      if (settings?.flag('clients.readsOwnWrites') !== true || r === undefined || r < 1 || r + w > n)
        continue;
      const when =
        lag === undefined || lag <= 0
          ? ''
          : `; with copies ${printDuration(lag)} behind on average 99.9% see it after ${printDuration(Math.ceil(freshAfter({ n, r, w }, 0.999, lag)))}`;
      context.report({
        origin: settings.given('clients.readCopies')?.written.origin ?? client.origin,
        message: `${client.id} reads its own writes with R ${r} + W ${w} ≤ N ${n}: right after a write ${Math.round(missesAtOnce({ n, r, w }) * 100)}% of its reads miss it${when}. Ask ${n - w + 1} copies.`,
      });
    }
  },
});
