import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'haproxy-keeps-old-sessions',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['haproxy'],
  summary: 'Clients stay connected to a primary that is one no longer.',
  gains: 'Sessions of clients are never cut by a check that failed once.',
  costs:
    'HAProxy only keeps new connections away from a server whose check fails. PostgreSQL itself ends all sessions when it is restarted as a standby, but not when the machine hangs, or its manager does, or when it is cut off from the others: pools go on talking to it, and what it accepts then is lost.',
  fineWhen: 'The servers themselves end all sessions when they are demoted.',
  advice: 'on-marked-down shutdown-sessions on the servers or in default-server.',
  sources: [
    { title: 'on-marked-down', url: 'https://docs.haproxy.org/3.0/configuration.html#5.2-on-marked-down' },
  ],
  bad: [
    clusterExample(
      'haproxy',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        'haproxy.cfg':
          'listen pg\n  mode tcp\n  bind *:5432\n  option httpchk OPTIONS /primary\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
      },
      'on-marked-down',
    ),
  ],
  good: [
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg-replica\n  mode tcp\n  bind *:5440\n  option httpchk\n  http-check expect status 200\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  option httpchk OPTIONS /primary\n  default-server inter 2s on-marked-down shutdown-sessions\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  option pgsql-check user postgres\n  server n1 n1:5432 check\n  server n2 n2:5432 check\n',
    }),
  ],
  check(cluster, context) {
    if (!cluster.systems.has('postgres')) return;
    for (const router of cluster.routers) {
      if (router.system !== 'haproxy' || router.purpose !== 'write' || router.check === undefined) continue;
      // Called so, and asking for no path that says otherwise.
      if (FOR_READS.test(router.id)) continue;
      const { haproxy } = router.settings;
      if (router.targets.length < 2 || haproxy === undefined || haproxy.given('on-marked-down') !== undefined)
        continue;
      const { unit, span } = router.check.origin;
      let end = span.end;
      while (end < unit.piece.text.length && !/[\r\n]/.test(unit.piece.text[end]!)) end++;
      const where = /^[ \t]*default-server\b/m.test(unit.piece.text) ? 'default-server' : 'its servers';
      context.report({
        origin: router.check.origin,
        message: `\`${router.id}\` leaves sessions open on a server whose check fails: clients of a primary that is frozen or cut off from the others stay with it, after another one was promoted. Add on-marked-down shutdown-sessions to ${where}.`,
        fixes: [
          {
            title: 'Close them',
            edits: [
              {
                origin: { unit, span: { start: end, end } },
                newText: '\n  default-server on-marked-down shutdown-sessions',
              },
            ],
            safe: false,
          },
        ],
      });
    }
  },
});

const FOR_READS = /(?:^|[-_.])(?:ro|reads?|readonly|replicas?|slaves?|standbys?)(?:$|[-_.])/i;
