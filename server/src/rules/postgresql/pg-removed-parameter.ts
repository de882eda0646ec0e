import type { Written } from '../../cluster/settings.js';
import { POSTGRES_PARAMETERS } from '../../cluster/systems/postgres/parameters.js';
import {
  compareVersions,
  isAtLeast,
  isOlder,
  parseVersion,
  printVersion,
  type Version,
} from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isConf, lineRemoval, placesOf } from '../lib/cluster/postgres.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'pg-removed-parameter',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['postgres'],
  summary: 'A parameter that this version of PostgreSQL does not know.',
  gains: 'None.',
  costs:
    'The server refuses to start with an unknown name in its files, and ignores the whole file at a reload.',
  fineWhen: 'The file is for another version.',
  advice: 'Take the new name, or take the line out.',
  sources: [
    {
      title: 'wal_keep_segments became wal_keep_size',
      url: 'https://www.postgresql.org/docs/13/release-13.html',
    },
    { title: 'promote_trigger_file is gone', url: 'https://www.postgresql.org/docs/16/release-16.html' },
  ],
  bad: [
    clusterExample(
      'postgres',
      { 'postgresql.conf': '# PostgreSQL 15\nwal_keep_segments = 64\n' },
      'wal_keep_size',
    ),
    clusterExample(
      'postgres',
      { 'postgresql.conf': "# PostgreSQL 16\npromote_trigger_file = '/tmp/promote'\n" },
      'since 16',
    ),
    clusterExample(
      'postgres',
      { 'postgresql.conf': '# PostgreSQL 11\nmax_slot_wal_keep_size = 10GB\n' },
      'from 13',
    ),
    clusterExample('postgres', { 'postgresql.conf': 'standby_mode = on\n' }, 'recovery.conf'),
    // The one of 14 beside it.
    clusterExample(
      'postgres',
      {
        'postgresql.conf':
          'wal_keep_segments = 64\nidle_session_timeout = 10min\nmax_slot_wal_keep_size = 10GB\n',
      },
      'since 13',
    ),
  ],
  good: [
    // Who writes it runs a version that knows it, where nothing tells another one.
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = replica\nwal_keep_segments = 64\n' }),
    // A task of Ansible that starts the server says which it is.
    clusterExample('postgres', {
      'primary.yml':
        '- hosts: db\n  tasks:\n    - template:\n        src: roles/db/templates/postgresql.conf.j2\n        dest: /data/postgresql.conf\n    - docker_container:\n        name: db\n        image: postgres:12\n',
      'roles/db/templates/postgresql.conf.j2': 'wal_level = replica\nwal_keep_segments = 64\n',
    }),
    // One template a version.
    clusterExample('postgres', {
      'roles/pg/templates/postgresql-13.conf.j2': "stats_temp_directory = '/run/pg'\nwal_level = replica\n",
    }),
    clusterExample('postgres', {
      'roles/pg/templates/14/postgresql.conf.j2': "stats_temp_directory = '/run/pg'\nwal_level = replica\n",
    }),
    // A group's variables are for the roles that the hosts of the group get.
    clusterExample('postgres', {
      'group_vars/db/all.yml': 'postgresql_version : 14\n',
      'roles/pg/templates/postgresql.conf.j2': "promote_trigger_file = '/tmp/promote'\n",
    }),
    clusterExample('postgres', {
      'postgresql.conf': 'wal_level = replica\n',
      'recovery.slave.conf': "standby_mode = on\nprimary_conninfo = 'host=db1 user=repl'\n",
    }),
    clusterExample('postgres', { 'postgresql.conf': '# PostgreSQL 12\nwal_keep_segments = 64\n' }),
    clusterExample('postgres', { 'postgresql.conf': '# PostgreSQL 15\nwal_keep_size = 1GB\n' }),
  ],
  check(cluster, context) {
    for (const { settings } of placesOf(cluster)) {
      const { version } = settings;
      const known = version ?? newestIn(settings.written);
      const gone: { readonly written: Written; readonly name: string; readonly since: string }[] = [];
      for (const written of settings.written) {
        const parameter = POSTGRES_PARAMETERS.find(written.key);
        if (parameter === undefined || !isConf(written)) continue;
        const inRecovery = /(?:^|[/_.-])recovery(?:[._-][\w-]+)*\.conf/i.test(written.keyOrigin.unit.uri);
        const { name } = parameter;
        if (name === 'standby_mode' || name === 'trigger_file') {
          if (inRecovery) continue;
          context.report({
            origin: written.keyOrigin,
            message: `No version reads ${name} in this file, and the server does not start with it. ${name === 'standby_mode' ? 'An empty standby.signal makes a standby (before 12: recovery.conf).' : 'Promote with pg_ctl promote or pg_promote().'}`,
            fixes: [{ title: 'Take it out', edits: [lineRemoval(written)], safe: false }],
          });
          continue;
        }
        if (inRecovery) continue;
        if (parameter.since !== undefined && isOlder(version, parameter.since)) {
          context.report({
            origin: written.keyOrigin,
            message: `PostgreSQL ${printVersion(version!)} does not know ${name}, which there is from ${parameter.since} on, and does not start with it. Take it out, or say the right version.`,
            fixes: [{ title: 'Take it out', edits: [lineRemoval(written)], safe: false }],
          });
        } else if (
          parameter.removed !== undefined &&
          known !== undefined &&
          isAtLeast(known, parameter.removed)
        ) {
          gone.push({ written, name, since: parameter.removed });
        }
      }
      const unknown = version === undefined;
      // Where the version is not told, that is one doubt, however many names there are.
      for (const own of unknown ? (gone.length > 0 ? [gone] : []) : gone.map(each => [each])) {
        const [first, ...others] = own;
        const { written, name, since } = first!;
        const now = REPLACED[name]?.(String(written.raw ?? ''));
        context.report({
          origin: written.keyOrigin,
          ...(unknown ? { severity: 'hint' as const } : {}),
          message: `PostgreSQL does not know ${name} since ${since}${others.length > 0 ? ` (nor ${others.length} other name${others.length === 1 ? '' : 's'} here)` : ''} and does not start with it${now === undefined ? '. Take it out' : `: write \`${now}\` instead`}.`,
          ...(others.length > 0
            ? {
                related: others.map(each => ({
                  origin: each.written.keyOrigin,
                  message: `gone since ${each.since}`,
                })),
              }
            : {}),
          fixes: [
            {
              title:
                others.length > 0
                  ? 'Write what newer versions know'
                  : now === undefined
                    ? 'Take it out'
                    : `Write ${now}`,
              edits: own.map(each =>
                editOf(each.written, REPLACED[each.name]?.(String(each.written.raw ?? ''))),
              ),
              safe: !unknown && now !== undefined,
            },
          ],
        });
      }
    }
  },
});

function editOf(written: Written, now: string | undefined): Edit {
  if (now === undefined) return lineRemoval(written);
  const { unit, span } = written.keyOrigin;
  return { origin: { unit, span: { start: span.start, end: written.origin.span.end } }, newText: now };
}

/** The version that the names of a file ask for at least, where nothing else tells one. */
function newestIn(all: readonly Written[]): Version | undefined {
  let newest: Version | undefined;
  for (const { key } of all) {
    const { since } = POSTGRES_PARAMETERS.find(key) ?? {};
    const version = since === undefined ? undefined : parseVersion(since);
    if (version !== undefined && (newest === undefined || compareVersions(version, newest) > 0))
      newest = version;
  }
  return newest;
}

/** What says the same today. */
const REPLACED: Readonly<Record<string, (value: string) => string | undefined>> = {
  wal_keep_segments: value =>
    /^\d{1,6}$/.test(value) ? `wal_keep_size = ${Number(value) * 16}MB` : undefined,
  checkpoint_segments: value =>
    /^\d{1,6}$/.test(value) ? `max_wal_size = ${3 * Number(value) * 16}MB` : undefined,
  replication_timeout: value => (/^\w{1,20}$/.test(value) ? `wal_sender_timeout = ${value}` : undefined),
};
