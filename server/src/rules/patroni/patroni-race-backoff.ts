import { inKubernetes, nodeExample, PATRONI_PAGES, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-race-backoff',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'primary_race_backoff without a watchdog that is required.',
  gains: 'A Patroni that is frozen for a moment costs no failover.',
  costs:
    'While WAL still arrives from a leader whose Patroni is frozen, nobody takes over for that long; then another one does, and without a watchdog the frozen one goes on accepting writes beside it.',
  fineWhen: 'Pauses of Patroni are always shorter than the backoff.',
  advice: 'Set watchdog.mode: required as well.',
  sources: [PATRONI_PAGES.dynamic, PATRONI_PAGES.watchdog],
  bad: [nodeExample({ dcs: 'ttl: 30\nprimary_race_backoff: 20' }, '20 s')],
  good: [nodeExample({ dcs: 'ttl: 30\nprimary_race_backoff: 20', rest: 'watchdog:\n  mode: required' })],
  check(cluster, context) {
    const backoff = cluster.settings.patroni?.given('primary_race_backoff');
    if (typeof backoff?.value !== 'number' || backoff.value <= 0 || inKubernetes(cluster)) return;
    const modes = cluster.members.map(({ settings }) => settings.patroni?.get('watchdog.mode')?.effective);
    if (modes.every(mode => mode === 'required' || mode === undefined)) return;
    context.report({
      origin: backoff.written.origin,
      message: `A leader whose Patroni is frozen keeps its place for ${seconds(backoff.value)} more, and without a required watchdog goes on accepting writes when another one takes over then. Set watchdog.mode: required.`,
    });
  },
});
