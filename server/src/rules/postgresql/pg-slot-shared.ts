import { isConf, isSelfManaged, postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-slot-shared',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Two standbys use one replication slot.',
  gains: 'None.',
  costs:
    'A slot serves one connection: the second standby is refused until the first one is gone, and then takes what was meant for it.',
  fineWhen: 'Never at the same time.',
  advice: 'Give each standby a slot of its own.',
  sources: [
    {
      title: 'primary_slot_name',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-PRIMARY-SLOT-NAME',
    },
    {
      title: 'Replication slots',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS',
    },
  ],
  bad: [
    postgresExample(
      'max_slot_wal_keep_size = 10GB',
      ["primary_slot_name = 'standby'", "primary_slot_name = 'standby'"],
      'at a time',
    ),
  ],
  good: [
    postgresExample('max_slot_wal_keep_size = 10GB', ["primary_slot_name = 'a'", "primary_slot_name = 'b'"]),
    postgresExample('max_slot_wal_keep_size = 10GB', [
      "primary_slot_name = 'a'",
      "primary_conninfo = 'host=n2 application_name=s2'\nprimary_slot_name = 'a'",
    ]),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const users = new Map<string, string>();
    for (const member of standbysOf(cluster)) {
      const setting = member.settings.postgres?.given('primary_slot_name');
      const from = cluster.links.find(({ to }) => to === member.id)?.from;
      if (typeof setting?.value !== 'string' || setting.value === '' || from === undefined) continue;
      // Scripts that write such files may be one in the place of another.
      if (!isConf(setting.written)) continue;
      const key = `${from} ${setting.value}`;
      const other = users.get(key);
      if (other === undefined) {
        users.set(key, member.id);
        continue;
      }
      context.report({
        origin: setting.written.origin,
        message: `${other} uses the slot \`${setting.value}\` of ${from} as well, and a slot serves one standby at a time: the other one is refused. Give ${member.id} a slot of its own.`,
      });
    }
  },
});
