import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repmgr-commands-missing',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['repmgr'],
  summary: 'repmgrd is to fail over by itself and is not told how.',
  gains: 'None.',
  costs: 'repmgrd does not start with failover = automatic and no promote_command or follow_command.',
  fineWhen: 'Never.',
  advice:
    'promote_command = repmgr standby promote, follow_command = repmgr standby follow with --upstream-node-id=%n.',
  sources: [
    {
      title: 'Required configuration',
      url: 'https://www.repmgr.org/docs/current/repmgrd-basic-configuration.html',
    },
  ],
  bad: [
    clusterExample(
      'repmgr',
      {
        'n1/repmgr.conf':
          "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote'\n",
      },
      'follow_command',
    ),
  ],
  good: [
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote -f /etc/repmgr.conf'\nfollow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'\n",
    }),
    clusterExample('repmgr', {
      'n1/repmgr.conf':
        "node_id=1\nnode_name='a'\nconninfo='host=a user=repmgr connect_timeout=2'\nfailover='manual'\n",
    }),
  ],
  check(cluster, context) {
    for (const member of cluster.members) {
      const settings = member.settings.repmgr;
      const failover = settings?.given('failover');
      if (settings === undefined || failover?.effective !== 'automatic' || member.role === 'witness')
        continue;
      const missing = ['promote_command', 'follow_command'].filter(
        name => !settings.isHidden(name) && (settings.text(name) ?? '') === '',
      );
      if (missing.length === 0) continue;
      context.report({
        origin: failover.written.origin,
        message: `repmgrd on ${member.id} does not start: failover is automatic and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
      });
    }
  },
});
