import { CONFIGURATION, eachWritten, isTrial, nodeFile, twins } from '../lib/cluster/cassandra.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (on: boolean): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.1\nauto_snapshot: ${on}\n`),
});

export default defineRule({
  id: 'cassandra-auto-snapshot-off',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'Nothing is kept of a table that is dropped or truncated.',
  gains: 'No disk is taken by snapshots that nobody deletes.',
  costs:
    'A DROP or TRUNCATE goes to every replica in every data centre at once: without a snapshot only a backup brings the rows back. Replication does not help against mistakes.',
  fineWhen: 'Tables are made and dropped all the time, as in tests, or backups are taken elsewhere.',
  advice: 'Leave it on; bound it by `auto_snapshot_ttl` since version 4.1.',
  sources: [CONFIGURATION],
  bad: twins(files(false), 'every replica'),
  good: twins(files(true)),
  check(cluster, context) {
    if (isTrial(cluster)) return;
    let said = false;
    eachWritten(cluster, 'auto_snapshot', ({ value, written }) => {
      if (value !== false || said || isTrialFile(written.origin, context.clusters)) return;
      said = true;
      context.report({
        origin: written.origin,
        message:
          'A DROP or TRUNCATE by mistake reaches every replica at once, and no snapshot is taken before it: only a backup brings the rows back. Set auto_snapshot to true.',
        fixes: [{ title: 'Set it to true', edits: [replace(written.origin, 'true')], safe: false }],
      });
    });
  },
});
