import { crashRecovery } from '../../cluster/systems/patroni/commit.js';
import { timingOf } from '../../cluster/systems/patroni/effective.js';
import { nodeExample, PATRONI_PAGES, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-slow-crash-failover',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary:
    'primary_start_timeout lets a crash of PostgreSQL stop writes for far longer than the loss of the machine.',
  gains: 'A leader that recovers by itself keeps its place, and nothing is lost.',
  costs:
    'While PostgreSQL recovers from a crash, Patroni holds the lock: writes stop for up to loop_wait + primary_start_timeout + loop_wait, while the loss of the machine is over after ttl.',
  fineWhen: 'Replication is asynchronous, and a lost write costs more than minutes without writes.',
  advice: 'With synchronous_mode a failover loses nothing: a small value, or 0, brings writes back sooner.',
  sources: [PATRONI_PAGES.dynamic],
  bad: [nodeExample({ dcs: 'ttl: 30\nsynchronous_mode: true\nprimary_start_timeout: 300' }, '320 s')],
  good: [
    nodeExample({ dcs: 'ttl: 30\nsynchronous_mode: true\nprimary_start_timeout: 10' }),
    nodeExample({ dcs: 'ttl: 30\nprimary_start_timeout: 300' }),
    nodeExample({ dcs: 'ttl: 30\nsynchronous_mode: true\nprimary_start_timeout: 0' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const start = settings?.given('primary_start_timeout');
    if (settings === undefined || start === undefined || typeof start.value !== 'number') return;
    const crash = crashRecovery(settings);
    const timing = timingOf(settings);
    if (crash === undefined || timing === undefined || crash <= 3 * timing.ttl) return;
    // Where a failover loses writes, waiting is the safer choice.
    const mode = settings.text('synchronous_mode');
    if (mode !== 'on' && mode !== 'quorum') return;
    context.report({
      origin: start.written.origin,
      message: `When only PostgreSQL crashes, writes may stop for ${seconds(crash)} (loop_wait + ${seconds(start.value)} + loop_wait), against about ${seconds(timing.ttl)} when the machine is lost. The synchronous standby has every write: a smaller value brings them back sooner.`,
    });
  },
});
