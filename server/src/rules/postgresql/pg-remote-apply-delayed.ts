import { postgresExample, printMs } from '../lib/cluster/postgres.js';
import { candidatesOf } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-remote-apply-delayed',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Commits wait until a standby that is delayed on purpose has applied them.',
  gains: 'None: a delay gives time to stop a mistake, which remote_apply does not need.',
  costs: 'Every commit takes as long as the delay, with its locks held.',
  fineWhen: 'Never.',
  advice: 'Take the delayed standby off synchronous_standby_names, or use synchronous_commit = on.',
  sources: [
    {
      title: 'recovery_min_apply_delay',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-RECOVERY-MIN-APPLY-DELAY',
    },
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply",
      ['recovery_min_apply_delay = 5min'],
      '5 min',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = on", [
      'recovery_min_apply_delay = 5min',
    ]),
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = remote_apply", [
      '',
      '',
      'recovery_min_apply_delay = 1h',
    ]),
  ],
  check(cluster, context) {
    if (cluster.commit.level !== 'applied') return;
    for (const member of candidatesOf(cluster)) {
      const setting = member.settings.postgres?.given('recovery_min_apply_delay');
      if (typeof setting?.effective !== 'number' || setting.effective <= 0) continue;
      context.report({
        origin: setting.written.origin,
        message: `With synchronous_commit = remote_apply a commit that waits for ${member.id} takes at least its delay, ${printMs(setting.effective)}. Take it off synchronous_standby_names, or wait for \`on\` only.`,
      });
    }
  },
});
