import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-connection-waits-for-dead-host',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A client waits minutes for a host that is gone before it tries the next one.',
  gains: 'A slow network is never given up too early.',
  costs:
    'libpq tries hosts one after the other, and without connect_timeout a host that does not answer at all is waited for until TCP gives up: about two minutes on Linux, for every new connection.',
  fineWhen: 'The first host always refuses at once when it is down.',
  advice: 'connect_timeout=3 or so; it counts for each host.',
  sources: [
    {
      title: 'connect_timeout',
      url: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        '.env': 'DATABASE_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=read-write\n',
      },
      'connect_timeout',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      '.env':
        'DATABASE_URL=postgresql://app@n1:5432,n2:5432/shop?target_session_attrs=read-write&connect_timeout=3\n',
    }),
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'app.properties': 'url=jdbc:postgresql://n1:5432,n2:5432/shop?targetServerType=primary\n',
    }),
  ],
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = client.settings.postgres;
      if (client.system !== 'postgres' || settings === undefined || client.targets.length < 2) continue;
      // The driver for Java has a limit of its own by default. Where the kind of host is not said, that comes first.
      const { unit, span } = client.origin;
      if (/jdbc:$/i.test(unit.piece.text.slice(Math.max(0, span.start - 5), span.start))) continue;
      if (settings.given('target_session_attrs') === undefined || settings.number('connect_timeout') !== 0)
        continue;
      const { end } = span;
      context.report({
        origin: client.origin,
        message: `When ${client.targets[0]!.text} is gone without a word every new connection waits for it until TCP gives up, about two minutes, before it tries the next host. Add connect_timeout=3.`,
        fixes: [
          {
            title: 'Add connect_timeout=3',
            edits: [
              {
                origin: { unit, span: { start: end, end } },
                newText: `${unit.piece.text.slice(span.start, end).includes('?') ? '&' : '?'}connect_timeout=3`,
              },
            ],
            safe: false,
          },
        ],
      });
    }
  },
});
