import { proxysql } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'proxysql-not-monitored',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['proxysql'],
  summary: 'ProxySQL does not look who takes writes: its hostgroups stay as they were.',
  gains: 'No user for the monitor, no checks on the servers.',
  costs:
    'Servers move between hostgroups only by what the monitor sees. Without it writes go to the old writer after a failover, also while it still runs and takes them, and replicas that are behind get reads.',
  fineWhen: 'Another program changes the tables of ProxySQL at each failover.',
  advice: 'mysql-monitor_enabled=true.',
  sources: [
    {
      title: 'ProxySQL: mysql-monitor_enabled',
      url: 'https://proxysql.com/documentation/global-variables/mysql-monitor-variables/#mysql-monitor_enabled',
    },
  ],
  bad: [proxysql({ variables: '    monitor_enabled=false\n' }, 'old writer')],
  good: [
    proxysql({ variables: '    monitor_enabled=true\n' }),
    proxysql({ variables: '    monitor_enabled=false\n', groups: '' }),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { system, settings, check } of cluster.routers) {
      const monitor = settings.proxysql?.given('mysql-monitor_enabled');
      if (system !== 'proxysql' || check === undefined || monitor?.effective !== false) continue;
      const { origin } = monitor.written;
      const place = `${origin.unit.uri}:${origin.span.start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      context.report({
        origin,
        message: `The monitor is off, and by what it sees servers move between hostgroups (\`${check.text}\`): after a failover writes go on to the old writer, which may still take them. Switch it on.`,
        related: [{ origin: check.origin, message: 'Nobody looks at this.' }],
      });
    }
  },
});
