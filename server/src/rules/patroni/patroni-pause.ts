import { lineRemoved } from '../lib/cluster/lines.js';
import { nodeExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-pause',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'pause is on: there is no failover, and no protection against two leaders.',
  gains: 'PostgreSQL can be worked on without Patroni interfering.',
  costs:
    'Patroni promotes nobody, does not demote a leader that lost its lock, and switches the watchdog off. Kept in a file, it stays so for ever.',
  fineWhen: 'While people work on the cluster.',
  advice: 'Use `patronictl pause` for maintenance, and remove it from the file.',
  sources: [{ title: 'Patroni: pause', url: 'https://patroni.readthedocs.io/en/latest/pause.html' }],
  bad: [nodeExample({ dcs: 'ttl: 30\npause: true' }, 'pause')],
  good: [nodeExample({ dcs: 'ttl: 30\npause: false' })],
  check(cluster, context) {
    const pause = cluster.settings.patroni?.given('pause');
    if (pause?.value !== true) return;
    context.report({
      origin: pause.written.origin,
      message:
        'The cluster is paused: nobody takes over from a lost leader, a leader without its lock goes on, and the watchdog is off. Remove it; `patronictl pause` and `resume` are for maintenance.',
      fixes: () => {
        const edit = lineRemoved(pause.written);
        return edit === undefined ? [] : [{ title: 'Remove pause', edits: [edit], safe: false }];
      },
    });
  },
});
