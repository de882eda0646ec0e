import { givenIn, postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-synchronized-standby-slots',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'synchronized_standby_slots is not read like synchronous_standby_names.',
  gains: 'Logical consumers never get ahead of the standbys that may take over.',
  costs:
    'It is a plain list of slots, and logical failover slots wait for all of them: one standby that is down holds every consumer up. FIRST and ANY are refused.',
  fineWhen: 'All the listed standbys are as reliable as the primary.',
  advice: 'List the slots (not the names) of the standbys that may take over, and no others.',
  sources: [
    {
      title: 'synchronized_standby_slots',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONIZED-STANDBY-SLOTS',
    },
  ],
  bad: [
    postgresExample(
      "synchronized_standby_slots = 'slot_a, slot_b'",
      ["primary_slot_name = 'slot_a'", "primary_slot_name = 'slot_b'"],
      'all 2',
    ),
    postgresExample("synchronized_standby_slots = 'FIRST 1 (slot_a, slot_b)'", [], 'refuses'),
    postgresExample("synchronized_standby_slots = 's1'", ["primary_slot_name = 'slot_a'"], 'slot_a'),
  ],
  good: [postgresExample("synchronized_standby_slots = 'slot_a'", ["primary_slot_name = 'slot_a'"])],
  check(cluster, context) {
    for (const { setting } of givenIn(cluster, 'synchronized_standby_slots')) {
      const text = Array.isArray(setting.value) ? setting.value.join(', ') : String(setting.value ?? '');
      const { origin } = setting.written;
      if (/[()]/.test(text)) {
        context.report({
          origin,
          severity: 'error',
          message:
            'PostgreSQL refuses FIRST, ANY and parentheses here: it is a plain list of slots, and logical consumers wait for all of them.',
        });
        continue;
      }
      const slots = text
        .split(',')
        .map(slot => slot.trim())
        .filter(slot => slot !== '');
      const used = standbysOf(cluster).flatMap(
        ({ settings }) => settings.postgres?.text('primary_slot_name') || [],
      );
      const unknown = slots.find(slot => !used.includes(slot));
      if (used.length > 0 && used.length === standbysOf(cluster).length && unknown !== undefined) {
        context.report({
          origin,
          message: `\`${unknown}\` is no slot that a standby of these files uses (${used.slice(0, 3).join(', ')}): logical consumers wait for a slot that nobody moves. List slots here, not names of standbys.`,
        });
      } else if (slots.length > 1) {
        context.report({
          origin,
          severity: 'info',
          message: `Logical consumers wait for all ${slots.length} of these slots, unlike synchronous_standby_names, where a list means one: while one standby is down, none of them gets any change.`,
        });
      }
    }
  },
});
