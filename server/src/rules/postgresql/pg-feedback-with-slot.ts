import { givenIn, isSelfManaged, postgresExample, primaryOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-feedback-with-slot',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A standby that is away keeps dead rows on the primary from being cleaned up.',
  gains: 'Queries of the standby are not cancelled because the primary cleaned up rows that they read.',
  costs:
    'hot_standby_feedback holds vacuum back for the oldest query of the standby, and with a slot the slot remembers it while the standby is away: tables of the primary grow, and nobody sees why.',
  fineWhen: 'Queries on the standby are short, and it is seldom away for long.',
  advice:
    'Limit max_slot_wal_keep_size (a lost slot holds nothing back), and end long queries on the standby.',
  sources: [
    {
      title: 'hot_standby_feedback',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-HOT-STANDBY-FEEDBACK',
    },
  ],
  bad: [postgresExample('', ["hot_standby_feedback = on\nprimary_slot_name = 'a'"], 'while it is away')],
  good: [
    postgresExample('', ['hot_standby_feedback = on']),
    postgresExample('max_slot_wal_keep_size = 20GB', ["hot_standby_feedback = on\nprimary_slot_name = 'a'"]),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const limit = primaryOf(cluster)?.settings.postgres?.number('max_slot_wal_keep_size') ?? -1;
    if (limit >= 0) return;
    for (const { setting, place } of givenIn(cluster, 'hot_standby_feedback')) {
      if (setting.effective !== true || (place.settings.text('primary_slot_name') ?? '') === '') continue;
      if (!cluster.links.some(({ to }) => to === place.member?.id)) continue;
      context.report({
        origin: setting.written.origin,
        message: `The slot of ${serverName(place.member!, 'the standby')} remembers its oldest query even while it is away: vacuum on the primary cleans nothing newer, and tables grow. Limit max_slot_wal_keep_size, so that such a slot is given up.`,
      });
      return;
    }
  },
});
