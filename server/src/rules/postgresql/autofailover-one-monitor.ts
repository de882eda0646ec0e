import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'autofailover-one-monitor',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['pg_auto_failover'],
  summary: 'One monitor decides about failovers, and nobody watches it.',
  gains: 'No voting, and two data nodes are enough.',
  costs:
    'While the monitor is down writes go on and nothing fails over. A primary that reaches neither the monitor nor a standby stops itself, so where the monitor stands decides which side of a partition goes on.',
  fineWhen: 'It is watched and quickly started again, and stands apart from the data nodes.',
  advice:
    'Put it on a machine (and in a place) of its own, back it up, and call somebody when it is down; `pg_autoctl enable monitor` takes a new one on.',
  sources: [
    { title: 'Fault tolerance', url: 'https://pg-auto-failover.readthedocs.io/en/main/fault-tolerance.html' },
    { title: 'Monitor failures', url: 'https://pg-auto-failover.readthedocs.io/en/main/faq.html' },
  ],
  bad: [
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
      },
      'nothing fails over',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
    }),
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'pg_auto_failover') return;
    const monitor = cluster.members.find(({ role }) => role === 'witness');
    const data = cluster.members.filter(({ role }) => role === 'data');
    if (monitor === undefined || data.length < 2) return;
    if (isTrialFile(cluster.origin, context.clusters)) return;
    const shared = data.find(({ site }) => site.host !== undefined && site.host === monitor.site.host);
    context.report({
      origin: monitor.origin,
      ...(shared === undefined ? {} : { severity: 'warning' as const }),
      message:
        shared === undefined
          ? `While ${monitor.id}, the only monitor, is down nothing fails over, and a primary that then loses its standbys stops itself. Let it stand apart from the ${data.length} data nodes, and watch it.`
          : `${monitor.id}, the only monitor, stands on the machine of ${shared.id}: when that machine is lost nobody is promoted. Put it elsewhere.`,
    });
  },
});
