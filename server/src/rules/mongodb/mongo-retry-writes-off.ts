import { clientSettings, MONGO_SOURCES, uriExample, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-retry-writes-off',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'A write that meets a failover fails instead of being sent once more.',
  gains: 'Services that speak the protocol without it (DocumentDB, some of Cosmos DB) need it off.',
  costs:
    'Each failover becomes errors of programs that do not know whether their write took place, and try again by hand, sometimes twice.',
  fineWhen: 'The service does not support it, or programs handle the error by keys of their own.',
  advice: 'Leave retryWrites on, the default of today’s drivers: a write is then done once or not at all.',
  sources: [
    { title: 'Retryable writes', url: 'https://www.mongodb.com/docs/manual/core/retryable-writes/' },
    MONGO_SOURCES.uri,
  ],
  bad: [uriExample('replicaSet=rs0&retryWrites=false', 'failover')],
  good: [uriExample('replicaSet=rs0&retryWrites=true')],
  check(cluster, context) {
    if (cluster.members.length < 2 && !cluster.open) return;
    for (const client of cluster.clients) {
      const given = clientSettings(client).given('retryWrites');
      if (
        given?.effective !== false ||
        client.targets.some(({ text }) => /docdb|cosmos|documentdb/.test(text))
      )
        continue;
      context.report({
        origin: given.written.origin,
        message: `With retryWrites=false each failover of ${cluster.name} gives this program errors for writes that may or may not have taken place. Leave it on: the driver sends them once more, and they are done once.`,
        fixes: () => [valueFix('Retry writes', given.written, 'true')],
      });
    }
  },
});
