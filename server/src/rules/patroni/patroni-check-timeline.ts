import { nodeExample, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-check-timeline',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'off',
  engines: ['patroni'],
  summary: 'check_timeline is not on: a node on an older timeline may win the race for the lock.',
  gains: 'A node that missed the last promotion may still lead when it is the only one left.',
  costs:
    'The race compares positions, not timelines. A node that stayed on an old timeline with a higher position may be promoted, and what the newer timeline had is erased on the others.',
  fineWhen: 'Availability is worth more than the writes since the last promotion.',
  advice: 'Set check_timeline: true.',
  sources: [PATRONI_PAGES.modes],
  bad: [patroniExample({ dcs: 'ttl: 30' }, 'check_timeline')],
  good: [
    patroniExample({ dcs: 'check_timeline: true' }),
    nodeExample({ dcs: 'check_timeline: {{ check }}' }),
    patroniExample({ dcs: 'synchronous_mode: true' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    if (
      settings === undefined ||
      settings.isHidden('check_timeline') ||
      settings.flag('check_timeline') === true
    )
      return;
    if (settings.text('synchronous_mode') !== 'off') return;
    const at =
      settings.given('check_timeline') ?? settings.given('ttl') ?? settings.given('maximum_lag_on_failover');
    context.report({
      origin: at?.written.origin ?? cluster.origin,
      message:
        'check_timeline is off: in the race for the lock a node on an older timeline with a higher position may win, and what was written since the last promotion is erased. Set check_timeline: true.',
    });
  },
});
