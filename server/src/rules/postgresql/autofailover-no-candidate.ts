import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'autofailover-no-candidate',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pg_auto_failover'],
  summary: 'Fewer than two nodes may become primary.',
  gains: 'Some nodes are never promoted.',
  costs:
    'pg_auto_failover fails over only to a node with a candidate-priority above 0: with fewer than two such nodes there is nobody to take over.',
  fineWhen: 'Failovers are not wanted.',
  advice: 'Give two nodes at least a candidate-priority above 0.',
  sources: [
    {
      title: 'Candidate priority',
      url: 'https://pg-auto-failover.readthedocs.io/en/main/architecture-multi-standby.html',
    },
  ],
  bad: [
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --candidate-priority 0 --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --candidate-priority 0 --run\n',
      },
      'n1',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --candidate-priority 0 --run\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'pg_auto_failover' || cluster.open) return;
    const nodes = cluster.members.filter(({ role }) => role === 'data');
    const eligible = nodes.filter(member => member.eligible);
    const never = nodes.find(member => !member.eligible);
    const setting = never?.settings.pg_auto_failover?.given('candidate-priority');
    if (nodes.length < 2 || eligible.length >= 2 || setting === undefined) return;
    context.report({
      origin: setting.written.origin,
      message: `Only ${eligible[0]?.id ?? 'no node'} may become primary: when it is lost nobody takes over. Give another node a candidate-priority above 0.`,
    });
  },
});
