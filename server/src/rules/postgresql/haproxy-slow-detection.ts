import { clusterExample } from '../lib/cluster/example.js';
import { printMs } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'haproxy-slow-detection',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['haproxy'],
  summary: 'HAProxy takes longer to leave a dead server than the cluster to replace it.',
  gains: 'Fewer checks, and no switch for a short pause.',
  costs:
    'New connections go to the former primary until fall checks have failed, inter apart; the time comes on top of the failover.',
  fineWhen: 'Clients try again for longer than that.',
  advice: 'Lower inter (2s) and fastinter (500ms); fall 3 is fine.',
  sources: [{ title: 'inter', url: 'https://docs.haproxy.org/3.0/configuration.html#5.2-inter' }],
  bad: [
    clusterExample(
      'haproxy',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        'haproxy.cfg':
          'listen pg\n  mode tcp\n  bind *:5432\n  option httpchk OPTIONS /primary\n  default-server inter 15s fall 4 on-marked-down shutdown-sessions\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
      },
      '60 s',
    ),
  ],
  good: [
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  option httpchk OPTIONS /primary\n  default-server inter 3s fastinter 1s fall 3 on-marked-down shutdown-sessions\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
  ],
  check(cluster, context) {
    // Where any node takes writes there is no primary to be missed.
    if (LEADERLESS.some(system => cluster.systems.has(system))) return;
    for (const router of cluster.routers) {
      const { haproxy } = router.settings;
      if (router.system !== 'haproxy' || haproxy === undefined || router.purpose === 'read') continue;
      const inter = haproxy.number('inter');
      const fall = haproxy.number('fall');
      const given = haproxy.given('inter') ?? haproxy.given('fall');
      if (inter === undefined || fall === undefined || given === undefined) continue;
      const fast = haproxy.given('fastinter') === undefined ? inter : (haproxy.number('fastinter') ?? inter);
      const longest = inter + (fall - 1) * fast;
      const failover = cluster.failover.detectMs?.[0];
      if (longest < Math.max(20_000, failover ?? 0)) continue;
      context.report({
        origin: given.written.origin,
        message: `\`${router.id}\` sends clients to a dead primary for up to ${printMs(longest)} (inter, then ${fall - 1} more checks)${failover === undefined ? '' : `, longer than the ${printMs(failover)} after which another may lead`}. Lower inter, or set fastinter.`,
      });
    }
  },
});

const LEADERLESS = [
  'rabbitmq',
  'galera',
  'cassandra',
  'scylla',
  'couchdb',
  'elasticsearch',
  'opensearch',
  'kafka',
] as const;
