import { postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-standby-stops-at-target',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A standby stops replaying at a recovery target.',
  gains: 'A restore to a point in time.',
  costs:
    'At the target replay pauses (or the server is promoted or stops): from then on the standby is older and older, and commits that wait for it to apply them do not finish.',
  fineWhen: 'It is a restore, and no standby any more.',
  advice: 'Take the target out of a standby’s configuration.',
  sources: [
    {
      title: 'Recovery target',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-RECOVERY-TARGET',
    },
  ],
  bad: [postgresExample('', ["recovery_target_time = '2026-01-01 12:00'"], 'stops')],
  good: [
    postgresExample('', ['recovery_target_timeline = latest']),
    postgresExample('', ["recovery_target_time = ''"]),
  ],
  check(cluster, context) {
    for (const member of standbysOf(cluster)) {
      const settings = member.settings.postgres;
      if (
        settings === undefined ||
        !cluster.links.some(({ to, kind }) => to === member.id && kind === 'physical')
      )
        continue;
      for (const name of [
        'recovery_target',
        'recovery_target_time',
        'recovery_target_xid',
        'recovery_target_name',
        'recovery_target_lsn',
      ]) {
        const setting = settings.given(name);
        if (typeof setting?.value !== 'string' || setting.value === '') continue;
        const action = settings.text('recovery_target_action');
        context.report({
          origin: setting.written.origin,
          message: `${serverName(member, 'the standby', 'beginning')} ${action === 'promote' ? 'becomes a primary of its own' : 'stops following'} when it reaches this target: it is no standby from then on. Take ${name} out, unless this is a restore.`,
        });
      }
    }
  },
});
