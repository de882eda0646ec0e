import { clusterName, givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-stale-reads',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary:
    'Reads wait for nothing, and clients are sent to several nodes: what was just committed may be missing.',
  gains: 'Reads cost no round trip.',
  costs:
    'A commit returns when the other nodes have received it, not when they have applied it. A read that goes to another node may miss a row that the same client has just written.',
  fineWhen: 'Each client stays with one node, or may see data that are a little old.',
  advice:
    'Set `wsrep_sync_wait=1` for the sessions that must see what was committed before, or keep each client on one node.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_sync_wait',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-sync-wait',
    },
  ],
  bad: [galeraOne(['wsrep_sync_wait=0'], 'may miss')],
  good: [galeraOne(['wsrep_sync_wait=1']), galeraOne([])],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    for (const { setting } of givenOf(cluster, 'wsrep_sync_wait')) {
      if (setting.value !== 0) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'wsrep_sync_wait=0: a commit returns before other nodes have applied it, so a read on another node may miss what the same client has just written. 1 makes reads wait for it, at a round trip each.',
        fixes: [setTo(setting.written, '1')],
      });
      return;
    }
    const spread = cluster.routers.find(
      ({ purpose, targets, system, sends }) =>
        targets.length > 1 &&
        (purpose === 'read' || purpose === 'any') &&
        // Readers that no rule sends reads to get none.
        (system !== 'proxysql' || sends !== undefined),
    );
    // Where only a router speaks of the nodes, nobody knows what they are set to.
    if (cluster.implied === true || spread === undefined || givenOf(cluster, 'wsrep_sync_wait').length > 0)
      return;
    if (cluster.members.some(({ settings }) => settings.galera?.isHidden('wsrep_sync_wait'))) return;
    context.report({
      origin: spread.origin,
      message: `${spread.id} spreads clients over ${spread.targets.length} nodes of ${clusterName(cluster)}, where wsrep_sync_wait is 0 unless set: a read on another node may miss what the same client has just written. Set it to 1 for such sessions, or keep a client on one node.`,
    });
  },
});
