import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, valueEdit } from '../lib/cluster/postgres.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-full-page-writes-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Torn pages cannot be mended after a crash.',
  gains: 'Less log.',
  costs: 'A page that was half written in a crash stays corrupt, without an error at first.',
  fineWhen: 'The storage writes pages of 8 kB whole or not at all (some copy-on-write file systems do).',
  advice: 'Switch it on; wal_compression makes the log smaller.',
  sources: [
    {
      title: 'full_page_writes',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FULL-PAGE-WRITES',
    },
  ],
  bad: [clusterExample('postgres', { 'postgresql.conf': 'full_page_writes = off\n' }, 'torn')],
  good: [
    clusterExample('postgres', { 'postgresql.conf': 'full_page_writes = on\n' }),
    clusterExample('postgres', { 'postgresql.conf': 'fsync = off\nfull_page_writes = off\n' }),
  ],
  check(cluster, context) {
    for (const { setting, place } of givenIn(cluster, 'full_page_writes')) {
      // Without fsync nothing is safe anyway.
      if (setting.effective !== false || place.settings.flag('fsync') === false) continue;
      if (isTestFile(setting.written.origin)) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'A page that is torn by a crash in the middle of its write stays corrupt, and nothing says so. Switch it on, unless the file system writes 8 kB pages whole; wal_compression saves log.',
        fixes: [{ title: 'Switch it on', edits: [valueEdit(setting.written.origin, 'on')], safe: false }],
      });
    }
  },
});
