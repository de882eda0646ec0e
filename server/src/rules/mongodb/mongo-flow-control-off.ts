import { confExample, memberSettings, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-flow-control-off',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'Writes are not slowed down while secondaries fall behind.',
  gains: 'The primary writes as fast as it can.',
  costs:
    'The point that a majority has committed may lag without a bound: majority writes wait longer, the cache keeps more old versions, and a failover rolls back more w: 1 writes.',
  fineWhen: 'Secondaries are known to keep up.',
  advice: 'Leave enableFlowControl on, and find out why secondaries lag.',
  sources: [
    { title: 'enableFlowControl', url: 'https://www.mongodb.com/docs/manual/reference/parameters/' },
    {
      title: 'Flow control',
      url: 'https://www.mongodb.com/docs/manual/replication/#replication-lag-and-flow-control',
    },
  ],
  bad: [confExample('setParameter:\n  enableFlowControl: false\n', 'without a bound')],
  good: [confExample('setParameter:\n  enableFlowControl: true\n')],
  check(cluster, context) {
    const said = new Set<string>();
    for (const member of cluster.members) {
      const given = memberSettings(member).given('setParameter.enableFlowControl');
      if (given?.effective !== false || said.has(given.written.origin.unit.uri)) continue;
      said.add(given.written.origin.unit.uri);
      context.report({
        origin: given.written.origin,
        message: `Without flow control the secondaries of ${cluster.name} may fall behind without a bound while the primary writes on: a failover then rolls back more w: 1 writes, and majority writes wait longer.`,
        fixes: () => [valueFix('Switch flow control on', given.written, 'true')],
      });
    }
  },
});
