import { hostOf } from '../../cluster/join.js';
import type { Router } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isSelfManaged } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgbouncer-one-server',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['pgbouncer'],
  summary: 'PgBouncer is bound to one server of a cluster.',
  gains: 'Simple, and always the same server.',
  costs:
    'After a failover it keeps connecting to the former primary until somebody changes the file and reloads it.',
  fineWhen: 'The name is moved to the new primary by DNS or a virtual address.',
  advice:
    'Point it at a router that knows the role (HAProxy with a check), at a name that moves, or have the failover rewrite the file.',
  sources: [{ title: 'PgBouncer databases', url: 'https://www.pgbouncer.org/config.html#section-databases' }],
  bad: [
    clusterExample(
      'pgbouncer',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name=n1\nconninfo='host=n1'\nfailover=automatic\npromote_command='repmgr standby promote'\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name=n2\nconninfo='host=n2'\nfailover=automatic\npromote_command='repmgr standby promote'\n",
        'pgbouncer.ini': '[databases]\napp = host=n1 port=5432 dbname=app\n[pgbouncer]\n',
      },
      'after a failover',
    ),
  ],
  good: [
    clusterExample('pgbouncer', {
      'n1/repmgr.conf': "node_id=1\nnode_name=n1\nconninfo='host=n1'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name=n2\nconninfo='host=n2'\nfailover=automatic\nevent_notification_command='/usr/local/bin/tell_pgbouncer.sh %n %e'\n",
      'pgbouncer.ini': '[databases]\napp = host=n1 port=5432 dbname=app\n[pgbouncer]\n',
    }),
    clusterExample('pgbouncer', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n2/postgresql.conf': "primary_conninfo = 'host=n1 application_name=s1'\n",
      'n2/standby.signal': '',
      'pgbouncer.ini': '[databases]\napp = host=pg-primary.internal port=5432 dbname=app\n[pgbouncer]\n',
    }),
    clusterExample('pgbouncer', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'pgbouncer.ini': '[databases]\napp = host=n1 port=5432 dbname=app\n[pgbouncer]\n',
    }),
  ],
  check(cluster, context) {
    const isWriter = (router: Router) => router.system === 'pgbouncer' && router.purpose !== 'read';
    const copies = cluster.members.filter(({ role, configured }) => role === 'data' && configured);
    // Operators give a name that follows the primary.
    if (copies.length < 2 || !(isSelfManaged(cluster) || cluster.system === 'patroni')) return;
    // Where a person promotes, this file is a part of what he changes.
    if (cluster.failover.kind !== 'automatic') return;
    // What promotes tells PgBouncer.
    if (
      cluster.members.some(({ settings }) =>
        settings.repmgr?.written.some(({ raw }) => typeof raw === 'string' && /pgbouncer/i.test(raw)),
      )
    )
      return;
    for (const router of cluster.routers) {
      if (!isWriter(router) || router.targets.length !== 1) continue;
      const host = hostOf(router.targets[0]!.text);
      // On the server itself PgBouncer goes with it.
      if (host === 'localhost' || host.startsWith('127.')) continue;
      context.report({
        origin: router.targets[0]!.origin,
        message: `PgBouncer sends ${router.id.replace(/^pgbouncer /, '')} to ${host} and nowhere else: after a failover clients keep reaching the former primary until this file is changed. Point it at a name or router that follows the primary.`,
      });
      return;
    }
  },
});
