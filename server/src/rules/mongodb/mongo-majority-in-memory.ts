import { MONGO_SOURCES, setExample, setOf, THREE, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-majority-in-memory',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'Majority writes are acknowledged before they are on any disk.',
  gains: 'Majority writes do not wait for disks.',
  costs:
    'With writeConcernMajorityJournalDefault: false a majority has the write in memory when it is acknowledged. A power cut of most members at once takes acknowledged majority writes back.',
  fineWhen:
    'Members use the in-memory engine, which has no journal, or stand in places that do not fail together.',
  advice: 'Leave it at true.',
  sources: [MONGO_SOURCES.config],
  bad: [setExample(THREE, 'writeConcernMajorityJournalDefault: false', 'in memory')],
  good: [setExample(THREE, 'writeConcernMajorityJournalDefault: true')],
  check(cluster, context) {
    const given = setOf(cluster).given('writeConcernMajorityJournalDefault');
    if (given?.effective !== false) return;
    if (cluster.members.some(({ settings }) => settings.mongodb?.text('storage.engine') === 'inMemory'))
      return;
    context.report({
      origin: given.written.origin,
      message: `w: "majority" in ${cluster.name} is acknowledged when a majority has the write in memory: a crash of most members at once, as in a power cut, loses acknowledged writes of the last moments. Set it to true.`,
      fixes: () => [valueFix('Wait for the journals', given.written, 'true')],
    });
  },
});
