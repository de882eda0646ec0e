import { maxscale, maxscaleExample, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const locks = (value: string, failover = 'true') => ({
  'maxscale.cnf': maxscale(
    [`auto_failover=${failover}`, `cooperative_monitoring_locks=${value}`],
    ['router=readwritesplit', 'causal_reads=local'],
  ),
});

export default defineRule({
  id: 'maxscale-majority-of-running',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['maxscale'],
  summary: 'MaxScales on both sides of a partition each have a majority of what they reach.',
  gains: 'One of them acts also while most of the servers are down.',
  costs:
    'A MaxScale that a partition cuts off counts the servers beyond as down. Each side has locks on all that it reaches: both promote a primary, and clients of both write.',
  fineWhen: 'All MaxScales and servers stand in one place that no partition divides.',
  advice: 'majority_of_all, with an odd number of servers.',
  sources: [
    {
      title: 'MaxScale: cooperative monitoring',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Monitors/MariaDB-Monitor.md#cooperative-monitoring',
    },
  ],
  bad: [maxscaleExample(locks('majority_of_running'), 'both sides')],
  good: [maxscaleExample(locks('majority_of_all')), maxscaleExample(locks('majority_of_running', 'false'))],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { settings, failover } of routersBefore(cluster, 'maxscale')) {
      const written = settings.maxscale?.given('cooperative_monitoring_locks');
      if (failover?.kind !== 'automatic' || written?.effective !== 'majority_of_running') continue;
      const { unit, span } = written.written.origin;
      if (seen.has(`${unit.uri}:${span.start}`)) continue;
      seen.add(`${unit.uri}:${span.start}`);
      context.report({
        origin: written.written.origin,
        message:
          'With majority_of_running a MaxScale counts only servers that it reaches: in a partition those on both sides have a majority, and both promote a primary. Set majority_of_all.',
        fixes: [
          {
            title: 'Set majority_of_all',
            edits: [{ origin: written.written.origin, newText: 'majority_of_all' }],
            safe: false,
          },
        ],
      });
    }
  },
});
