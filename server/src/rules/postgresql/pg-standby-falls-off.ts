import { clusterExample } from '../lib/cluster/example.js';
import { isConf, isSelfManaged, postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-standby-falls-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Nothing keeps log for a standby that is away.',
  gains: 'pg_wal stays small.',
  costs:
    'The primary removes log after its checkpoints. A standby that was away a little longer finds its next piece gone and must be copied anew.',
  fineWhen: 'Copying the standby again is quick.',
  advice: 'Give the standby a slot, keep some log with wal_keep_size, or let it fetch from an archive.',
  sources: [
    {
      title: 'Streaming replication',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION',
    },
  ],
  bad: [postgresExample('max_wal_size = 1GB', [''], 'must be copied')],
  good: [
    // Whenever it starts all of it is copied.
    clusterExample('postgres', {
      'primary/postgresql.conf': 'max_wal_size = 1GB\n',
      'replica/postgresql.conf': 'max_connections = 50\n',
      'replica/start.sh':
        '#!/bin/bash\nrm -rf "$PGDATA"/*\npg_basebackup -h primary -D "$PGDATA" -U copier -R\nexec postgres\n',
    }),
    postgresExample('wal_keep_size = 1GB', ['']),
    // The script that copies the standby has the slot written into its settings.
    clusterExample('postgres', {
      'compose.yml':
        'services:\n  primary:\n    image: postgres:15\n    volumes:\n      - ./primary:/config\n  replica:\n    image: postgres:15\n    entrypoint: /start.sh\n    volumes:\n      - ./replica/start.sh:/start.sh\n      - ./replica:/config\n',
      'primary/postgresql.conf': 'max_wal_size = 1GB\n',
      'replica/postgresql.conf': 'max_connections = 50\n',
      'replica/start.sh':
        '#!/bin/bash\npg_basebackup -h primary -D "$PGDATA" \\\n  -S seat_of_replica -U copier -R || exit 1\nexec docker-entrypoint.sh -c config_file=/config/postgresql.conf\n',
    }),
    postgresExample('', ["primary_slot_name = 'a'"]),
    postgresExample("archive_mode = on\narchive_command = 'cp %p /archive/%f'", [
      "restore_command = 'cp /archive/%f %p'",
    ]),
    postgresExample('# PostgreSQL 11\nwal_keep_segments = 64', ['']),
    clusterExample('postgres', {
      'primary/postgresql.conf': 'max_wal_size = 1GB\n',
      'replica/postgresql.conf': 'max_connections = 50\n',
      'subscribe.sh':
        '#!/bin/sh\npsql -h replica -c "CREATE SUBSCRIPTION s CONNECTION \'host=primary\' PUBLICATION p"\n',
    }),
  ],
  check(cluster, context) {
    const primary = primaryOf(cluster);
    const settings = primary?.settings.postgres;
    if (settings === undefined || primary?.configured !== true || !isSelfManaged(cluster)) return;
    // A container's file is often changed by its scripts.
    if (!settings.written.some(isConf)) return;
    if (settings.isHidden('wal_keep_size') || (settings.number('wal_keep_size') ?? 0) > 0) return;
    if ((settings.number('wal_keep_segments') ?? 0) > 0 || settings.isHidden('wal_keep_segments')) return;
    if (cluster.members.some(member => member.settings.repmgr?.flag('use_replication_slots') === true))
      return;
    for (const member of standbysOf(cluster)) {
      const own = member.settings.postgres;
      if (own === undefined || !member.configured) continue;
      const keeps = ['primary_slot_name', 'restore_command'].some(
        name => own.isHidden(name) || (own.text(name) ?? '') !== '',
      );
      const from = cluster.links.find(({ to }) => to === member.id)?.from;
      if (keeps || from !== primary.id) continue;
      const limit = settings.number('max_wal_size');
      // Else where it would be set: the first line of a file says nothing.
      const beside = ['max_wal_size', 'max_wal_senders', 'wal_level'].map(name => settings.given(name));
      context.report({
        origin:
          own.given('primary_conninfo')?.written.origin ??
          beside.find(each => each !== undefined)?.written.origin ??
          member.origin,
        message: `Nothing keeps log for ${serverName(member, 'the standby')} while it is away: no slot, no wal_keep_size, no archive. After ${limit === undefined ? 'a few checkpoints' : `about ${printBytes(limit)} of writes`} it must be copied anew. Give it a slot, or set wal_keep_size.`,
      });
      return;
    }
  },
});

function printBytes(bytes: number): string {
  return bytes >= 2 ** 30
    ? `${Number((bytes / 2 ** 30).toFixed(1))} GB`
    : `${Math.round(bytes / 2 ** 20)} MB`;
}
