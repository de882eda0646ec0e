import { isSynchronous, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-stop-timeout',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'primary_stop_timeout without synchronous_mode, where it has no effect.',
  gains: 'None: it does not count.',
  costs:
    'A PostgreSQL that is slow to stop is not killed: the demotion may outlast the lock, and overlap with the next leader.',
  fineWhen: 'synchronous_mode is switched on soon.',
  advice: 'Use it with synchronous_mode, or remove it and rely on a watchdog.',
  sources: [PATRONI_PAGES.dynamic],
  bad: [nodeExample({ dcs: 'ttl: 30\nprimary_stop_timeout: 60' }, 'synchronous_mode')],
  good: [
    nodeExample({ dcs: 'synchronous_mode: true\nprimary_stop_timeout: 60' }),
    nodeExample({ dcs: 'ttl: 30\nprimary_stop_timeout: 0' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const stop = settings?.given('primary_stop_timeout');
    if (settings === undefined || typeof stop?.value !== 'number' || stop.value <= 0) return;
    if (isSynchronous(settings) !== false) return;
    context.report({
      origin: stop.written.origin,
      message: `${stop.written.key} counts only with synchronous_mode: a PostgreSQL that is slow to stop is not killed, and may still run when the next leader does. Switch synchronous_mode on, or remove it.`,
    });
  },
});
