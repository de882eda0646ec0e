import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-follower-reads',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cockroach'],
  summary: 'Read-only transactions of a role or database read the past by default.',
  gains: 'Reads are answered by the nearest copy, also in other regions.',
  costs: 'They are some seconds old, always: what the same program has just written is not there.',
  fineWhen: 'Reports and searches that need not be new.',
  advice:
    'Give the setting to roles that only report, and let programs that read their own writes be without it.',
  sources: [CRDB.followers],
  bad: [
    sqlExample('cockroach', 'ALTER ROLE shop SET default_transaction_use_follower_reads = on;', 'role shop'),
  ],
  good: [
    sqlExample(
      'cockroach',
      'ALTER ROLE shop SET default_transaction_use_follower_reads = off;\nALTER RANGE default CONFIGURE ZONE USING num_replicas = 5;',
    ),
  ],
  check(cluster, context) {
    for (const { name, settings } of cluster.resources) {
      const given = settings.cockroach?.given('default_transaction_use_follower_reads');
      if (given?.effective !== true) continue;
      context.report({
        origin: given.written.origin,
        message: `Read-only transactions of ${name} read as of some seconds ago, also at the leaseholder: what was just written is not there. Keep it to roles that only report.`,
      });
    }
  },
});
