import type { Cluster } from '../../cluster/model.js';
import { isAtLeast, isOlder } from '../../cluster/version.js';
import { dataNodes, givenOf } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-sst-blocks-donor',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'With two data nodes, a full copy by this method leaves no node that takes writes.',
  gains: 'No tool to install; rsync is fast for a small database.',
  costs:
    'rsync and mysqldump block the donor while it is copied. With two data nodes the donor is the only one that is left: writes stop for as long as the copy takes.',
  fineWhen: 'The database is so small that a full copy takes seconds.',
  advice:
    'Use mariabackup on MariaDB, xtrabackup-v2 on Percona XtraDB Cluster, or clone on MySQL 8, and a `gcache.size` by which short absences need no full copy.',
  sources: [
    {
      title: 'Galera Cluster: state snapshot transfers',
      url: 'https://galeracluster.com/library/documentation/sst.html',
    },
    {
      title: 'MariaDB: introduction to SST',
      url: 'https://mariadb.com/kb/en/introduction-to-state-snapshot-transfers-ssts/',
    },
  ],
  bad: [
    galeraExample(2, ['wsrep_sst_method=rsync'], 'only other', {
      'db/g1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\n',
    }),
  ],
  good: [
    galeraExample(3, ['wsrep_sst_method=rsync']),
    galeraExample(2, ['wsrep_sst_method=mariabackup'], undefined, {
      'db/g1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera' || cluster.open) return;
    if (cluster.members.filter(({ role }) => role === 'data').length !== 2 || dataNodes(cluster).length === 0)
      return;
    const blocking = givenOf(cluster, 'wsrep_sst_method').filter(({ setting }) =>
      /^(?:rsync|rsync_wan|mysqldump)$/i.test(String(setting.value)),
    );
    const [first] = blocking;
    if (first === undefined) return;
    context.report({
      origin: first.setting.written.origin,
      message: `wsrep_sst_method=${String(first.setting.value)} blocks the donor, and with two data nodes that is the only other one: writes stop while a node that comes back is copied to. ${methodFor(cluster)}.`,
    });
  },
});

/** What copies without blocking, as far as the server's family and version have it. */
function methodFor({ systems, versions }: Cluster): string {
  if (systems.has('mariadb')) {
    const version = versions.mariadb?.version;
    const has = version === undefined || !isOlder(version, '10.1.26');
    return has ? 'mariabackup does not block it' : 'xtrabackup-v2 does not block it';
  }
  const version = versions.mysql?.version;
  return version === undefined
    ? 'A physical backup does not block it: mariabackup on MariaDB, xtrabackup-v2 on Percona XtraDB Cluster'
    : isAtLeast(version, '8.0')
      ? 'A physical backup (xtrabackup) or clone does not block it'
      : 'xtrabackup-v2 does not block it';
}
