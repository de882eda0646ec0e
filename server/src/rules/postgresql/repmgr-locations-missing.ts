import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repmgr-locations-missing',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['repmgr'],
  summary: 'Nodes in several data centres give repmgr no location.',
  gains: 'Nothing to set.',
  costs:
    'Without `location` every node counts as being in one place: when the link between two data centres is cut, the standbys of the other one may promote one of theirs beside the primary.',
  fineWhen: 'All nodes are in one place after all.',
  advice:
    'Set location to the data centre on every node: repmgrd then promotes nobody while it sees no node of the primary’s location.',
  sources: [
    { title: 'Split networks', url: 'https://www.repmgr.org/docs/current/repmgrd-network-split.html' },
  ],
  bad: [
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='pg1.fra.example.com'\nconninfo='host=pg1.fra.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='pg2.ams.example.com'\nconninfo='host=pg2.ams.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n3/repmgr.conf':
          "node_id=3\nnode_name='pg3.ams.example.com'\nconninfo='host=pg3.ams.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      },
      'location',
    ),
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='dc1'\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n3/repmgr.conf':
          "node_id=3\nnode_name='c'\nconninfo='host=c user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='dc1'\n",
      },
      'b gives',
    ),
  ],
  good: [
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='pg1.fra.example.com'\nconninfo='host=pg1.fra.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='fra'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='pg2.ams.example.com'\nconninfo='host=pg2.ams.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='ams'\n",
      'n3/repmgr.conf':
        "node_id=3\nnode_name='pg3.ams.example.com'\nconninfo='host=pg3.ams.example.com user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nlocation='ams'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='pg1'\nconninfo='host=pg1 user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='pg2'\nconninfo='host=pg2 user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n3/repmgr.conf':
        "node_id=3\nnode_name='pg3'\nconninfo='host=pg3 user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
    }),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'repmgr' || cluster.failover.kind !== 'automatic') return;
    const nodes = cluster.members.filter(({ settings }) => settings.repmgr !== undefined);
    if (nodes.length < 2 || nodes.some(({ settings }) => settings.repmgr!.isHidden('location'))) return;
    const without = nodes.filter(({ settings }) => settings.repmgr!.given('location') === undefined);
    const [first] = without;
    if (first === undefined) return;
    const origin = first.settings.repmgr!.given('node_name')?.written.origin ?? first.origin;
    if (without.length < nodes.length) {
      context.report({
        origin,
        message: `${first.id} gives no location, and others do: it counts as standing in a place of its own called \`default\`, so repmgrd mistakes where a split runs. Set location on every node.`,
      });
      return;
    }
    const zones = new Set(nodes.map(({ addresses, id }) => zoneOf(addresses[0] ?? id)));
    if (zones.size < 2 || zones.has(undefined)) return;
    context.report({
      origin,
      severity: 'hint',
      message: `By their names these nodes stand in ${zones.size} places (${[...zones].slice(0, 3).join(', ')}), and none has a location: a cut between the places can make a second primary. Set location on every node.`,
    });
  },
});

/** The part after the machine's name: `fra` of `pg1.fra.example.com`. */
function zoneOf(address: string): string | undefined {
  const parts = address.replace(/:\d+$/, '').split('.');
  return parts.length >= 4 && !/^\d+$/.test(parts[0]!) ? parts[1] : undefined;
}
