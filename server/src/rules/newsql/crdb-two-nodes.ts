import { CRDB, startExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-two-nodes',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Two nodes: each range stays at one copy, for a second one is made only where a third can follow.',
  gains: 'One machine less.',
  costs:
    'CockroachDB takes no range from one copy to two without a place for a third: two copies would need both nodes. Each range is on one node alone, and is away with it; a lost disk loses it. Ranges of the system are among them, so that the other node may do nothing either.',
  fineWhen: 'A test.',
  advice: 'Run three nodes at least.',
  sources: [
    CRDB.start,
    CRDB.zones,
    {
      title: 'CockroachDB: up-replicate only if there are at least 3 nodes',
      url: 'https://github.com/cockroachdb/cockroach/issues/10480',
    },
  ],
  bad: [startExample(['', ''], 'one copy')],
  good: [startExample(['', '', ''])],
  check(cluster, context) {
    if (cluster.open || cluster.members.length !== 2) return;
    // Without addresses to join each is a database by itself.
    if (cluster.members.some(({ settings }) => settings.cockroach?.given('join') === undefined)) return;
    const [, second] = cluster.members;
    context.report({
      origin: second!.origin,
      message:
        'With two nodes each range stays at one copy, as CockroachDB makes a second only where a third can follow: who loses a node loses what it holds until it is back, and with its disk for good. Run three nodes.',
    });
  },
});
