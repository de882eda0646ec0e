import type { Router } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'haproxy-no-role-check',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['haproxy'],
  summary: 'HAProxy sends clients to any server that answers, primary or not.',
  gains: 'Nothing to set up on the servers.',
  costs:
    'pgsql-check and a bare connection only see that something answers: writes go to standbys and fail, reads go wherever, and after a failover a former primary that still runs gets writes.',
  fineWhen: 'Clients only read and may read old rows.',
  advice:
    'Ask for the role: `option httpchk OPTIONS /primary` where Patroni runs, else a check that asks pg_is_in_recovery(); a backend of its own for reads.',
  sources: [
    {
      title: 'option pgsql-check',
      url: 'https://docs.haproxy.org/3.0/configuration.html#4-option%20pgsql-check',
    },
    { title: 'Patroni REST API', url: 'https://patroni.readthedocs.io/en/latest/rest_api.html' },
  ],
  bad: [
    clusterExample(
      'haproxy',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        'haproxy.cfg':
          'listen pg\n  mode tcp\n  bind *:5432\n  option pgsql-check user postgres\n  server n1 n1:5432 check\n  server n2 n2:5432 check\n',
      },
      'which of them is the primary',
    ),
  ],
  good: [
    // No frontend sends anybody to the backend of all servers.
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'frontend pg\n  mode tcp\n  bind *:5432\n  default_backend writes\nbackend writes\n  mode tcp\n  server n1 n1:5432 check\nbackend everybody\n  mode tcp\n  option pgsql-check user postgres\n  server n1 n1:5432 check\n  server n2 n2:5432 check\n',
    }),
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  option httpchk OPTIONS /primary\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  option tcp-check\n  tcp-check expect binary 66\n  server n1 n1:5432 check\n  server n2 n2:5432 check\n',
    }),
    clusterExample('haproxy', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  bind *:5432\n  server n1 n1:5432 check\n  server n2 n2:5432 check backup\n',
    }),
  ],
  check(cluster, context) {
    if (!cluster.systems.has('postgres')) return;
    for (const router of cluster.routers) {
      if (router.system !== 'haproxy' || router.check !== undefined || router.targets.length < 2) continue;
      if (router.purpose === 'read') continue;
      const { haproxy } = router.settings;
      const check = haproxy?.given('option pgsql-check');
      // With `backup` servers the order is fixed: another matter.
      if (haproxy?.written.some(({ key }) => key === 'backup') === true || hasBackup(router)) continue;
      context.report({
        origin: check?.written.keyOrigin ?? router.origin,
        message: `\`${router.id}\` spreads clients over ${router.targets.length} servers and does not ask which of them is the primary: writes reach standbys and fail. Check the role, such as with option httpchk OPTIONS /primary.`,
      });
    }
  },
});

/** The settings hold the flags of the first server only. */
function hasBackup({ targets }: Router): boolean {
  return targets.some(({ origin }) => {
    const { text } = origin.unit.piece;
    const end = text.indexOf('\n', origin.span.end);
    return /\sbackup(?:\s|$)/.test(text.slice(origin.span.end, end === -1 ? text.length : end));
  });
}
