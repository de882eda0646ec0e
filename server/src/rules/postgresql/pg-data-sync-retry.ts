import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-data-sync-retry',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The server goes on after the disk refused to write.',
  gains: 'No crash when fsync fails.',
  costs:
    'Most systems drop what they could not write and then say that all is well: the checkpoint passes, the log is recycled, and committed rows are gone.',
  fineWhen: 'The system is known to keep what failed (it says so for its kernel and file system).',
  advice: 'Leave it off: a crash replays the log, which is safe.',
  sources: [
    {
      title: 'data_sync_retry',
      url: 'https://www.postgresql.org/docs/current/runtime-config-error-handling.html#GUC-DATA-SYNC-RETRY',
    },
  ],
  bad: [clusterExample('postgres', { 'postgresql.conf': 'data_sync_retry = on\n' }, 'gone')],
  good: [clusterExample('postgres', { 'postgresql.conf': 'data_sync_retry = off\n' })],
  check(cluster, context) {
    for (const { setting } of givenIn(cluster, 'data_sync_retry')) {
      if (setting.effective !== true) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'After a failed fsync most systems have dropped what was to be written: going on means that committed rows are gone without an error. Leave it off; the server then recovers from its log.',
        fixes: [{ title: 'Switch it off', edits: [valueEdit(setting.written.origin, 'off')], safe: false }],
      });
    }
  },
});
