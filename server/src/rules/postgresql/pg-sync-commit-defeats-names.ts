import { postgresExample, primaryOf, valueEdit } from '../lib/cluster/postgres.js';
import { writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-commit-defeats-names',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Standbys are named as synchronous and commits do not wait for them.',
  gains: 'Commits are as fast as without standbys.',
  costs:
    'The list has no effect: a failover loses what was committed last, though the config looks synchronous.',
  fineWhen:
    'Only some transactions, roles or databases are to wait, and they set synchronous_commit themselves.',
  advice: 'Set synchronous_commit to on, or empty the list.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = local",
      ['', ''],
      'not wait for them',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = on", ['', '']),
    postgresExample('synchronous_commit = local', ['']),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    const setting = (primaryOf(cluster)?.settings.postgres ?? cluster.settings.postgres)?.given(
      'synchronous_commit',
    );
    if (found === undefined || setting === undefined) return;
    if (setting.effective !== 'off' && setting.effective !== 'local') return;
    context.report({
      origin: setting.written.origin,
      message: `synchronous_standby_names lists standbys and \`${setting.effective}\` makes commits not wait for them${setting.effective === 'off' ? ', not even for the local disk' : ''}: a failover loses the newest ones. Set it to on, or empty the list.`,
      fixes: [
        { title: 'Wait for the standbys', edits: [valueEdit(setting.written.origin, 'on')], safe: false },
      ],
    });
  },
});
