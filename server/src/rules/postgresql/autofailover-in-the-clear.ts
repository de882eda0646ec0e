import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'autofailover-in-the-clear',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pg_auto_failover'],
  summary: 'Nodes trust each other without a password, or talk without encryption.',
  gains: 'Quick to set up.',
  costs:
    '`--auth trust` lets anybody on the network connect as the replication user or to the monitor and order a failover; `--no-ssl` sends everything in the clear.',
  fineWhen: 'A demonstration on one machine.',
  advice: '--auth scram-sha-256 and certificates (--ssl-ca-file, --server-cert, --server-key).',
  sources: [
    { title: 'Security settings', url: 'https://pg-auto-failover.readthedocs.io/en/main/security.html' },
  ],
  bad: [
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth trust --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --auth scram-sha-256 --ssl-self-signed --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
      },
      'trust',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --auth scram-sha-256 --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --auth scram-sha-256 --run\n',
    }),
  ],
  check(cluster, context) {
    for (const member of cluster.members) {
      const settings = member.settings.pg_auto_failover;
      const auth = settings?.given('auth');
      const clear = settings?.given('no-ssl');
      const found = auth?.effective === 'trust' ? auth : clear?.effective === true ? clear : undefined;
      if (found === undefined || isTrialFile(found.written.origin, context.clusters)) continue;
      context.report({
        origin: found.written.origin,
        message:
          found === auth
            ? `\`--auth trust\` on ${member.id} lets anybody who reaches it copy the data, or order a failover at the monitor, without a password. Use scram-sha-256.`
            : `\`--no-ssl\` on ${member.id} sends data and passwords in the clear. Give it certificates.`,
      });
      return;
    }
  },
});
