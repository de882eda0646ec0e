import { clientSettings, MONGO_SOURCES, uriExample, valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-client-other-set',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A connection string names another replica set than its hosts belong to.',
  gains: 'None: the driver finds no server.',
  costs: 'Drivers drop every host that reports another set name: the program never connects.',
  fineWhen: 'Never.',
  advice: 'Use the name that the members are started with.',
  sources: [MONGO_SOURCES.uri],
  bad: [uriExample('replicaSet=rs1', 'rs0')],
  good: [uriExample('replicaSet=rs0')],
  check(cluster, context) {
    // A name that comes from a chart or a file is no name of a set.
    if (
      cluster.open ||
      cluster.id.endsWith('#clients') ||
      cluster.members.some(({ configured }) => configured && cluster.missing.length > 0)
    )
      return;
    for (const client of cluster.clients) {
      const given = clientSettings(client).given('replicaSet');
      if (typeof given?.effective !== 'string' || given.effective === cluster.name) continue;
      context.report({
        origin: given.written.origin,
        message: `This program looks for the replica set ${given.effective}, and its hosts belong to ${cluster.name}: the driver drops them and never connects.`,
        fixes: () => [valueFix(`Name ${cluster.name}`, given.written, cluster.name)],
      });
    }
  },
});
