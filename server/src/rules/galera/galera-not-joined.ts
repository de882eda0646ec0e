import { parseClusterAddress } from '../../cluster/systems/galera/address.js';
import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isOptionFile, setTo, withLine } from '../lib/cluster/mysql.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-not-joined',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'A node that is configured for the cluster does not take part in it.',
  gains: 'The server starts alone, for a repair.',
  costs:
    'Nothing of what this server writes reaches the others, and nothing of theirs reaches it. MariaDB leaves wsrep_on off unless it is written.',
  fineWhen: 'For a repair of this node, with clients kept away.',
  advice: 'Write `wsrep_on=ON`.',
  sources: [
    {
      title: 'MariaDB: wsrep_on',
      url: 'https://mariadb.com/kb/en/galera-cluster-system-variables/#wsrep_on',
    },
    {
      title: 'Galera Cluster: wsrep_on',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-on',
    },
  ],
  bad: [
    clusterExample(
      'galera',
      { 'db/my.cnf': galeraNode(1, 3).replace('wsrep_on=ON', 'wsrep_on=OFF') },
      'wsrep_on=OFF',
    ),
    clusterExample(
      'galera',
      { 'db/my.cnf': `# MariaDB 10.11.6\n${galeraNode(1, 3).replace('wsrep_on=ON\n', '')}` },
      'MariaDB leaves',
    ),
  ],
  good: [clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3) })],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    const seen = new Set<string>();
    for (const { settings, version } of cluster.members) {
      const { galera, mariadb } = settings;
      const address = galera?.given('wsrep_cluster_address');
      if (galera === undefined || typeof address?.value !== 'string') continue;
      if ((parseClusterAddress(address.value)?.hosts.length ?? 0) === 0) continue;
      if (galera.isHidden('wsrep_on') || !isOptionFile(address.written.keyOrigin)) continue;
      // One file may be that of several nodes.
      const { unit, span } = address.written.keyOrigin;
      if (seen.has(`${unit.uri}:${span.start}`)) continue;
      seen.add(`${unit.uri}:${span.start}`);
      const on = galera.given('wsrep_on');
      if (on !== undefined) {
        if (on.value !== false) continue;
        context.report({
          origin: on.written.origin,
          message:
            'wsrep_on=OFF although wsrep_cluster_address lists nodes: what is written here stays on this server, and it gets nothing from the others. Switch it on, or off in the session that needs it.',
          fixes: [setTo(on.written, 'ON')],
        });
      } else if (
        mariadb !== undefined &&
        // Before 10.1 it is on by default.
        ((version !== undefined && isAtLeast(version, '10.1.0')) ||
          /galera-4\//.test(String(galera.given('wsrep_provider')?.value ?? ''))) &&
        galera.given('wsrep_provider') !== undefined
      ) {
        context.report({
          origin: address.written.keyOrigin,
          message:
            'MariaDB leaves wsrep_on off unless it is written: this server does not join the nodes of wsrep_cluster_address, and what is written here stays here. Add wsrep_on=ON.',
          fixes: [withLine(address.written, 'wsrep_on=ON')],
        });
      }
    }
  },
});
