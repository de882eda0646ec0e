import { isSelfManaged, postgresExample, primaryOf, standbysOf, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-replication-slots-too-few',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Standbys name more slots than the primary may have.',
  gains: 'None.',
  costs:
    'A slot beyond the limit cannot be made, and its standby does not stream; with fewer places than there are slots the server does not start.',
  fineWhen: 'Never.',
  advice: 'Raise max_replication_slots above the number of slots.',
  sources: [
    {
      title: 'max_replication_slots',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-REPLICATION-SLOTS',
    },
  ],
  bad: [
    postgresExample(
      'max_replication_slots = 1',
      ["primary_slot_name = 'a'", "primary_slot_name = 'b'"],
      '2 slots',
    ),
  ],
  good: [
    postgresExample('max_replication_slots = 4', ["primary_slot_name = 'a'", "primary_slot_name = 'b'"]),
  ],
  check(cluster, context) {
    const primary = primaryOf(cluster);
    const setting = primary?.settings.postgres?.given('max_replication_slots');
    if (primary === undefined || typeof setting?.effective !== 'number' || !isSelfManaged(cluster)) return;
    const slots = new Set(
      standbysOf(cluster)
        .filter(({ id }) => cluster.links.some(({ from, to }) => from === primary.id && to === id))
        .flatMap(({ settings }) => settings.postgres?.text('primary_slot_name') || []),
    );
    if (slots.size <= setting.effective) return;
    context.report({
      origin: setting.written.origin,
      message: `Standbys use ${slots.size} slots on this server (${[...slots].slice(0, 4).join(', ')}) and it may have ${setting.effective}: the others do not stream. Allow ${slots.size + 2} or more.`,
      fixes: [
        {
          title: `Allow ${slots.size + 2}`,
          edits: [valueEdit(setting.written.origin, String(slots.size + 2))],
          safe: false,
        },
      ],
    });
  },
});
