import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, valueEdit } from '../lib/cluster/postgres.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-fsync-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The server does not force its data to disk.',
  gains: 'Faster writes on a cluster that can be made again from scratch.',
  costs:
    'A crash of the operating system or a power cut can leave the whole cluster corrupt, not only without its last commits.',
  fineWhen: 'The data can be made again at any time: loading once, tests.',
  advice: 'Switch it on; synchronous_commit = off gives most of the speed and loses some commits at worst.',
  sources: [
    { title: 'fsync', url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FSYNC' },
  ],
  bad: [clusterExample('postgres', { 'postgresql.conf': 'fsync = off\n' }, 'corrupt')],
  good: [
    clusterExample('postgres', { 'postgresql.conf': 'fsync = on\n' }),
    clusterExample('postgres', { 'test/postgresql.conf': 'fsync = off\n' }),
    clusterExample('postgres', { 'postgresql-import.conf': 'fsync = off\n' }),
  ],
  check(cluster, context) {
    for (const { setting, place } of givenIn(cluster, 'fsync')) {
      if (setting.effective !== false || isTestFile(setting.written.origin)) continue;
      // A file for loading data once says so by its name.
      if (LOADS.test(setting.written.origin.unit.uri.split('/').slice(-2).join('/'))) continue;
      const isFast = place.settings.text('synchronous_commit') === 'off';
      const counted = place.member !== undefined && cluster.commit.of?.includes(place.member.id) === true;
      context.report({
        origin: setting.written.origin,
        message: `Nothing is forced to disk: a power cut can leave the cluster corrupt beyond repair${counted ? ', and this standby acknowledges commits that it does not hold' : ''}. Switch fsync on; ${isFast ? 'synchronous_commit = off is enough to be fast, and is set' : 'synchronous_commit = off is the safe way to be fast'}.`,
        fixes: [{ title: 'Switch fsync on', edits: [valueEdit(setting.written.origin, 'on')], safe: false }],
      });
    }
  },
});

const LOADS = /(?:^|[/._-])(?:ingest|imports?|load|bulk|restore|seed|initial)(?:[/._-]|$)/i;
