import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-slots-off',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary:
    'Slots for high availability are off, and no archive takes their place: a standby that was away is copied anew.',
  gains: 'A standby that is gone for good holds no WAL back.',
  costs:
    'Without a slot the primary keeps wal_keep_size of WAL (512 MB by default). A standby that was away for more cannot go on, and is copied anew while the cluster has one copy less.',
  fineWhen: 'An archive has the WAL.',
  advice: 'Leave the slots on, with max_slot_wal_keep_size as their bound, or configure an archive.',
  sources: [OPERATOR_PAGES.replication],
  bad: [
    cnpgExample('instances: 3\nreplicationSlots:\n  highAvailability:\n    enabled: false', 'copied anew'),
  ],
  good: [
    cnpgExample('instances: 3'),
    cnpgExample(
      'instances: 3\nreplicationSlots:\n  highAvailability:\n    enabled: false\nbackup:\n  barmanObjectStore:\n    destinationPath: s3://wal/',
    ),
    cnpgExample('instances: 1\nreplicationSlots:\n  highAvailability:\n    enabled: false'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const slots = settings?.given('replicationSlots.highAvailability.enabled');
    if (slots?.value !== false || (!cluster.open && cluster.members.length < 2)) return;
    if (settings?.written.some(({ key }) => /^(?:backup\.barmanObjectStore|plugins)/.test(key))) return;
    const kept = cluster.settings.postgres?.number('wal_keep_size');
    context.report({
      origin: slots.written.origin,
      message: `Without slots and without an archive the primary keeps ${kept === undefined ? 'only wal_keep_size' : `${Math.round(kept / 2 ** 20)} MB`} of WAL: a standby that was away for more cannot go on and is copied anew. Leave the slots on.`,
    });
  },
});
