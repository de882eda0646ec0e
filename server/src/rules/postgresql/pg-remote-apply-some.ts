import { postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-remote-apply-some',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Only some standbys have applied a commit when the client is told.',
  gains: 'Commits wait for as few standbys as must be, and one of these shows them at once.',
  costs:
    'remote_apply makes a commit visible on the standbys that acknowledged it and on no others. A read from any other standby may miss it, and which ones acknowledge changes from commit to commit.',
  fineWhen: 'Readers go to the standby that acknowledges, or may read old rows.',
  advice:
    'Wait for every standby that is read (FIRST n with all of them), or read from the primary what must be new.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = remote_apply",
      ['', ''],
      '1 of 2',
    ),
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply",
      ['', ''],
      '1 of 2',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 2 (s1, s2)'\nsynchronous_commit = remote_apply", [
      '',
      '',
    ]),
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'\nsynchronous_commit = on", ['', '']),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply", ['']),
  ],
  check(cluster, context) {
    const { commit } = cluster;
    if (commit.level !== 'applied' || commit.count === 0) return;
    const setting = (primaryOf(cluster)?.settings.postgres ?? cluster.settings.postgres)?.given(
      'synchronous_commit',
    );
    const readable = standbysOf(cluster).filter(
      member => member.settings.postgres?.flag('hot_standby') !== false,
    );
    if (setting === undefined || readable.length <= commit.count) return;
    const reads = cluster.routers.find(({ purpose }) => purpose === 'read');
    context.report({
      origin: setting.written.origin,
      ...(reads === undefined ? {} : { severity: 'warning' as const }),
      message: `A commit has been applied on ${commit.count} of ${readable.length} standbys when the client is told: a read from another one${reads === undefined ? '' : `, as \`${reads.id}\` spreads them,`} may miss it. Wait for all that are read, or read what must be new from the primary.`,
      ...(reads === undefined ? {} : { related: [{ origin: reads.origin, message: 'spreads reads' }] }),
    });
  },
});
