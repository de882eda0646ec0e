import { parseClusterAddress } from '../../cluster/systems/galera/address.js';
import { clusterExample } from '../lib/cluster/example.js';
import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraExample, galeraNode } from '../lib/cluster/mysql-example.js';
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
    'List all nodes, on every node. Start the first one by `galera_new_cluster` or `--wsrep-new-cluster`.',
  sources: [
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
      'a cluster of its own',
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
      const list = others[0];
      context.report({
        origin: setting.written.origin,
        message: `gcomm:// names nobody: ${nameOf(member.id)} does not join the others after a restart. Where its data says safe_to_bootstrap: 0 it refuses to start; with fresh data it begins a cluster of its own, and both take writes. List all nodes; start the very first one by galera_new_cluster.`,
        ...(list === undefined ? {} : { fixes: [setTo(setting.written, list)] }),
      });
    }
  },
});

/** A file that is called my.cnf tells no name. */
function nameOf(id: string): string {
  return /^(?:my|mysqld?|mariadb|galera|server)$/i.test(id) ? 'this node' : id;
}
