import { clusterExample } from '../lib/cluster/example.js';
import { isSelfManaged, postgresExample, primaryOf, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-wal-senders-too-few',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'max_wal_senders is below the number of standbys.',
  gains: 'None: a place that is not used costs almost nothing.',
  costs:
    'A standby that finds no place cannot connect. Base backups and a standby that comes back before its old connection is gone need places too.',
  fineWhen: 'Standbys stream from each other.',
  advice: 'Allow two more than there are standbys and subscribers; the default is 10.',
  sources: [
    {
      title: 'max_wal_senders',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-WAL-SENDERS',
    },
  ],
  bad: [
    postgresExample('max_wal_senders = 1', ['', ''], 'cannot connect'),
    postgresExample("max_wal_senders = 0\nsynchronous_standby_names = 's1'", [''], 'without end'),
  ],
  good: [
    postgresExample('max_wal_senders = 5', ['', '']),
    clusterExample('postgres', { 'postgresql.conf': 'max_wal_senders = 0\nwal_level = minimal\n' }),
  ],
  check(cluster, context) {
    const primary = primaryOf(cluster);
    const setting = primary?.settings.postgres?.given('max_wal_senders');
    if (primary === undefined || typeof setting?.effective !== 'number' || !isSelfManaged(cluster)) return;
    const direct = cluster.links.filter(
      ({ from, kind }) => from === primary.id && kind === 'physical',
    ).length;
    if (direct === 0 || setting.effective >= direct) return;
    const blocks = setting.effective < cluster.commit.count;
    context.report({
      origin: setting.written.origin,
      message: `${direct} standby${direct === 1 ? ' streams' : 's stream'} from this server and it has places for ${setting.effective}: ${direct - setting.effective === 1 ? 'one' : direct - setting.effective} cannot connect${blocks ? ', and commits wait for it without end' : ''}. Allow ${direct + 2} or more.`,
      fixes: [
        {
          title: `Allow ${direct + 2}`,
          edits: [valueEdit(setting.written.origin, String(direct + 2))],
          safe: false,
        },
      ],
    });
  },
});
