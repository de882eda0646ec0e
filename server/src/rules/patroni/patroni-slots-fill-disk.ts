import { isHidden } from '../../documents/templates.js';
import { hasHiddenKeys, nodeExample, PATRONI_PAGES, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const DEFAULT = 1_800_000;

export default defineRule({
  id: 'patroni-slots-fill-disk',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'Slots are kept for long, or for ever, and nothing bounds the WAL that they hold.',
  gains: 'A consumer that was away goes on where it stopped.',
  costs:
    'A slot that nobody reads keeps all WAL since. Permanent slots stay for good, slots of members for member_slots_ttl. With max_slot_wal_keep_size at its default of -1 the disk of the leader fills, and PostgreSQL stops.',
  fineWhen: 'The disk takes the WAL of that time, and somebody watches the slots.',
  advice:
    'Set max_slot_wal_keep_size to what the disk can spare: the slot is lost then instead of the leader.',
  sources: [
    PATRONI_PAGES.dynamic,
    {
      title: 'PostgreSQL: max_slot_wal_keep_size',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE',
    },
  ],
  bad: [
    nodeExample(
      { dcs: 'ttl: 30\nslots:\n  warehouse:\n    type: logical\n    database: shop\n    plugin: pgoutput' },
      'warehouse',
    ),
    nodeExample({ dcs: 'ttl: 30\nmember_slots_ttl: 7d' }, 'member_slots_ttl'),
  ],
  good: [
    nodeExample({
      dcs: 'slots:\n  warehouse:\n    type: physical\npostgresql:\n  parameters:\n    max_slot_wal_keep_size: 50GB',
    }),
    nodeExample({ dcs: 'member_slots_ttl: 30min' }),
    nodeExample({
      dcs: 'slots:\n  warehouse:\n    type: physical\npostgresql:\n  parameters:\n    {{ name }}: {{ value }}',
    }),
    nodeExample({ dcs: 'slots:\n  shop1:\n    type: physical' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const postgres = cluster.settings.postgres;
    if (settings === undefined || postgres === undefined) return;
    if (postgres.isHidden('max_slot_wal_keep_size') || hasHiddenKeys(postgres)) return;
    const kept = postgres.get('max_slot_wal_keep_size')?.effective;
    if (typeof kept === 'number' && kept >= 0) return;
    if (settings.isHidden('postgresql.use_slots') || settings.flag('postgresql.use_slots') === false) return;
    const names = new Set(cluster.members.map(({ id }) => id.toLowerCase().replace(/[^a-z0-9]/g, '_')));
    const slot = settings.written.find(({ key, raw }) => {
      const name = /^(?:slots|permanent_slots|permanent_replication_slots)\.([^.]+)\.type$/.exec(key)?.[1];
      // Slots of members are read by them.
      if (name === undefined || isHidden(name) || names.has(name)) return false;
      // A physical slot may be that of a node whose file is not here.
      return raw === 'logical' || (raw === 'physical' && !cluster.open);
    });
    const old = postgres.version !== undefined && postgres.version[0]! < 13;
    const advice = old
      ? 'PostgreSQL bounds it from version 13 on'
      : 'Set max_slot_wal_keep_size in postgresql.parameters';
    if (slot !== undefined) {
      const name = slot.key.split('.')[1]!;
      context.report({
        origin: slot.keyOrigin,
        message: `The slot ${name} is permanent, and max_slot_wal_keep_size is not set: when nobody reads it, the leader keeps all WAL until its disk is full and it stops. ${advice}.`,
      });
      return;
    }
    const ttl = settings.given('member_slots_ttl');
    if (typeof ttl?.value !== 'number' || ttl.value <= 4 * DEFAULT) return;
    context.report({
      origin: ttl.written.origin,
      message: `A member that is away keeps its slot for ${seconds(ttl.value)} (member_slots_ttl), and max_slot_wal_keep_size is not set: the leader keeps all WAL of that time and may run out of disk. ${advice}.`,
    });
  },
});
