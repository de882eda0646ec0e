import { isSelfManaged, postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-hba-no-replication',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'No line of pg_hba.conf lets standbys in.',
  gains: 'None.',
  costs:
    '`all` in the column of databases does not mean replication: a standby is turned away unless a line says `replication`.',
  fineWhen: 'Lines are added when the server is made.',
  advice: 'Add `hostssl replication user address scram-sha-256`.',
  sources: [{ title: 'pg_hba.conf', url: 'https://www.postgresql.org/docs/current/auth-pg-hba-conf.html' }],
  bad: [
    postgresExample('wal_level = replica', [''], 'turned away', {
      'n1/pg_hba.conf': 'local all all peer\nhost all all 10.0.0.0/8 scram-sha-256\n',
    }),
  ],
  good: [
    postgresExample('wal_level = replica', [''], undefined, {
      'n1/pg_hba.conf':
        'host all all 10.0.0.0/8 scram-sha-256\nhostssl replication repl 10.0.0.0/8 scram-sha-256\n',
    }),
    postgresExample('wal_level = replica', ['']),
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf': 'host all all 10.0.0.0/8 scram-sha-256\n',
    }),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const primary = primaryOf(cluster);
    const lines = primary?.settings.postgres?.written.filter(({ key }) => key === 'pg_hba') ?? [];
    const standby = standbysOf(cluster).find(({ configured }) => configured);
    if (primary === undefined || standby === undefined || lines.length === 0) return;
    const all = cluster.members.flatMap(
      ({ settings }) => settings.postgres?.written.filter(({ key }) => key === 'pg_hba') ?? [],
    );
    // Files that include others, or leave lines to templates, tell not all.
    const { text } = lines[0]!.origin.unit.piece;
    if (/^\s*(?:@?include|\{[{%])/m.test(text) || /\{\{|\$\{/.test(text)) return;
    if (all.some(({ raw }) => typeof raw === 'string' && /^\w+\s+(?:\S*,)?"?replication\b/.test(raw))) return;
    context.report({
      origin: lines.at(-1)!.origin,
      message: `No line says \`replication\`, and \`all\` does not mean it: ${serverName(standby, 'the standby')} is turned away by ${serverName(primary, 'the primary')}. Add hostssl replication with its user and address.`,
    });
  },
});
