import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isSelfManaged, postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-slot-retention-unlimited',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A standby that stays away fills the primary’s disk.',
  gains: 'The standby can be away for as long as it likes and goes on where it stopped.',
  costs:
    'Its slot keeps all log since then: pg_wal grows with every write until the disk is full and the primary stops.',
  fineWhen: 'Free space is watched, and somebody drops the slot in time.',
  advice:
    'Set max_slot_wal_keep_size to what the disk can spare: at that size the slot is lost and the standby must be copied anew.',
  sources: [
    {
      title: 'max_slot_wal_keep_size',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE',
    },
  ],
  bad: [
    postgresExample('max_wal_size = 4GB', ["primary_slot_name = 'a'"], 'max_slot_wal_keep_size'),
    postgresExample('max_slot_wal_keep_size = -1', ["primary_slot_name = 'a'"], 'fills'),
  ],
  good: [
    clusterExample('postgres', {
      'main/postgresql.conf': 'wal_level = logical\n',
      'replica/postgresql.conf': "primary_conninfo = 'host=main'\nprimary_slot_name = 's'\n",
      'subscribe.sh': '#!/bin/sh\npsql -c "CREATE SUBSCRIPTION s CONNECTION \'host=main\' PUBLICATION p"\n',
    }),
    postgresExample('max_slot_wal_keep_size = 50GB', ["primary_slot_name = 'a'"]),
    postgresExample('# PostgreSQL 12', ["primary_slot_name = 'a'"]),
    postgresExample('', ['']),
  ],
  check(cluster, context) {
    const primary = primaryOf(cluster);
    const settings = primary?.settings.postgres;
    if (settings === undefined || !isSelfManaged(cluster) || !isAtLeast(settings.version, '13')) return;
    if (settings.isHidden('max_slot_wal_keep_size') || settings.number('max_slot_wal_keep_size') !== -1)
      return;
    if ((settings.number('idle_replication_slot_timeout') ?? 0) > 0 && isAtLeast(settings.version, '18'))
      return;
    const slot = standbysOf(cluster)
      .map(member => member.settings.postgres?.given('primary_slot_name'))
      .find(setting => typeof setting?.value === 'string' && setting.value !== '');
    const repmgr = cluster.members
      .map(member => member.settings.repmgr?.given('use_replication_slots'))
      .find(setting => setting?.effective === true);
    const given = settings.given('max_slot_wal_keep_size');
    const written = given?.written ?? slot?.written ?? repmgr?.written;
    if (
      written === undefined ||
      (slot === undefined && repmgr === undefined) ||
      standbysOf(cluster).length === 0
    )
      return;
    // A script that tries replication out.
    if (isTestFile(written.origin)) return;
    context.report({
      origin: written.origin,
      message: `While a standby is away its slot keeps all log without limit${given === undefined ? ' (the default)' : ''}: it fills the primary’s disk, and the primary stops. Set max_slot_wal_keep_size on the primary to what its disk can spare.`,
    });
  },
});
