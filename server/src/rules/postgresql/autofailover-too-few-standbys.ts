import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'autofailover-too-few-standbys',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pg_auto_failover'],
  summary: 'number_sync_standbys leaves no standby to spare.',
  gains: 'More copies of each commit.',
  costs:
    'pg_auto_failover wants one standby more in the quorum than commits wait for, and refuses the setting with fewer: the loss of one would stop writes.',
  fineWhen: 'Never.',
  advice: 'Add a node, let one take part (replication-quorum true), or lower number_sync_standbys.',
  sources: [
    {
      title: 'Number of sync standbys',
      url: 'https://pg-auto-failover.readthedocs.io/en/main/architecture-multi-standby.html',
    },
  ],
  bad: [
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  setup:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl set formation number-sync-standbys 2\n',
      },
      '3 standbys',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  setup:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl set formation number-sync-standbys 1\n',
    }),
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
    }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.pg_auto_failover;
    const setting = settings?.given('number_sync_standbys');
    if (typeof setting?.effective !== 'number' || cluster.open) return;
    const quorum = cluster.members.filter(
      ({ role, settings: own }) =>
        role === 'data' && own.pg_auto_failover?.flag('replication-quorum') !== false,
    );
    const standbys = quorum.length - 1;
    if (setting.effective === 0 || standbys >= setting.effective + 1) return;
    context.report({
      origin: setting.written.origin,
      message: `Waiting for ${setting.effective} needs ${setting.effective + 1} standbys in the quorum, and there ${standbys === 1 ? 'is 1' : `are ${Math.max(0, standbys)}`}: pg_auto_failover refuses it. Add a node, or wait for ${Math.max(0, standbys - 1)}.`,
    });
  },
});
