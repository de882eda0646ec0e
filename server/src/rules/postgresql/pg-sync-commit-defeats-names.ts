import { asksForStandbys } from '../lib/cluster/awaited.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { patroniExample } from '../lib/cluster/patroni.js';
import { givenIn, isSelfManaged, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-commit-defeats-names',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres', 'patroni', 'cloudnativepg'],
  summary: 'Standbys are named as synchronous and commits do not wait for them.',
  gains: 'Commits are as fast as without standbys.',
  costs:
    'The list has no effect: a failover may lose what was committed last, though the config looks synchronous.',
  fineWhen:
    'Only some transactions, roles or databases are to wait, and they set synchronous_commit themselves.',
  advice: 'Set synchronous_commit to on, or empty the list.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
    OPERATOR_PAGES.replication,
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = local",
      ['', ''],
      'not wait for them',
    ),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n  parameters:\n    synchronous_commit: "local"',
      'postgresql.synchronous asks',
    ),
    patroniExample(
      {
        dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true\npostgresql:\n  parameters:\n    synchronous_commit: local',
      },
      'synchronous_mode asks',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = on", ['', '']),
    postgresExample('synchronous_commit = local', ['']),
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n  parameters:\n    synchronous_commit: "remote_write"',
    ),
    cnpgExample('instances: 3\npostgresql:\n  parameters:\n    synchronous_commit: "local"'),
  ],
  check(cluster, context) {
    const asked = asksForStandbys(cluster);
    if (asked === undefined) return;
    for (const { setting, place } of givenIn(cluster, 'synchronous_commit')) {
      if (setting.effective !== 'off' && setting.effective !== 'local') continue;
      // What a standby has written there counts when it leads.
      if (isSelfManaged(cluster) && cluster.links.some(({ to }) => to === place.member?.id)) continue;
      const local = setting.effective === 'off' ? ', not even for the local disk' : '';
      context.report({
        origin: setting.written.origin,
        message:
          asked === 'synchronous_standby_names'
            ? `synchronous_standby_names lists standbys and \`${setting.effective}\` makes commits not wait for them${local}: a failover may lose the newest ones. Set it to on, or empty the list.`
            : `${asked} asks for synchronous standbys and \`${setting.effective}\` makes commits not wait for them${local}: a failover may lose the newest ones all the same. Set it to on, or leave it out.`,
        fixes: [
          { title: 'Wait for the standbys', edits: [valueEdit(setting.written.origin, 'on')], safe: false },
        ],
      });
    }
  },
});
