import { clusterExample } from '../lib/cluster/example.js';
import { postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { nameOfStandby, writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-name-unknown',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A name in synchronous_standby_names is not one that a standby connects with.',
  gains: 'None.',
  costs: 'The standby that is meant never counts as synchronous: commits wait for others, or without end.',
  fineWhen: 'The standby of that name is configured elsewhere.',
  advice:
    'Set application_name in the standby’s primary_conninfo (or cluster_name, since 12) to the listed name.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (replica1)'",
      ["primary_conninfo = 'host=n1 user=replicator'"],
      'walreceiver',
    ),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s9)'", ['', ''], 's2'),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (S1, s2)'", ['', '']),
    postgresExample("synchronous_standby_names = 'FIRST 1 (n2)'", [
      "primary_conninfo = 'host=n1'\ncluster_name = 'n2'",
    ]),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s2)'", ['']),
    clusterExample('postgres', {
      'n1/postgresql.conf': "synchronous_standby_names = 'FIRST 1 (spare)'\n",
      'n2/postgresql.conf': 'hot_standby = on\n',
      'n2/standby.signal': '',
    }),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined || found.names.any) return;
    const standbys = standbysOf(cluster).filter(({ configured }) => configured);
    const own = standbys.map(member => ({ member, name: nameOfStandby(member) }));
    if (own.some(({ name }) => name === undefined)) return;
    const listed = found.names.names.map(({ name }) => name.toLowerCase());
    // A name may be that of a standby whose files are elsewhere, unless one of those here is left over.
    const left = own.filter(({ name }) => !listed.includes(name!.toLowerCase()));
    const unknown = found.names.names.filter(
      ({ name }) => !own.some(each => each.name!.toLowerCase() === name.toLowerCase()),
    );
    if (left.length === 0 || unknown.length === 0) return;
    const [first] = unknown;
    const [other] = left;
    context.report({
      origin: found.place(first!.span),
      message: `No standby of these files connects as \`${first!.name}\`: ${other!.member.id} connects as \`${other!.name}\`, and commits do not wait for it. ${unknown.length === found.names.names.length ? 'As it stands every write waits without end. ' : ''}Set application_name in its primary_conninfo.`,
      related: left.map(({ member, name }) => ({
        origin: member.settings.postgres?.given('primary_conninfo')?.written.origin ?? member.origin,
        message: `connects as ${name}`,
      })),
      ...(left.length === 1 && unknown.length === 1 && other!.name !== 'walreceiver'
        ? {
            fixes: [
              {
                title: `List ${other!.name} instead`,
                edits: [{ origin: found.place(first!.span), newText: quoted(other!.name!) }],
                safe: false,
              },
            ],
          }
        : {}),
    });
  },
});

function quoted(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : `"${name}"`;
}
