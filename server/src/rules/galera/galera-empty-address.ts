import type { Cluster } from '../../cluster/model.js';
import { parseClusterAddress } from '../../cluster/systems/galera/address.js';
import { clusterExample } from '../lib/cluster/example.js';
import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraExample, galeraNode } from '../lib/cluster/mysql-example.js';
import { nodeName } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-empty-address',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'An empty list of nodes stays in a file: with it this node never joins the others again.',
  gains: 'The first node of a new cluster starts.',
  costs:
    'After a restart the node does not join the others. Since Galera 3.19 the provider refuses to start it where `grastate.dat` says `safe_to_bootstrap: 0`, as after every crash and wherever others stayed: it is away until somebody edits a file. With a fresh data directory, or `safe_to_bootstrap: 1`, it begins a cluster of its own, and takes writes while the others do.',
  fineWhen: 'A single node, or a file that is used for the very first start alone.',
  advice:
    'List all nodes, on every node. Start the first one by `galera_new_cluster` (MariaDB), `systemctl start mysql@bootstrap` (Percona XtraDB Cluster) or `--wsrep-new-cluster`.',
  sources: [
    {
      title: 'Percona XtraDB Cluster: bootstrap the first node',
      url: 'https://docs.percona.com/percona-xtradb-cluster/8.0/bootstrap.html',
    },
    {
      title: 'Galera Cluster: wsrep_cluster_address',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-cluster-address',
    },
    {
      title: 'Galera Cluster: restarting the cluster (safe_to_bootstrap)',
      url: 'https://galeracluster.com/library/training/tutorials/restarting-cluster.html',
    },
    {
      title: 'MariaDB: getting started with Galera',
      url: 'https://mariadb.com/kb/en/getting-started-with-mariadb-galera-cluster/',
    },
  ],
  bad: [
    clusterExample(
      'galera',
      {
        'db/n1/my.cnf': galeraNode(1, 3).replace(/gcomm:.*/, 'gcomm://'),
        'db/n2/my.cnf': galeraNode(2, 3),
        'db/n3/my.cnf': galeraNode(3, 3),
      },
      'by mysqld with --wsrep-new-cluster',
    ),
    // Percona's has a command of its own.
    clusterExample(
      'galera',
      {
        'db/n1/my.cnf': galeraNode(1, 3).replace(/gcomm:.*/, 'gcomm://\npxc_strict_mode=ENFORCING'),
        'db/n2/my.cnf': galeraNode(2, 3),
        'db/n3/my.cnf': galeraNode(3, 3),
      },
      'by systemctl start mysql@bootstrap',
    ),
  ],
  good: [
    galeraExample(3, []),
    clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3).replace(/gcomm:.*/, 'gcomm://') }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera' || cluster.members.filter(({ role }) => role === 'data').length < 2)
      return;
    const others = givenOf(cluster, 'wsrep_cluster_address').flatMap(({ setting }) => {
      const address = typeof setting.value === 'string' ? parseClusterAddress(setting.value) : undefined;
      return address !== undefined && address.hosts.length > 1 ? [String(setting.value)] : [];
    });
    for (const { member, setting } of givenOf(cluster, 'wsrep_cluster_address')) {
      if (typeof setting.value !== 'string' || parseClusterAddress(setting.value)?.bootstraps !== true)
        continue;
      // Bitnami's image decides by variables of its own whether a node begins a cluster.
      if (/\bbitnami\w*\/mariadb-galera\b/.test(setting.written.origin.unit.piece.text)) continue;
      const list = others[0];
      context.report({
        origin: setting.written.origin,
        message: `gcomm:// names nobody: ${nodeName(member.id)} does not join the others after a restart. Where its data says safe_to_bootstrap: 0 it refuses to start; with fresh data it begins a cluster of its own, and both take writes. List all nodes; start the very first one ${starter(cluster)}.`,
        ...(list === undefined ? {} : { fixes: [setTo(setting.written, list)] }),
      });
    }
  },
});

/** How the first node of a cluster is started: each product has a command of its own. */
function starter({ members, systems, sources }: Cluster): string {
  // In a container there is no service.
  if (sources.some(uri => /\.ya?ml$|\/[^/]*(?:docker|container)file[^/]*$/i.test(uri)))
    return 'with --wsrep-new-cluster';
  const texts = [...new Set(members.map(({ origin }) => origin.unit.piece.text))];
  // Without systemd it is a command of the service.
  if (texts.some(text => /\bbootstrap-pxc\b/.test(text))) return 'by service mysql bootstrap-pxc';
  const isPercona =
    members.some(({ settings }) => settings.galera?.written.some(({ key }) => key.startsWith('pxc_'))) ||
    texts.some(text => /xtradb[-_ ]cluster|\bpxc\b/i.test(text));
  if (isPercona) return 'by systemctl start mysql@bootstrap';
  return systems.has('mariadb') ? 'by galera_new_cluster' : 'by mysqld with --wsrep-new-cluster';
}
