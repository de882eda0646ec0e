import { givenIn, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-remote-write',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Standbys acknowledge what they have received but not yet written to disk.',
  gains: 'Saves the wait for the standby’s disk.',
  costs: 'When the standby’s machine crashes while the primary is lost, acknowledged commits are gone.',
  fineWhen: 'The two do not share power, and so hardly fail together.',
  advice: 'Use `on` where the two may fail at once.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = remote_write",
      ['', ''],
      'memory',
    ),
  ],
  good: [postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'", ['', ''])],
  check(cluster, context) {
    if (cluster.commit.level !== 'received' || cluster.commit.count === 0) return;
    for (const { setting } of givenIn(cluster, 'synchronous_commit')) {
      if (setting.effective !== 'remote_write') continue;
      context.report({
        origin: setting.written.origin,
        message:
          'Standbys acknowledge what is in the memory of their system, not on disk: lost when such a standby’s machine crashes together with the primary. `on` waits for its disk.',
        fixes: [
          { title: 'Wait for the disk', edits: [valueEdit(setting.written.origin, 'on')], safe: false },
        ],
      });
    }
  },
});
