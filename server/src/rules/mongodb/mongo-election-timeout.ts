import { MONGO_SOURCES, setExample, setOf, THREE, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-election-timeout',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary:
    'An election timeout that makes elections without need, or that leaves the set without a primary for long.',
  gains: 'A short one finds a lost primary sooner; a long one bears pauses and slow networks.',
  costs:
    'Heartbeats go out every 2 s: below two of them one that is late makes an election, and each rolls back w: 1 writes that were under way. A long one is time without writes after each loss.',
  fineWhen: 'The network and the machines are measured to bear it.',
  advice: 'Stay between 5 and 30 s; the default is 10 s.',
  sources: [MONGO_SOURCES.config, MONGO_SOURCES.elections],
  bad: [
    setExample(THREE, 'settings: { electionTimeoutMillis: 1000 }', 'heartbeats'),
    setExample(THREE, 'settings: { electionTimeoutMillis: 120000 }', '120 s'),
  ],
  good: [setExample(THREE, 'settings: { electionTimeoutMillis: 5000 }')],
  check(cluster, context) {
    const settings = setOf(cluster);
    const given = settings.given('settings.electionTimeoutMillis');
    const timeout = settings.number('settings.electionTimeoutMillis');
    const beat = settings.number('settings.heartbeatIntervalMillis') ?? 2000;
    if (given === undefined || timeout === undefined) return;
    const fixes = () => [valueFix('Set it to 10 s', given.written, '10000')];
    if (timeout < 2 * beat)
      context.report({
        origin: given.written.origin,
        fixes,
        message: `An election is called after ${timeout} ms without the primary, and heartbeats go out every ${beat} ms: one that is late or a short pause costs the primary its place, and w: 1 writes are rolled back. Use at least 5000.`,
      });
    else if (timeout > 30_000)
      context.report({
        origin: given.written.origin,
        fixes,
        severity: 'info',
        message: `${cluster.name} notices the loss of its primary only after ${timeout / 1000} s, and takes no writes until then; the default is 10 s.`,
      });
  },
});
