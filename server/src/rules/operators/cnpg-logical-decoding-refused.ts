import { isOlder } from '../../cluster/version.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

const IMAGE = 'imageName: ghcr.io/cloudnative-pg/postgresql';

export default defineRule({
  id: 'cnpg-logical-decoding-refused',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cloudnativepg'],
  summary:
    'synchronizeLogicalDecoding without the parameters that it needs: the operator refuses the manifest.',
  gains: 'None.',
  costs:
    'Logical slots are kept on standbys by PostgreSQL 17 and newer with hot_standby_feedback and sync_replication_slots on, or by pg_failover_slots.',
  fineWhen: 'Never.',
  advice: "Set hot_standby_feedback: 'on' and sync_replication_slots: 'on' in postgresql.parameters.",
  sources: [OPERATOR_PAGES.webhook, OPERATOR_PAGES.replication],
  bad: [
    cnpgExample(
      `instances: 3\n${IMAGE}:17\nreplicationSlots:\n  highAvailability:\n    synchronizeLogicalDecoding: true`,
      'hot_standby_feedback and sync_replication_slots',
    ),
    cnpgExample(
      `instances: 3\n${IMAGE}:16.4\nreplicationSlots:\n  highAvailability:\n    synchronizeLogicalDecoding: true`,
      'pg_failover_slots',
    ),
  ],
  good: [
    cnpgExample(
      `instances: 3\n${IMAGE}:17\nreplicationSlots:\n  highAvailability:\n    synchronizeLogicalDecoding: true\npostgresql:\n  parameters:\n    hot_standby_feedback: 'on'\n    sync_replication_slots: 'on'`,
    ),
    cnpgExample('instances: 3'),
  ],
  check(cluster, context) {
    const keep = cluster.settings.cloudnativepg?.given(
      'replicationSlots.highAvailability.synchronizeLogicalDecoding',
    );
    const postgres = cluster.settings.postgres;
    if (keep?.value !== true || postgres === undefined) return;
    if (postgres.written.some(({ key }) => key.startsWith('pg_failover_slots.'))) return;
    if (isOlder(postgres.version, '17')) {
      context.report({
        origin: keep.written.origin,
        message:
          'Before PostgreSQL 17 logical slots are kept on standbys by pg_failover_slots only, which is not configured here: the operator refuses the manifest. Configure it, or use 17.',
      });
      return;
    }
    const lacking = ['hot_standby_feedback', 'sync_replication_slots'].filter(
      name => !postgres.isHidden(name) && postgres.flag(name) !== true,
    );
    if (lacking.length === 0) return;
    context.report({
      origin: keep.written.origin,
      message: `synchronizeLogicalDecoding needs ${lacking.join(' and ')} on in postgresql.parameters: the operator refuses the manifest without ${lacking.length === 1 ? 'it' : 'them'}.`,
    });
  },
});
