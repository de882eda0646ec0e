import { MONGO_SOURCES, setExample, setOf, THREE, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-catch-up-off',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A new primary does not fetch what others have and it has not.',
  gains: 'It takes writes a little sooner.',
  costs:
    'Writes with w: 1 that reached some other member, but not the new primary, are rolled back there instead of being kept.',
  fineWhen: 'Everything that matters is written with w: "majority".',
  advice: 'Leave catchUpTimeoutMillis at -1: catching up ends as soon as the new primary has everything.',
  sources: [MONGO_SOURCES.config],
  bad: [setExample(THREE, 'settings: { catchUpTimeoutMillis: 0 }', 'rolled back')],
  good: [setExample(THREE, 'settings: { catchUpTimeoutMillis: 60000 }')],
  check(cluster, context) {
    const given = setOf(cluster).given('settings.catchUpTimeoutMillis');
    if (given?.effective !== 0) return;
    context.report({
      origin: given.written.origin,
      message: `With catchUpTimeoutMillis: 0 a new primary of ${cluster.name} skips catching up (and takeovers by fresher members go as well): w: 1 writes that only others have are rolled back. Use -1, which ends as soon as it has everything.`,
      fixes: () => [valueFix('Catch up', given.written, '-1')],
    });
  },
});
