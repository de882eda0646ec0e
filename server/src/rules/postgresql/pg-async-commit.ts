import { asksForStandbys } from '../lib/cluster/awaited.js';
import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, printMs, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-async-commit',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Commits are acknowledged before they are on disk.',
  gains: 'Much faster commits; the data stays consistent.',
  costs:
    'A crash of the server alone loses what was acknowledged within the last three rounds of the log writer.',
  fineWhen: 'What is written can be written again, or its loss does no harm.',
  advice: 'Leave it on, and set it to off in those transactions or for those roles that can bear the loss.',
  sources: [
    { title: 'Asynchronous commit', url: 'https://www.postgresql.org/docs/current/wal-async-commit.html' },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'synchronous_commit = off\n' }, '600 ms'),
    clusterExample(
      'postgres',
      { 'postgresql.conf': 'synchronous_commit = off\nwal_writer_delay = 5s\n' },
      '15 s',
    ),
  ],
  good: [
    clusterExample('postgres', { 'postgresql.conf': 'synchronous_commit = on\n' }),
    clusterExample('postgres', { 'restore/postgresql.conf': 'fsync = off\nsynchronous_commit = off\n' }),
  ],
  check(cluster, context) {
    for (const { setting, place } of givenIn(cluster, 'synchronous_commit')) {
      if (setting.effective !== 'off' || cluster.links.some(({ to }) => to === place.member?.id)) continue;
      // Nothing is flushed at all there, which its own rule tells.
      if (place.settings.flag('fsync') === false) continue;
      // The rule on names that have no effect says more.
      if (asksForStandbys(cluster) !== undefined) continue;
      const delay = place.settings.number('wal_writer_delay');
      const window = delay === undefined ? undefined : 3 * delay;
      context.report({
        origin: setting.written.origin,
        message: `A crash may lose commits that clients were told of: up to ${window === undefined ? 'three times wal_writer_delay' : printMs(window)} of them. Keep it on, and switch it off for the transactions that can bear it.`,
        fixes: [
          { title: 'Wait for the disk', edits: [valueEdit(setting.written.origin, 'on')], safe: false },
        ],
        tradeOff: () => ({
          gains: ['A commit does not wait for the disk.'],
          costs: [
            `Up to ${window === undefined ? 'three rounds of the log writer' : printMs(window)} of acknowledged commits are lost in a crash.`,
          ],
          breakEven: 'Where a lost commit costs more than the wait for one flush.',
          advice: ['`SET LOCAL synchronous_commit = off` in single transactions.'],
          numbers: [
            {
              label: 'wal_writer_delay',
              value: delay === undefined ? 'unknown' : printMs(delay),
              from: 'the config or its default',
            },
            {
              label: 'window',
              value: window === undefined ? 'unknown' : printMs(window),
              from: '3 × wal_writer_delay',
            },
          ],
        }),
      });
    }
  },
});
