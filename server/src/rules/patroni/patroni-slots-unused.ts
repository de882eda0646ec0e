import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-slots-unused',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'Permanent slots are listed, but use_slots is off: Patroni makes none of them.',
  gains: 'None.',
  costs: 'Consumers that count on the slot find none, or one that does not survive a failover.',
  fineWhen: 'Never.',
  advice: 'Switch postgresql.use_slots on in the dynamic configuration, or remove the list.',
  sources: [PATRONI_PAGES.dynamic],
  bad: [
    nodeExample(
      { dcs: 'slots:\n  warehouse:\n    type: physical\npostgresql:\n  use_slots: false' },
      'use_slots',
    ),
  ],
  good: [nodeExample({ dcs: 'slots:\n  warehouse:\n    type: physical' })],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    if (settings?.flag('postgresql.use_slots') !== false) return;
    const slot = settings.written.find(({ key }) => /^(?:permanent_)?slots\.[^.\uE000]+\.type$/.test(key));
    if (slot === undefined) return;
    context.report({
      origin: slot.keyOrigin,
      message: `use_slots is off, so Patroni makes no slot ${slot.key.split('.')[1]}, and keeps none through a failover. Switch postgresql.use_slots on in the dynamic configuration.`,
    });
  },
});
