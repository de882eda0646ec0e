import { clusterExample } from '../lib/cluster/example.js';
import { MONGO_SOURCES, setExample, setOf, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-chaining-ignored',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'chainingAllowed: false has no effect from MongoDB 5.0.2 on.',
  gains: 'None: it is ignored.',
  costs: 'Secondaries still copy from other secondaries, and lag by what those lag.',
  fineWhen: 'The servers are older, or set enableOverrideClusterChainingSetting.',
  advice:
    'Start every member with `setParameter: { enableOverrideClusterChainingSetting: true }`, or leave it out.',
  sources: [MONGO_SOURCES.config],
  bad: [setExample(THREE, 'settings: { chainingAllowed: false }', '5.0.2')],
  good: [
    setExample(THREE, 'settings: { chainingAllowed: true }'),
    clusterExample('mongodb', {
      'replica-set.js':
        'rs.initiate({ _id: "rs0", settings: { chainingAllowed: false }, members: [{ _id: 0, host: "a:27017" }, { _id: 1, host: "b:27017" }, { _id: 2, host: "c:27017" }] });\n',
      'mongod.conf':
        'replication:\n  replSetName: rs0\nsetParameter:\n  enableOverrideClusterChainingSetting: true\n',
    }),
  ],
  check(cluster, context) {
    const given = setOf(cluster).given('settings.chainingAllowed');
    if (given === undefined || given.value !== false || given.effective !== true) return;
    context.report({
      origin: given.written.origin,
      message:
        'chainingAllowed: false is ignored from MongoDB 5.0.2 on: secondaries go on copying from secondaries. Set enableOverrideClusterChainingSetting on every member, or leave this out.',
    });
  },
});
