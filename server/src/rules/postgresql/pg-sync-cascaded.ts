import { postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { nameOfStandby, writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-cascaded',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A synchronous standby streams from another standby.',
  gains: 'Cascading takes load off the primary.',
  costs:
    'Only a standby that is connected to the primary itself can acknowledge: this one never does, and commits wait for others or without end.',
  fineWhen: 'Never for a listed standby.',
  advice: 'Let it stream from the primary, or take it off the list.',
  sources: [
    {
      title: 'Synchronous replication',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
    {
      title: 'Cascading replication',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#CASCADING-REPLICATION',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 2 (s1, s2, s3)'",
      ['', "primary_conninfo = 'host=n2 application_name=s2'", ''],
      'streams from s1',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s3)'", [
      '',
      "primary_conninfo = 'host=n2 application_name=s2'",
      '',
    ]),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    const primary = primaryOf(cluster);
    if (found === undefined || found.names.any || primary === undefined) return;
    for (const member of standbysOf(cluster)) {
      if (cluster.commit.of?.includes(member.id) !== true || !member.configured) continue;
      const link = cluster.links.find(({ to, kind }) => to === member.id && kind === 'physical');
      if (link === undefined || link.from === primary.id) continue;
      const listed = found.names.names.find(
        ({ name }) => name.toLowerCase() === nameOfStandby(member)?.toLowerCase(),
      );
      context.report({
        origin: listed === undefined ? found.setting.written.origin : found.place(listed.span),
        message: `${member.id} is listed as synchronous and streams from ${link.from}: only standbys of the primary itself acknowledge, so it never does. Let it stream from ${primary.id}, or take it off the list.`,
        related: [{ origin: link.origin, message: `streams from ${link.from}` }],
      });
    }
  },
});
