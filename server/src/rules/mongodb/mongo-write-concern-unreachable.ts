import { clientSettings, MONGO_SOURCES, PSA, uriExample, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-write-concern-unreachable',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A write waits for as many members as there are, or for more.',
  gains: 'Every data member has what is acknowledged.',
  costs:
    'One member that is down or in maintenance stops every write; for more members than hold data no write ever returns. Without wtimeoutMS they wait for ever, and what they wrote stays.',
  fineWhen: 'Stopping is better than having a copy less.',
  advice: 'Use w=majority.',
  sources: [MONGO_SOURCES.writeConcern],
  bad: [uriExample('replicaSet=rs0&w=3', 'any one'), uriExample('replicaSet=rs0&w=3', 'no write', PSA)],
  good: [uriExample('replicaSet=rs0&w=2'), uriExample('replicaSet=rs0&w=majority')],
  check(cluster, context) {
    const copies = cluster.members.filter(({ role }) => role !== 'witness').length;
    if (cluster.open || copies < 2) return;
    for (const client of cluster.clients) {
      const given = clientSettings(client).given('w');
      const w = Number(given?.effective ?? Number.NaN);
      if (given === undefined || !Number.isInteger(w) || w < copies) continue;
      context.report({
        origin: given.written.origin,
        message:
          w > copies
            ? `w=${w} waits for ${w} members and ${cluster.name} has ${copies} that hold data: no write ever returns. Use w=majority.`
            : `w=${w} waits for all ${copies} data members of ${cluster.name}: any one that is down stops every write. Use w=majority.`,
        fixes: () => [valueFix('Wait for a majority', given.written, 'majority')],
      });
    }
  },
});
