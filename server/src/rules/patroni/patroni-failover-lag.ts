import { timingOf } from '../../cluster/systems/patroni/effective.js';
import { bytes } from '../../cluster/systems/patroni/guarantees.js';
import { isSynchronous, nodeExample, PATRONI_PAGES, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

/** A standby that falls behind for a moment is further behind than this. */
const TINY = 64 * 1024;
const DEFAULT = 1_048_576;
const SPILO = 33_554_432;

export default defineRule({
  id: 'patroni-failover-lag',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'maximum_lag_on_failover was chosen on purpose: what it bounds, and what it does not.',
  gains: 'A standby that is far behind is kept from leading.',
  costs:
    'The lag is measured against the position that the leader last published, so that up to ttl seconds of WAL come on top: the limit is no bound of what is lost. And with a very small one nobody may lead after a burst that the standbys lag behind.',
  fineWhen: 'Losing seconds of writes is accepted, and the limit only keeps stale standbys out.',
  advice: 'For writes that must not be lost use synchronous_mode; otherwise leave 1 MB or more.',
  sources: [PATRONI_PAGES.modes, PATRONI_PAGES.dynamic],
  bad: [
    nodeExample({ dcs: 'ttl: 30\nmaximum_lag_on_failover: 67108864' }, '64 MB'),
    nodeExample({ dcs: 'ttl: 30\nmaximum_lag_on_failover: 0' }, 'nobody takes over'),
  ],
  good: [
    nodeExample({ dcs: 'ttl: 30\nmaximum_lag_on_failover: 1048576' }),
    nodeExample({ dcs: 'ttl: 30\nsynchronous_mode: true\nmaximum_lag_on_failover: 67108864' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const lag = settings?.given('maximum_lag_on_failover');
    const timing = settings && timingOf(settings);
    if (settings === undefined || typeof lag?.value !== 'number' || timing === undefined) return;
    if (isSynchronous(settings) !== false) return;
    if (!cluster.open && cluster.members.length < 2) return;
    if (lag.value < TINY) {
      context.report({
        origin: lag.written.origin,
        message: `A standby that is more than ${bytes(Math.max(0, lag.value))} behind the position that the leader last published may not lead: after a burst that all lag behind, nobody takes over. It does not make failovers lossless either; use synchronous_mode for that, and leave 1 MB or more here.`,
      });
      return;
    }
    if (lag.value <= DEFAULT || lag.value === SPILO) return;
    context.report({
      origin: lag.written.origin,
      message: `A failover may lose ${bytes(lag.value)} of WAL that a standby lags, and on top what was written since the leader last published its position: up to ${seconds(timing.ttl)}. For no loss use synchronous_mode.`,
      tradeOff: () => ({
        gains: ['A standby that lags a while may still take over.'],
        costs: [
          `Lost in a failover: up to ${bytes(lag.value as number)} and ${seconds(timing.ttl)} of writes.`,
        ],
        advice: ['Multiply the WAL per second by ttl to see which part weighs more.'],
        numbers: [
          { label: 'maximum_lag_on_failover', value: bytes(lag.value as number), from: 'the file' },
          { label: 'ttl', value: seconds(timing.ttl), from: 'the file or the default' },
        ],
      }),
    });
  },
});
