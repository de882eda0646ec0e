import type { Settings } from '../../cluster/settings.js';
import { isAtLeast, isOlder, printVersion } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { placesOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-recovery-conf',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['postgres'],
  summary: 'recovery.conf stops a server from 12 on from starting.',
  gains: 'None since 12; before, it was where a standby was configured.',
  costs: 'The server sees the file in its data directory and refuses to start. What it says is not read.',
  fineWhen: 'The servers are older than 12.',
  advice:
    'Move its settings into postgresql.conf, make an empty standby.signal (or recovery.signal), and delete it. standby_mode goes; trigger_file is called promote_trigger_file in 12 to 15, and is gone since 16.',
  sources: [
    { title: 'recovery.conf is gone', url: 'https://www.postgresql.org/docs/current/recovery-config.html' },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'recovery.conf': "restore_command = 'cp /archive/%f %p'\n",
        'postgresql.conf': '# PostgreSQL 14\nhot_standby = on\n',
      },
      'make an empty recovery.signal.',
    ),
    clusterExample(
      'postgres',
      {
        'recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
        'postgresql.conf': '# PostgreSQL 14\nhot_standby = on\n',
      },
      'does not start',
    ),
    clusterExample(
      'postgres',
      {
        'recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\ntrigger_file = '/tmp/go'\n",
        'postgresql.conf': '# PostgreSQL 14\nhot_standby = on\n',
      },
      'leave standby_mode out; trigger_file is called promote_trigger_file now',
    ),
    // A script puts the file where the server looks for it.
    clusterExample(
      'postgres',
      {
        'compose.yml':
          'services:\n  db:\n    image: postgres:14\n    volumes:\n      - ./first:/docker-entrypoint-initdb.d\n',
        'first/recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
        'first/copy.sh': '#!/bin/bash\ncp /docker-entrypoint-initdb.d/recovery.conf $PGDATA/\n',
      },
      'does not start',
    ),
  ],
  good: [
    // Nothing tells a version that does not read it.
    clusterExample('postgres', {
      'recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
    }),
    // The data folder is the only place where a server looks for it, whatever names the other files.
    clusterExample('postgres', {
      'compose.yml':
        'services:\n  db:\n    image: postgres:14\n    command: postgres -c config_file=/etc/pg/postgresql.conf\n    volumes:\n      - ./pg/recovery.conf:/etc/pg/recovery.conf\n      - ./pg/postgresql.conf:/etc/pg/postgresql.conf\n',
      'pg/postgresql.conf': 'wal_level = replica\n',
      'pg/recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1 password=k3Fs9'\n",
    }),
    // The image runs what ends in .sh or .sql there, and reads nothing else.
    clusterExample('postgres', {
      'compose.yml':
        'services:\n  db:\n    image: postgres:14\n    volumes:\n      - ./first:/docker-entrypoint-initdb.d\n',
      'first/recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1 password=x'\n",
      'first/pg_hba.conf': 'host replication all 0.0.0.0/0 md5\n',
    }),
    clusterExample('postgres', {
      'recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
      'postgresql.conf': '# PostgreSQL 11\nhot_standby = on\n',
    }),
    clusterExample('postgres', { 'postgresql.conf': "primary_conninfo = 'host=n1'\n", 'standby.signal': '' }),
    clusterExample('postgres', {
      'compose.yml':
        'services:\n  replica:\n    image: postgres:17\n    volumes:\n      - ./replica/postgresql.conf:/etc/postgresql.conf\n',
      'replica/postgresql.conf': 'hot_standby = on\n',
      'replica/recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
    }),
    clusterExample('postgres', {
      'conf/standby-recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
      'start.sh': '#!/bin/sh\n[ "$major" -lt 12 ] && cp conf/standby-recovery.conf "$PGDATA/recovery.conf"\n',
    }),
    clusterExample('postgres', {
      'recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
      'run.sh': '#!/bin/sh\n/usr/lib/postgresql/9.6/bin/postgres -D /data\n',
    }),
    clusterExample('postgres', {
      Dockerfile: 'FROM postgres:16\nCOPY setup.sh /docker-entrypoint-initdb.d/\n',
      'old/recovery.conf': "standby_mode = 'on'\nprimary_conninfo = 'host=n1'\n",
    }),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { settings } of placesOf(cluster)) {
      const line = settings.written.find(({ keyOrigin }) =>
        /(?:^|[/_.-])recovery\.conf(?:\.\w+)?$/i.test(keyOrigin.unit.uri),
      );
      // Who has such a file runs a version that reads it, where nothing tells another one.
      const { version } = settings;
      if (line === undefined || seen.has(line.keyOrigin.unit.uri)) continue;
      if (version === undefined || isOlder(version, '12')) continue;
      seen.add(line.keyOrigin.unit.uri);
      context.report({
        origin: line.keyOrigin,
        message: `PostgreSQL ${printVersion(version)} does not start while there is a recovery.conf. ${insteadOf(settings)}`,
      });
    }
  },
});

/** What to do with the settings that stand there. */
function insteadOf(settings: Settings): string {
  const has = (name: string) => settings.written.some(({ key }) => key.toLowerCase() === name);
  const { version } = settings;
  // The trigger file was renamed in 12 and taken out in 16 (release notes of both).
  const isKept = !isAtLeast(version, '16');
  const gone = ['standby_mode', ...(isKept ? [] : ['trigger_file'])].filter(has);
  const renamed = isKept && has('trigger_file') ? '; trigger_file is called promote_trigger_file now' : '';
  const isStandby = has('standby_mode') || has('primary_conninfo');
  return `Move these settings to postgresql.conf, make an empty ${isStandby ? 'standby.signal' : 'recovery.signal'}${gone.length === 0 ? '' : `, and leave ${gone.join(' and ')} out`}${renamed}.`;
}
