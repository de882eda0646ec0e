import { bytes } from '../../cluster/systems/patroni/guarantees.js';
import { isSynchronous, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

/** One segment of WAL. */
const SMALL = 16 * 2 ** 20;

export default defineRule({
  id: 'patroni-sync-lag',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'maximum_lag_on_syncnode is small: the synchronous standby is exchanged all the time under load.',
  gains: 'A standby that falls behind no longer holds up commits.',
  costs:
    'Each exchange writes the /sync key, reloads PostgreSQL and lets commits wait for another standby; under a burst of writes all lag, and Patroni goes around in circles.',
  fineWhen: 'Little is written.',
  advice: 'Set it to what the standbys never lag in normal operation, well above one segment (16 MB).',
  sources: [PATRONI_PAGES.modes],
  bad: [nodeExample({ dcs: 'synchronous_mode: true\nmaximum_lag_on_syncnode: 1048576' }, '1 MB')],
  good: [
    nodeExample({ dcs: 'synchronous_mode: true\nmaximum_lag_on_syncnode: 134217728' }),
    nodeExample({ dcs: 'synchronous_mode: true\nmaximum_lag_on_syncnode: -1' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const lag = settings?.given('maximum_lag_on_syncnode');
    if (settings === undefined || typeof lag?.value !== 'number' || lag.value <= 0 || lag.value >= SMALL)
      return;
    if (isSynchronous(settings) !== true) return;
    context.report({
      origin: lag.written.origin,
      message: `A synchronous standby that lags ${bytes(lag.value)} is exchanged for another one: under a burst of writes that happens again and again, each time with a reload. Allow clearly more than one segment of WAL (16 MB).`,
    });
  },
});
