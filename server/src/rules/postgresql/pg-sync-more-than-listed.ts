import { postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-more-than-listed',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Commits wait for more standbys than there are.',
  gains: 'None.',
  costs: 'A commit never gets as many answers: every write waits without end.',
  fineWhen: 'Never.',
  advice: 'Ask for as many as the list has at most, and for fewer if the loss of one must not stop writes.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
    {
      title: 'Planning for high availability',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
  ],
  bad: [
    postgresExample("synchronous_standby_names = 'ANY 3 (s1, s2)'", ['', ''], 'no write is ever'),
    postgresExample("synchronous_standby_names = 'FIRST 2 (*)'", [''], 'no write is ever'),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 2 (s1, s2, s3)'", ['', '', '']),
    postgresExample("synchronous_standby_names = 'FIRST 2 (*)'", []),
    postgresExample("synchronous_standby_names = '2 (walreceiver)'", [
      "primary_conninfo = 'host=n1'",
      "primary_conninfo = 'host=n1'",
    ]),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined || cluster.commit.count === 0) return;
    const { names } = found;
    const shown = standbysOf(cluster).length;
    const most = names.any
      ? shown > 0 && !cluster.open
        ? shown
        : undefined
      : // Several standbys may go by one name: all of them count.
        Math.max(
          new Set(names.names.map(({ name }) => name.toLowerCase())).size,
          cluster.commit.of?.length ?? 0,
        );
    if (most === undefined || names.count <= most || names.countSpan === undefined) return;
    const origin = found.place(names.countSpan);
    context.report({
      origin,
      message: `Commits wait for ${names.count} standbys and ${names.any ? `the files show ${most}` : `${most} are listed`}: no write is ever acknowledged. Ask for ${most} at most.`,
      fixes: [{ title: `Ask for ${most}`, edits: [{ origin, newText: String(most) }], safe: false }],
    });
  },
});
