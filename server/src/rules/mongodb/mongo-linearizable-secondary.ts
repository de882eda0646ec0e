import { clientSettings, uriExample, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-linearizable-secondary',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'Linearizable reads from members that are not primary.',
  gains: 'None: such a read fails.',
  costs:
    'Only the primary answers reads with readConcern linearizable: those that go to a secondary get an error.',
  fineWhen: 'Never.',
  advice: 'Use readPreference=primary with it, one document per query by a unique key, and maxTimeMS.',
  sources: [
    {
      title: 'Read concern linearizable',
      url: 'https://www.mongodb.com/docs/manual/reference/read-concern-linearizable/',
    },
  ],
  bad: [
    uriExample('replicaSet=rs0&readPreference=secondaryPreferred&readConcernLevel=linearizable', 'primary'),
  ],
  good: [uriExample('replicaSet=rs0&readPreference=primary&readConcernLevel=linearizable')],
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = clientSettings(client);
      const preference = settings.given('readPreference');
      if (settings.text('readConcernLevel') !== 'linearizable' || preference === undefined) continue;
      if (preference.effective === 'primary' || preference.effective === undefined) continue;
      context.report({
        origin: preference.written.origin,
        message: `Reads with readConcern linearizable are answered by the primary alone, and readPreference=${preference.effective} sends them to secondaries, where they fail. Use primary.`,
        fixes: () => [valueFix('Read from the primary', preference.written, 'primary')],
      });
    }
  },
});
