import { postgresExample, printMs, standbysOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-delayed-standby-takes-over',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Only standbys that are delayed on purpose can take over.',
  gains: 'A mistake can be stopped before it reaches the delayed copy.',
  costs:
    'A promotion first replays everything that was held back, as much as was written within the delay, and reads there are always that old.',
  fineWhen: 'The standby is for mistakes alone, and others take over.',
  advice: 'Keep one standby without a delay, and give the delayed one no chance to be promoted (priority 0).',
  sources: [
    {
      title: 'recovery_min_apply_delay',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-RECOVERY-MIN-APPLY-DELAY',
    },
  ],
  bad: [postgresExample('', ['recovery_min_apply_delay = 4h'], '4 h')],
  good: [postgresExample('', ['recovery_min_apply_delay = 4h', '']), postgresExample('', [''])],
  check(cluster, context) {
    const standbys = standbysOf(cluster).filter(({ id }) =>
      cluster.links.some(({ to, kind }) => to === id && kind === 'physical'),
    );
    const delayed = standbys.filter(
      ({ settings }) => (settings.postgres?.number('recovery_min_apply_delay') ?? 0) > 0,
    );
    const eligible = standbys.filter(member => member.eligible);
    // With remote_apply the rule on commits says more.
    if (delayed.length === 0 || cluster.commit.level === 'applied' || cluster.open) return;
    if (!eligible.every(member => delayed.includes(member))) return;
    const [first] = delayed;
    const setting = first!.settings.postgres!.given('recovery_min_apply_delay');
    if (typeof setting?.effective !== 'number') return;
    context.report({
      origin: setting.written.origin,
      message: `${delayed.length === 1 ? `${serverName(first!, 'this server', 'beginning')} is the only standby` : 'All standbys are delayed'}, and a promotion first replays the ${printMs(setting.effective)} of writes that it holds back. Keep one without a delay for failovers.`,
    });
  },
});
