import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repmgr-lone-standby',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['repmgr'],
  summary: 'The only standby promotes itself whenever it does not see the primary.',
  gains: 'Two servers are enough.',
  costs:
    'With one standby and no witness there is nobody to ask: repmgrd wins its election by default. When only the network between the two is cut there are two primaries, and what one of them accepted is lost.',
  fineWhen: 'The network between them cannot fail by itself, or the old primary is fenced.',
  advice:
    'Add a witness beside the primary or in a third place, or a third node; run child_nodes_disconnect_command on the primary.',
  sources: [
    { title: 'Witness server', url: 'https://www.repmgr.org/docs/current/repmgrd-witness-server.html' },
    { title: 'Split networks', url: 'https://www.repmgr.org/docs/current/repmgrd-network-split.html' },
  ],
  bad: [
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      },
      'witness',
    ),
  ],
  good: [
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n3/repmgr.conf':
        "node_id=3\nnode_name='witness'\nconninfo='host=witness user=repmgr connect_timeout=2'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n3/repmgr.conf':
        "node_id=3\nnode_name='c'\nconninfo='host=c user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='dc1'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='dc2'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nchild_nodes_disconnect_command='/etc/fence.sh'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nchild_nodes_disconnect_command='/etc/fence.sh'\n",
    }),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'repmgr' || cluster.failover.kind !== 'automatic' || cluster.open) return;
    const nodes = cluster.members.filter(({ role }) => role === 'data');
    if (nodes.length !== 2 || cluster.members.some(({ role }) => role === 'witness')) return;
    if (nodes.some(({ settings }) => settings.repmgr === undefined)) return;
    const places = new Set(nodes.map(({ settings }) => settings.repmgr!.text('location')));
    if (places.size > 1) return;
    if (
      nodes.some(({ settings }) =>
        ['child_nodes_disconnect_command', 'failover_validation_command'].some(
          name => (settings.repmgr!.text(name) ?? '') !== '',
        ),
      )
    )
      return;
    context.report({
      origin: cluster.failover.origin ?? cluster.origin,
      message: `With two nodes and no witness the standby asks nobody: a cut between ${nodes[0]!.id} and ${nodes[1]!.id} alone makes two primaries, and the writes of one are lost. Add a witness or a third node, or fence with child_nodes_disconnect_command.`,
    });
  },
});
