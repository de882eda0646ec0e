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
    '`--auth trust` lets anybody of its network connect to the monitor and order a failover; on a node of data it lets in the replication user from the other nodes, with `--pg-hba-lan` from the whole network. `--no-ssl` sends everything in the clear.',
  fineWhen: 'A demonstration on one machine.',
  advice: '--auth scram-sha-256 and certificates (--ssl-ca-file, --server-cert, --server-key).',
  sources: [
    {
      title: 'pg_autoctl create postgres: --pg-hba-lan',
      url: 'https://pg-auto-failover.readthedocs.io/en/main/ref/pg_autoctl_create_postgres.html',
    },
    { title: 'Security settings', url: 'https://pg-auto-failover.readthedocs.io/en/main/security.html' },
  ],
  bad: [
    clusterExample(
      'pg_auto_failover',
      {
        'docker-compose.yml':
          'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth trust --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --auth scram-sha-256 --ssl-self-signed --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\n',
      },
      'on monitor lets anybody of its network',
    ),
    clusterExample(
      'pg_auto_failover',
      {
        'setup.sh':
          '#!/bin/sh\ndocker run -d --name monitor img pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\ndocker run -d --name n1 img pg_autoctl create postgres --name n1 --auth trust --ssl-self-signed --monitor postgresql://autoctl_node@monitor/pg_auto_failover --run\ndocker exec n1 sh -c "echo host all postgres 0.0.0.0/0 trust >> /data/pg_hba.conf"\n',
      },
      'from the other nodes copy all data, without a password. Use scram-sha-256, and take out the lines',
    ),
  ],
  good: [
    clusterExample('pg_auto_failover', {
      'docker-compose.yml':
        'services:\n  monitor:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create monitor --auth scram-sha-256 --ssl-self-signed --run\n  n1:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n1 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --auth scram-sha-256 --run\n  n2:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create postgres --name n2 --monitor postgresql://autoctl_node@monitor/pg_auto_failover --auth scram-sha-256 --run\n',
    }),
  ],
  check(cluster, context) {
    // The monitor opens its network to all nodes; a node of data opens itself to the other nodes alone, unless it is told to.
    const members = [...cluster.members].sort(
      (a, b) => Number(a.role !== 'witness') - Number(b.role !== 'witness'),
    );
    for (const member of members) {
      const settings = member.settings.pg_auto_failover;
      const auth = settings?.raw('skip-pg-hba') === undefined ? settings?.given('auth') : undefined;
      const clear = settings?.given('no-ssl');
      const found = auth?.effective === 'trust' ? auth : clear?.effective === true ? clear : undefined;
      if (found === undefined || isTrialFile(found.written.origin, context.clusters)) continue;
      const isOpen = settings?.raw('pg-hba-lan') !== undefined;
      const whom =
        member.role === 'witness'
          ? 'anybody of its network order a failover'
          : `whoever connects as the replication user from ${isOpen ? 'its network' : 'the other nodes'} copy all data`;
      const more = TRUSTED.test(found.written.origin.unit.piece.text)
        ? ', and take out the lines of pg_hba.conf that trust others'
        : '';
      context.report({
        origin: found.written.origin,
        message:
          found === auth
            ? `\`--auth trust\` on ${member.id} lets ${whom}, without a password. Use scram-sha-256${more}.`
            : `\`--no-ssl\` on ${member.id} sends data and passwords in the clear. Give it certificates.`,
      });
      return;
    }
  },
});

/** A line of pg_hba.conf that a script writes. */
const TRUSTED = /^[^#\n]*\bhost(?:ssl|nossl)?[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+trust\b/m;
