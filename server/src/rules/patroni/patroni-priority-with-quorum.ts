import { nodeExample, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-priority-with-quorum',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'failover_priority together with synchronous_mode: quorum, where it does not work.',
  gains: 'None: the order is not kept.',
  costs:
    'Which node leads after a failover follows from its WAL and its votes, so that a node of a remote site may lead although its priority is low.',
  fineWhen: 'It does not matter which node leads.',
  advice: 'Use nofailover for nodes that must not lead, or synchronous_mode: on.',
  sources: [PATRONI_PAGES.local],
  bad: [
    patroniExample({ dcs: 'synchronous_mode: quorum' }, 'failover_priority', [
      { rest: 'tags:\n  failover_priority: 2' },
      {},
      {},
    ]),
  ],
  good: [
    patroniExample({ dcs: 'synchronous_mode: on', rest: 'tags:\n  failover_priority: 2' }),
    nodeExample({ dcs: 'synchronous_mode: quorum', rest: 'tags:\n  failover_priority: 0' }),
  ],
  check(cluster, context) {
    if (cluster.settings.patroni?.text('synchronous_mode') !== 'quorum') return;
    for (const member of cluster.members) {
      const priority = member.settings.patroni?.given('tags.failover_priority');
      if (priority === undefined || typeof priority.value !== 'number') continue;
      if (priority.value <= 0 || priority.value === 1) continue;
      context.report({
        origin: priority.written.origin,
        message: `failover_priority does not work with synchronous_mode: quorum: any node with the votes may lead, whatever its priority. Keep nodes out with nofailover, or use synchronous_mode: on.`,
      });
      return;
    }
  },
});
