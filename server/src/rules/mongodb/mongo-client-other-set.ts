import type { Cluster } from '../../cluster/model.js';
import { clientSettings, MONGO_SOURCES, memberSettings, uriExample, valueFix } from '../lib/cluster/mongo.js';
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
      !isWritten(cluster) ||
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

/** True where the set has the name that a server or its document is given; one that a variable fills in nobody knows. */
function isWritten({ name, members }: Cluster): boolean {
  if (name === UNNAMED) return false;
  return members.every(member => {
    const own = memberSettings(member);
    const given = own.given('replication.replSetName');
    return (
      !own.isHidden('replication.replSetName') &&
      (given === undefined ? member.id.replace(/:\d+$/, '') !== name : given.value === name)
    );
  });
}

/** What a set is called of which nothing tells the name. */
const UNNAMED = 'replica set';
