import type { Cluster } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, isSelfManaged, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-archive-without-command',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The archive is on and nothing stores its files.',
  gains: 'archive_mode needs a restart and the command does not: it can be filled in later.',
  costs:
    'Without a command every log file is kept in pg_wal until the disk is full. A command that stores nothing (`/bin/true`) throws them away: no recovery to a point in time, and none for standbys.',
  fineWhen: 'A command is set by other means, such as ALTER SYSTEM or a backup tool.',
  advice: 'Set archive_command (or archive_library), or switch archive_mode off.',
  sources: [
    {
      title: 'archive_command',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-ARCHIVE-COMMAND',
    },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'archive_mode = on\n' }, 'disk is full'),
    clusterExample(
      'postgres',
      { 'postgresql.conf': "archive_mode = on\narchive_command = '/bin/true'\n" },
      'thrown away',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf': "archive_mode = on\narchive_command = 'pgbackrest --stanza=main archive-push %p'\n",
    }),
    clusterExample('postgres', {
      'postgresql.conf': "archive_mode = on\narchive_library = 'basic_archive'\n",
    }),
    clusterExample('postgres', { 'postgresql.conf': 'archive_mode = off\n' }),
    // A script adds the command.
    clusterExample('postgres', {
      'postgresql.conf': "archive_mode = on\narchive_command = '/bin/true'\n",
      'start.sh':
        '#!/bin/bash\necho "archive_command = \'cp %p /archive/%f\'" >> "$PGDATA/postgresql.conf"\n',
    }),
  ],
  check(cluster, context) {
    if (isLeftBeside(cluster, context.clusters)) return;
    for (const { setting, place } of givenIn(cluster, 'archive_mode')) {
      if (setting.effective !== 'on' && setting.effective !== 'always') continue;
      const { settings } = place;
      if (settings.isHidden('archive_command') || settings.isHidden('archive_library')) continue;
      const command = (settings.text('archive_command') ?? '').trim();
      if ((settings.text('archive_library') ?? '') !== '') continue;
      if (command === '') {
        if (!isSelfManaged(cluster)) continue;
        context.report({
          origin: setting.written.origin,
          message:
            'Without archive_command or archive_library every log file stays in pg_wal until the disk is full. Set one, or switch archive_mode off.',
          fixes: [{ title: 'Switch it off', edits: [valueEdit(setting.written.origin, 'off')], safe: false }],
        });
      } else if (/^(?:\/bin\/|\/usr\/bin\/)?(?:true|:|exit 0)$/.test(command)) {
        context.report({
          origin: settings.given('archive_command')?.written.origin ?? setting.written.origin,
          severity: 'info',
          message:
            'This command stores nothing and says that it did: log files are thrown away, and there is no recovery to a point in time. Fine as a placeholder until a real one is set.',
        });
      }
    }
  },
});

/** True for a file beside containers whose composition does not name it: what they start with is in their image. */
function isLeftBeside({ sources }: Cluster, clusters: readonly Cluster[]): boolean {
  if (sources.some(uri => COMPOSE.test(uri))) return false;
  const folders = new Set(sources.map(uri => uri.slice(0, uri.lastIndexOf('/'))));
  const names = sources.map(uri => uri.slice(uri.lastIndexOf('/') + 1));
  return clusters.some(({ systems, origin: { unit } }) => {
    if (!(systems.has('postgres') || systems.has('patroni')) || !COMPOSE.test(unit.uri)) return false;
    if (!folders.has(unit.uri.slice(0, unit.uri.lastIndexOf('/')))) return false;
    const said = unit.piece.text.replace(/^[ \t]*#.*$/gm, '');
    // A folder of the machine that is the data directory holds it, too.
    return (
      !names.some(name => said.includes(name)) &&
      !/(?:\.{0,2}|~)\/[\w./-]*:\/var\/lib\/(?:postgresql|pgsql)/.test(said)
    );
  });
}

const COMPOSE = /compose[^/]*\.ya?ml$/i;
