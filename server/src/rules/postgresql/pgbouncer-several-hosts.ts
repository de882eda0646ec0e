import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgbouncer-several-hosts',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgbouncer'],
  summary: 'PgBouncer takes several servers in turn, whichever of them is primary.',
  gains: 'Connections are spread over all servers.',
  costs:
    'PgBouncer knows nothing of roles: with a list of hosts each new connection goes to the next one, so writes reach standbys and fail, and reads are as old as the standby is behind.',
  fineWhen: 'The database entry is for reads alone.',
  advice: 'One entry for the primary and another for reads, or a router with a role check behind PgBouncer.',
  sources: [{ title: 'host in a connection string', url: 'https://www.pgbouncer.org/config.html#host' }],
  bad: [
    clusterExample(
      'pgbouncer',
      {
        'n1/postgresql.conf': 'wal_level = replica\n',
        'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
        'n2/standby.signal': '',
        'pgbouncer.ini': '[databases]\napp = host=n1,n2 port=5432 dbname=app\n[pgbouncer]\n',
      },
      'in turn',
    ),
  ],
  good: [
    clusterExample('pgbouncer', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'pgbouncer.ini': '[databases]\napp_ro = host=n1,n2 port=5432 dbname=app\n[pgbouncer]\n',
    }),
    clusterExample('pgbouncer', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'pgbouncer.ini': '[databases]\napp = host=vip port=5432 dbname=app\n[pgbouncer]\n',
    }),
    clusterExample('pgbouncer', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'pgbouncer.ini': '[databases]\napp = host=n1,n2 port=5432 load_balance_hosts=disable\n[pgbouncer]\n',
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      if (router.system !== 'pgbouncer' || router.purpose === 'read' || router.targets.length < 2) continue;
      const [first] = router.targets;
      const { unit, span } = first!.origin;
      const end = unit.piece.text.indexOf('\n', span.end);
      const line = unit.piece.text.slice(span.start, end === -1 ? undefined : end);
      // Since 1.24 the first that answers may be taken instead.
      if (
        /load_balance_hosts\s*=\s*'?disable/.test(line) ||
        router.settings.pgbouncer?.text('load_balance_hosts') === 'disable'
      )
        continue;
      context.report({
        origin: first!.origin,
        message: `PgBouncer takes these ${router.targets.length} servers in turn and does not ask which is the primary: writes reach standbys and fail. Give writes an entry of their own that leads to the primary.`,
      });
    }
  },
});
