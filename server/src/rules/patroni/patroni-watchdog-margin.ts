import { timingOf, watchdogTimeout } from '../../cluster/systems/patroni/effective.js';
import { nodeExample, PATRONI_PAGES, patroniExample, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-watchdog-margin',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'The watchdog is required, but its margin leaves a window, or leaves no time at all.',
  gains: 'A margin of some seconds leaves a busy leader more time before it is reset.',
  costs:
    'The watchdog fires at ttl minus the margin, counted from its last keepalive. A pause between renewing the lock and that keepalive that is longer than the margin lets the lock run out first. Where the watchdog would fire before one loop_wait is over, Patroni does not use it, and a node that requires it never leads.',
  fineWhen: 'Pauses of a few seconds at that very moment are accepted as a risk.',
  advice: 'For the full guarantee set safety_margin: -1, with loop_wait well below half of ttl.',
  sources: [
    PATRONI_PAGES.watchdog,
    {
      title: 'Patroni: watchdog/base.py',
      url: 'https://github.com/patroni/patroni/blob/master/patroni/watchdog/base.py',
    },
  ],
  bad: [
    patroniExample(
      { dcs: 'ttl: 30', rest: 'watchdog:\n  mode: required\n  safety_margin: 5' },
      'fires after 25 s',
    ),
    nodeExample(
      {
        dcs: 'ttl: 30\nloop_wait: 10\nretry_timeout: 10',
        rest: 'watchdog:\n  mode: required\n  safety_margin: 25',
      },
      'never leads',
    ),
  ],
  good: [
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: required\n  safety_margin: -1' }),
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: required' }),
    patroniExample({ dcs: 'ttl: 30', rest: 'watchdog:\n  mode: automatic\n  safety_margin: 5' }),
  ],
  check(cluster, context) {
    for (const member of cluster.members) {
      const settings = member.settings.patroni;
      const margin = settings?.given('watchdog.safety_margin');
      if (settings === undefined || margin === undefined || settings.text('watchdog.mode') !== 'required')
        continue;
      const fires = watchdogTimeout(settings);
      const timing = timingOf(settings);
      if (fires === undefined || timing === undefined || typeof margin.value !== 'number') continue;
      if (fires < timing.loopWait) {
        context.report({
          origin: margin.written.origin,
          severity: 'warning',
          message: `The watchdog would fire after ${seconds(fires)}, before one loop_wait (${seconds(timing.loopWait)}) is over: Patroni does not use it, and as it is required this node never leads. Lower loop_wait or the margin.`,
        });
        return;
      }
      if (margin.value === -1) continue;
      context.report({
        origin: margin.written.origin,
        message: `The watchdog fires after ${seconds(fires)}, ${seconds(margin.value)} before the lock runs out: a pause longer than that, between renewing the lock and the keepalive, still gives two leaders. Only safety_margin: -1 rules it out.`,
      });
      return;
    }
  },
});
