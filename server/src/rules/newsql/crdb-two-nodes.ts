import { CRDB, startExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-two-nodes',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Two nodes: ranges have three copies by default, and two of them are needed.',
  gains: 'One machine less.',
  costs:
    'Each range has a copy on both nodes, and both are needed for a majority: the loss of either one stops every read and write.',
  fineWhen: 'A test.',
  advice: 'Run three nodes at least.',
  sources: [CRDB.start, CRDB.zones],
  bad: [startExample(['', ''], 'either one')],
  good: [startExample(['', '', ''])],
  check(cluster, context) {
    if (cluster.open || cluster.members.length !== 2) return;
    // Without addresses to join each is a database by itself.
    if (cluster.members.some(({ settings }) => settings.cockroach?.given('join') === undefined)) return;
    const [, second] = cluster.members;
    context.report({
      origin: second!.origin,
      message: `Two nodes hold every range, and a majority of 2 is 2: the loss of either one stops all reads and writes. Run three nodes.`,
    });
  },
});
