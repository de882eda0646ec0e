import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repmgr-manual-failover',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['repmgr'],
  summary: 'repmgr promotes nobody by itself.',
  gains: 'No promotion by mistake.',
  costs: 'failover is manual by default: repmgrd watches, and writes stop until a person promotes a standby.',
  fineWhen: 'Somebody is on call.',
  advice:
    'failover = automatic with promote_command and follow_command on every node, and repmgrd running there.',
  sources: [
    {
      title: 'repmgrd configuration',
      url: 'https://www.repmgr.org/docs/current/repmgrd-basic-configuration.html',
    },
  ],
  bad: [
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='manual'\n",
        'n2/repmgr.conf':
          "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='manual'\n",
      },
      'by hand',
    ),
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
        'n2/repmgr.conf': "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\n",
      },
      'b',
    ),
  ],
  good: [
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='manual'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='manual'\n",
      'pool/pgpool.conf':
        "backend_hostname0 = 'a'\nbackend_hostname1 = 'b'\nbackend_clustering_mode = 'streaming_replication'\nhealth_check_period = 10\nhealth_check_max_retries = 3\nfailover_command = '/etc/pgpool/promote.sh %d %H'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n2/repmgr.conf':
        "node_id=2\nnode_name='b'\nconninfo='host=b user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
      'n3/repmgr.conf': "node_id=3\nnode_name='witness'\nconninfo='host=w user=repmgr connect_timeout=2'\n",
    }),
  ],
  check(cluster, context) {
    const nodes = cluster.members.filter(
      ({ role, settings }) => role === 'data' && settings.repmgr !== undefined,
    );
    const manual = nodes.filter(
      ({ settings }) =>
        settings.repmgr!.text('failover') === 'manual' && !settings.repmgr!.isHidden('failover'),
    );
    // One that is not to be promoted at all says so by its priority.
    const [first] = manual.filter(({ settings }) => settings.repmgr!.number('priority') !== 0);
    if (first === undefined || nodes.length < 2) return;
    const all = manual.length === nodes.length;
    // Pgpool-II has it promoted instead.
    const isPooled = [cluster, ...context.clusters].some(({ routers }) =>
      routers.some(
        ({ settings }) =>
          settings.pgpool?.isHidden('failover_command') ||
          (settings.pgpool?.text('failover_command') ?? '') !== '',
      ),
    );
    if (all && isPooled) return;
    context.report({
      origin:
        first.settings.repmgr!.given('failover')?.written.origin ??
        first.settings.repmgr!.written[0]?.keyOrigin ??
        first.origin,
      message: all
        ? 'repmgrd promotes nobody here (failover is manual): when the primary is lost writes stop until somebody does it by hand. Set failover = automatic, with promote_command and follow_command.'
        : `${first.id} neither takes over nor follows a new primary by itself, while other nodes do: its failover is manual${first.settings.repmgr!.given('failover') === undefined ? ', the default' : ''}. Set it alike on all nodes.`,
    });
  },
});
