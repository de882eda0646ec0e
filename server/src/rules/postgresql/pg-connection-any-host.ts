import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-connection-any-host',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A connection string with several hosts does not say which of them it wants.',
  gains: 'The first host that answers will do.',
  costs:
    'target_session_attrs is `any` by default: when the first host is a standby, writes fail there, and reads are as old as it is behind. After a failover the former primary is still first.',
  fineWhen: 'The program only reads and may read old rows.',
  advice:
    'target_session_attrs=read-write (or primary, since 14); targetServerType=primary in JDBC; prefer-standby for reads.',
  sources: [
    {
      title: 'target_session_attrs',
      url: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS',
    },
    { title: 'pgJDBC', url: 'https://jdbc.postgresql.org/documentation/use/#connection-fail-over' },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        '.env':
          'DATABASE_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=any&load_balance_hosts=random\n',
      },
      'one at random is taken',
    ),
    clusterExample(
      'postgres',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        '.env': 'DATABASE_URL=postgresql://app@n1:5432,n2:5432/shop\n',
      },
      'first that answers',
    ),
    clusterExample(
      'postgres',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        'application.properties': 'spring.datasource.url=jdbc:postgresql://n1:5432,n2:5432/shop\n',
      },
      'targetServerType',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      '.env':
        'READ_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=any&load_balance_hosts=random\n',
    }),
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      '.env': 'DATABASE_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=read-write\n',
    }),
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      '.env': 'DATABASE_URL=postgresql://app@n1:5432/shop\n',
    }),
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      '.env': 'READ_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=prefer-standby\n',
    }),
  ],
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = client.settings.postgres;
      if (client.system !== 'postgres' || settings === undefined || client.targets.length < 2) continue;
      if (
        (settings.given('target_session_attrs')?.value ?? 'any') !== 'any' ||
        (settings.given('targetServerType')?.value ?? 'any') !== 'any' ||
        isForReads(client.origin)
      )
        continue;
      if (cluster.members.filter(({ role }) => role === 'data').length < 2) continue;
      const { unit, span } = client.origin;
      const text = unit.piece.text.slice(span.start, span.end);
      const isJava = unit.piece.text.slice(Math.max(0, span.start - 5), span.start).toLowerCase() === 'jdbc:';
      const option = isJava ? 'targetServerType=primary' : 'target_session_attrs=read-write';
      const { end } = span;
      context.report({
        origin: client.origin,
        message: `Of these ${client.targets.length} hosts ${settings.given('load_balance_hosts')?.value === 'random' ? 'one at random' : 'the first that answers'} is taken, a standby too: writes fail there and reads are old. ${/target_?(?:session_attrs|ServerType)=/i.test(text) ? 'Set' : 'Add'} ${option}.`,
        // A word that is there already is to be changed, by whoever knows what it was for.
        fixes: /target_?(?:session_attrs|ServerType)=/i.test(text)
          ? []
          : [
              {
                title: `Add ${option}`,
                edits: [
                  {
                    origin: { unit, span: { start: end, end } },
                    newText: `${text.includes('?') ? '&' : '?'}${option}`,
                  },
                ],
                safe: false,
              },
            ],
      });
    }
  },
});

/** `READ_URL`, `spring.datasource.replica.url`: the name says that nothing is written through it. */
function isForReads({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const line = text.slice(text.lastIndexOf('\n', span.start) + 1, span.start);
  return /read(?!y)|replica|standby|report|(?:^|[._-])ro(?:[._=:-]|$)/i.test(line);
}
