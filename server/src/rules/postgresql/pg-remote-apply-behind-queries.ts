import { postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { candidatesOf } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-remote-apply-behind-queries',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Commits wait for replay, and replay waits for queries without limit.',
  gains: 'Queries on the standby are never cancelled, and reads there see every acknowledged commit.',
  costs: 'One long query on the standby holds up replay, and with it every commit on the primary.',
  fineWhen: 'Queries on the standby are all short.',
  advice: 'Give max_standby_streaming_delay a limit, or use synchronous_commit = on.',
  sources: [
    {
      title: 'max_standby_streaming_delay',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-STANDBY-STREAMING-DELAY',
    },
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply",
      ['max_standby_streaming_delay = -1'],
      'every commit',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply", [
      'max_standby_streaming_delay = 5s',
    ]),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'", ['max_standby_streaming_delay = -1']),
  ],
  check(cluster, context) {
    if (cluster.commit.level !== 'applied') return;
    for (const member of candidatesOf(cluster)) {
      const setting = member.settings.postgres?.given('max_standby_streaming_delay');
      if (typeof setting?.effective !== 'number' || setting.effective >= 0) continue;
      context.report({
        origin: setting.written.origin,
        message: `A long query on ${serverName(member, 'the standby')} holds up replay for ever (-1), and with remote_apply every commit on the primary that waits for it. Set a limit such as 10s, or synchronous_commit = on.`,
        fixes: [{ title: 'Limit it to 10s', edits: [valueEdit(setting.written.origin, '10s')], safe: false }],
      });
    }
  },
});
