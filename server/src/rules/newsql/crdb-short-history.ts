import { duration } from '../lib/cluster/consensus.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { isMeant } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

/** The smallest that is tested regularly by those who make it, in ms. */
const LEAST = 600_000;

export default defineRule({
  id: 'crdb-short-history',
  subject: 'newsql',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Old versions of rows are deleted after less than ten minutes.',
  gains: 'Less disk, and shorter scans, where rows are written over again and again.',
  costs:
    'A query or transaction that reads as of an earlier moment fails once that is past, also one that only takes long; so do AS OF SYSTEM TIME, incremental backups by hand that lie further apart, and changefeeds without protection that fell behind. Below ten minutes little is gained: the collection does not run that often.',
  fineWhen: 'A queue whose rows live for seconds, and which nobody backs up by itself.',
  advice: 'Keep the default of 4 hours, or 600 seconds at least for tables of queues.',
  sources: [CRDB.zones],
  bad: [
    sqlExample('cockroach', 'ALTER TABLE orders CONFIGURE ZONE USING gc.ttlseconds = 60;', '60 s'),
    sqlExample(
      'cockroach',
      'ALTER RANGE default CONFIGURE ZONE USING num_replicas = 3, gc.ttlseconds = 300;',
      '5 min',
    ),
  ],
  good: [
    sqlExample('cockroach', 'ALTER TABLE orders CONFIGURE ZONE USING gc.ttlseconds = 600;'),
    sqlExample('cockroach', 'ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 3;'),
  ],
  check(cluster, context) {
    for (const { kind, name, settings } of cluster.resources) {
      const given = settings.cockroach?.given('gc.ttlseconds');
      if (kind !== 'zone' || given === undefined || settings.cockroach?.isHidden('gc.ttlseconds')) continue;
      const kept = settings.cockroach?.number('gc.ttlseconds');
      if (kept === undefined || kept >= LEAST || isMeant(given.written.origin)) continue;
      context.report({
        origin: given.written.origin,
        fixes: () => [valueFix('Keep ten minutes', given.written, '600')],
        message: `Old versions in ${name} are deleted after ${duration(kept)}: a query that takes longer fails, and so do reads of the past and incremental backups that lie further apart. Keep 10 minutes at least; the default is 4 hours.`,
      });
    }
  },
});
