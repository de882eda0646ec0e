import { clusterExample } from '../lib/cluster/example.js';
import { printMs } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repmgr-detection-time',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['repmgr'],
  summary: 'The time that repmgr waits before a failover.',
  gains: 'Short breaks of the network make no failover.',
  costs:
    'For reconnect_attempts times reconnect_interval there are no writes, before the election even begins. Very short times make a failover of a hiccup.',
  fineWhen: 'It is what the service is allowed to be down, or less.',
  advice: 'Choose the two so that their product is the longest pause that is no failure.',
  sources: [
    {
      title: 'Basic configuration',
      url: 'https://www.repmgr.org/docs/current/repmgrd-basic-configuration.html',
    },
  ],
  bad: [
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nreconnect_attempts=10\nreconnect_interval=30\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n3/repmgr.conf':
          "node_id=3\nnode_name='c'\nconninfo='host=c user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      },
      '5 min',
    ),
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nreconnect_attempts=1\nreconnect_interval=1\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n3/repmgr.conf':
          "node_id=3\nnode_name='c'\nconninfo='host=c user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      },
      'hiccup',
    ),
  ],
  good: [
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\nreconnect_attempts=6\nreconnect_interval=10\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n3/repmgr.conf':
        "node_id=3\nnode_name='c'\nconninfo='host=c user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
    }),
  ],
  check(cluster, context) {
    const node = cluster.members.find(({ settings }) =>
      ['reconnect_attempts', 'reconnect_interval'].some(name => settings.repmgr?.given(name) !== undefined),
    );
    const settings = node?.settings.repmgr;
    if (settings === undefined || cluster.failover.kind !== 'automatic') return;
    const attempts = settings.number('reconnect_attempts');
    const interval = settings.number('reconnect_interval');
    if (attempts === undefined || interval === undefined) return;
    const total = attempts * interval;
    const given = settings.given('reconnect_attempts') ?? settings.given('reconnect_interval');
    if (total > 120_000) {
      context.report({
        origin: given!.written.origin,
        message: `${attempts} attempts, ${printMs(interval)} apart: no writes for about ${printMs(total)} before repmgrd even begins to elect another primary. The default is 1 min.`,
      });
    } else if (total < 5000) {
      context.report({
        origin: given!.written.origin,
        severity: 'warning',
        message: `${attempts} attempt${attempts === 1 ? '' : 's'}, ${printMs(interval)} apart: a hiccup of ${printMs(total)} makes a failover, and the old primary may still be there. Give it 10 s at least.`,
      });
    }
  },
});
