import { givenIn, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-timeline-current',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A standby does not follow when another one is promoted.',
  gains: 'Recovery to a point in time on the old timeline.',
  costs:
    'With recovery_target_timeline = current the standby stays on the timeline of its backup: after a failover it cannot stream from the new primary.',
  fineWhen: 'A restore, not a standby.',
  advice: '`latest`, which is the default since 12.',
  sources: [
    {
      title: 'recovery_target_timeline',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-RECOVERY-TARGET-TIMELINE',
    },
  ],
  bad: [postgresExample('', ["recovery_target_timeline = 'current'"], 'new primary')],
  good: [postgresExample('', ["recovery_target_timeline = 'latest'"]), postgresExample('', [''])],
  check(cluster, context) {
    for (const { setting, place } of givenIn(cluster, 'recovery_target_timeline')) {
      if (setting.value !== 'current') continue;
      if (!cluster.links.some(({ to, kind }) => to === place.member?.id && kind === 'physical')) continue;
      context.report({
        origin: setting.written.origin,
        message: `${serverName(place.member!, 'the standby', 'beginning')} stays on its present timeline: after a failover it does not follow the new primary. Write latest, the default since 12.`,
        fixes: [{ title: 'Write latest', edits: [valueEdit(setting.written.origin, 'latest')], safe: true }],
      });
    }
  },
});
