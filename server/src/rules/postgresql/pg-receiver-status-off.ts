import { postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { candidatesOf } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-receiver-status-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A synchronous standby does not say how far it is.',
  gains: 'None.',
  costs:
    'With wal_receiver_status_interval = 0 the standby sends no status: commits that wait for it never finish.',
  fineWhen: 'Never on a synchronous standby.',
  advice: 'Leave it at 10s.',
  sources: [
    {
      title: 'wal_receiver_status_interval',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-RECEIVER-STATUS-INTERVAL',
    },
    {
      title: 'Synchronous replication',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (s1)'",
      ['wal_receiver_status_interval = 0'],
      'never',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'", ['wal_receiver_status_interval = 1s']),
    postgresExample('', ['wal_receiver_status_interval = 0']),
  ],
  check(cluster, context) {
    for (const member of candidatesOf(cluster)) {
      const setting = member.settings.postgres?.given('wal_receiver_status_interval');
      if (setting?.effective !== 0) continue;
      context.report({
        origin: setting.written.origin,
        message: `${serverName(member, 'the standby', 'beginning')} is synchronous and sends no status with 0: a commit that waits for it never finishes. Set it to 10s, the default.`,
        fixes: [{ title: 'Set it to 10s', edits: [valueEdit(setting.written.origin, '10s')], safe: true }],
      });
    }
  },
});
