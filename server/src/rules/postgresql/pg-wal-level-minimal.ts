import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, isConf, isSelfManaged, lineAfter, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-wal-level-minimal',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['postgres'],
  summary: 'wal_level = minimal goes with no replication and no archive.',
  gains: 'The least log, where neither standbys nor an archive is wanted.',
  costs:
    'The server refuses to start while max_wal_senders is above 0 (its default since 10 is 10) or archive_mode is on.',
  fineWhen: 'Never together.',
  advice: 'Set max_wal_senders = 0 for a server alone, or wal_level = replica.',
  sources: [
    {
      title: 'wal_level',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-WAL-LEVEL',
    },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = minimal\n' }, 'max_wal_senders'),
    clusterExample(
      'postgres',
      {
        'postgresql.conf':
          "wal_level = minimal\nmax_wal_senders = 0\narchive_mode = on\narchive_command = 'cp %p /a/%f'\n",
      },
      'archive_mode',
    ),
  ],
  good: [
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = minimal\nmax_wal_senders = 0\n' }),
    clusterExample('postgres', { 'postgresql.conf': '# PostgreSQL 9.6\nwal_level = minimal\n' }),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    for (const { setting, place } of givenIn(cluster, 'wal_level')) {
      if (setting.effective !== 'minimal') continue;
      const senders = place.settings.number('max_wal_senders') ?? 0;
      const archives = !['off', undefined].includes(place.settings.text('archive_mode'));
      if (senders === 0 && !archives) continue;
      const { written } = setting;
      const given = place.settings.given('max_wal_senders');
      context.report({
        origin: written.origin,
        message: `The server does not start: \`minimal\` does not go with ${senders > 0 ? `max_wal_senders = ${senders}${given === undefined ? ' (the default)' : ''}` : 'archive_mode'}. Write \`replica\`, or switch ${senders > 0 ? 'senders' : 'the archive'} off.`,
        fixes: [
          { title: 'Write replica', edits: [valueEdit(written.origin, 'replica')], safe: false },
          ...(archives || !isConf(written)
            ? []
            : [
                {
                  title: 'Set max_wal_senders = 0',
                  edits: [
                    given === undefined
                      ? lineAfter(written, 'max_wal_senders = 0')
                      : valueEdit(given.written.origin, '0'),
                  ],
                  safe: false,
                },
              ]),
        ],
      });
    }
  },
});
