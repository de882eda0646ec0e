import { isAtLeast, isOlder } from '../../cluster/version.js';
import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { clusterExample } from '../lib/cluster/example.js';
import { confExample, MONGO_SOURCES, memberSettings, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-journal-off',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A member of a replica set without a journal.',
  gains: 'Writes do not go to disk twice.',
  costs:
    'A crash loses everything since the last checkpoint, up to 60 s of acknowledged writes. From 4.0 on a member with WiredTiger does not start without a journal.',
  fineWhen: 'The data may be lost.',
  advice: 'Switch the journal on.',
  sources: [MONGO_SOURCES.options],
  bad: [
    confExample('storage:\n  journal:\n    enabled: false\n', 'does not start', '4.4'),
    confExample('storage:\n  journal:\n    enabled: false\n', '60 s', '3.6'),
  ],
  good: [
    confExample('storage:\n  journal:\n    enabled: true\n', undefined, '4.4'),
    // What holds no data has nothing to lose.
    clusterExample('mongodb', {
      'compose.yml':
        'services:\n  db1:\n    image: mongo:3.4\n    command: mongod --replSet rs0\n  db2:\n    image: mongo:3.4\n    command: mongod --replSet rs0\n  judge:\n    image: mongo:3.4\n    command: mongod --replSet rs0 --nojournal\n',
      'setup.sh':
        '#!/bin/bash\nfor s in 0; do\n  line="rs.initiate(); rs.add(\\"db2:27017\\"); rs.addArb(\\"judge:27017\\");"\n  echo $line | mongo --host db1\ndone\n',
    }),
    clusterExample('mongodb', {
      'compose.yml':
        'services:\n  s1a:\n    image: mongo:3.4\n    command: mongod --replSet s1\n  s1b:\n    image: mongo:3.4\n    command: mongod --replSet s1\n  s1judge:\n    image: mongo:3.4\n    command: mongod --replSet s1 --nojournal\n',
      'scripts/setup.sh':
        '#!/bin/bash\nfor s in 1; do\n  line="rs.initiate(); rs.add(\\"s${s}b:27017\\"); rs.addArb(\\"s${s}judge:27017\\");"\n  echo $line | mongo --host s${s}a\ndone\n',
    }),
  ],
  check(cluster, context) {
    const copies: Copy[] = [];
    for (const member of cluster.members) {
      // An arbiter holds no data.
      if (member.role === 'witness') continue;
      const settings = memberSettings(member);
      const given = settings.given('storage.journal.enabled');
      const { version } = settings;
      // From 6.1 on the option itself is refused, which another rule says.
      if (given?.value !== false || version === undefined || !isOlder(version, '6.1')) continue;
      const refused = isAtLeast(version, '4.0');
      const report = {
        origin: given.written.origin,
        ...(refused ? { severity: 'error' as const } : {}),
        message: refused
          ? `${member.id} belongs to a replica set and has no journal: from MongoDB 4.0 on it does not start so. Leave the journal on.`
          : `${member.id} has no journal: a crash loses what was written since the last checkpoint, up to 60 s of acknowledged writes.`,
        fixes: () => [valueFix('Switch the journal on', given.written, 'true')],
      };
      copies.push({ kind: String(refused), report });
    }
    reportCopies(context, copies);
  },
});
