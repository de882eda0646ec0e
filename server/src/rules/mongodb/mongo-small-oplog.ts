import { confExample, MONGO_SOURCES, memberSettings } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const MB = 1024 * 1024;

export default defineRule({
  id: 'mongo-small-oplog',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'An oplog below the least size that MongoDB would choose itself.',
  gains: 'It takes little disk.',
  costs:
    'A secondary that is away for longer than the oplog reaches back cannot catch up and copies everything again; a change stream cannot be resumed.',
  fineWhen: 'Few writes, or a set for tests.',
  advice:
    'Make it reach back over the longest maintenance (a day or two), or set storage.oplogMinRetentionHours (from 4.4 on).',
  sources: [MONGO_SOURCES.options],
  bad: [
    {
      ...confExample('', 'seconds'),
      files: { 'mongod.conf': '# MongoDB 7.0\nreplication:\n  replSetName: rs0\n  oplogSizeMB: 128\n' },
    },
  ],
  good: [
    {
      ...confExample(''),
      files: {
        'mongod.conf':
          '# MongoDB 7.0\nstorage:\n  oplogMinRetentionHours: 24\nreplication:\n  replSetName: rs0\n  oplogSizeMB: 128\n',
      },
    },
    {
      ...confExample(''),
      files: { 'mongod.conf': 'replication:\n  replSetName: rs0\n  oplogSizeMB: 51200\n' },
    },
  ],
  check(cluster, context) {
    if (cluster.members.length < 2 && !cluster.open) return;
    const said = new Set<string>();
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      const given = settings.given('replication.oplogSizeMB');
      const bytes = settings.number('replication.oplogSizeMB');
      if (given === undefined || bytes === undefined || bytes <= 0 || bytes >= 990 * MB) continue;
      if (
        (settings.number('storage.oplogMinRetentionHours') ?? 0) > 0 ||
        // Members that are made alike say it once.
        said.has(String(bytes))
      )
        continue;
      said.add(String(bytes));
      const seconds = Math.round(bytes / MB);
      context.report({
        origin: given.written.origin,
        tradeOff: () => ({
          gains: ['Disk.'],
          costs: [
            'A secondary or a change stream that is away for longer than the oplog reaches back begins from nothing.',
          ],
          breakEven: 'Oplog written per hour times the longest maintenance in hours.',
          advice: ['Reach back over a day or two, or set storage.oplogMinRetentionHours.'],
          numbers: [0.1, 1, 10].map(rate => ({
            label: `reaches back at ${rate} MB/s of oplog`,
            value: `${Math.round(bytes / MB / rate)} s`,
            from: 'this setting',
          })),
        }),
        message: `An oplog of ${seconds} MB reaches back ${seconds} seconds at 1 MB/s of writes: a secondary that is away for longer copies everything again. MongoDB itself takes at least 990 MB. Make it larger, or set oplogMinRetentionHours.`,
      });
    }
  },
});
