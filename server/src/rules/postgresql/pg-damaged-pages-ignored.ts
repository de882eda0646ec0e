import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, valueEdit } from '../lib/cluster/postgres.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-damaged-pages-ignored',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Pages that are known to be damaged are used.',
  gains: 'A damaged table can be read to save what is left of it.',
  costs:
    'zero_damaged_pages reads such a page as empty and loses its rows for good; ignore_checksum_failure hands wrong rows to queries, standbys and backups.',
  fineWhen: 'For the time of a rescue, in one session, on a copy.',
  advice: 'Take it out of the file; set it in the session that rescues.',
  sources: [
    {
      title: 'Developer options',
      url: 'https://www.postgresql.org/docs/current/runtime-config-developer.html',
    },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'zero_damaged_pages = on\n' }, 'empty'),
    clusterExample('postgres', { 'postgresql.conf': 'ignore_checksum_failure = on\n' }, 'wrong'),
  ],
  good: [clusterExample('postgres', { 'postgresql.conf': 'zero_damaged_pages = off\n' })],
  check(cluster, context) {
    for (const name of ['zero_damaged_pages', 'ignore_checksum_failure']) {
      for (const { setting } of givenIn(cluster, name)) {
        if (setting.effective !== true || isTestFile(setting.written.origin)) continue;
        context.report({
          origin: setting.written.origin,
          message:
            name === 'zero_damaged_pages'
              ? 'Damaged pages are read as empty: their rows are lost for good and nobody is told. Set it in the one session that rescues a table, not here.'
              : 'Pages with a wrong checksum are used: wrong rows reach queries, standbys and backups. Set it in the one session that rescues a table, not here.',
          fixes: [{ title: 'Switch it off', edits: [valueEdit(setting.written.origin, 'off')], safe: false }],
        });
      }
    }
  },
});
