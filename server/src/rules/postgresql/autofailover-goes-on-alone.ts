import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'autofailover-goes-on-alone',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['pg_auto_failover'],
  summary: 'The primary goes on without any copy when its standbys are gone.',
  gains: 'The loss of the standbys does not stop writes.',
  costs:
    'With number_sync_standbys = 0 (the default with one standby) pg_auto_failover switches synchronous replication off when no standby is healthy: what is written until one is back is on one server only.',
  fineWhen: 'Writes matter more than the second copy.',
  advice: 'Two standbys and number_sync_standbys = 1.',
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
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
      },
      'alone',
    ),
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  setup:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl set formation number-sync-standbys 0\n',
      },
      'alone',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n  n3:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n3 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'pg_auto_failover' || !cluster.commit.degrades || cluster.commit.count === 0)
      return;
    if (isTrialFile(cluster.origin, context.clusters)) return;
    const given = cluster.settings.pg_auto_failover?.given('number_sync_standbys');
    context.report({
      origin: given?.written.origin ?? cluster.origin,
      message: `When no standby is healthy the primary goes on alone (number_sync_standbys is 0${given === undefined ? ', the default with one standby' : ''}): what it then acknowledges is lost with it. With two standbys and 1 it waits instead.`,
    });
  },
});
