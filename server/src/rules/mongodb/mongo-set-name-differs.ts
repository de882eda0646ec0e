import { clusterExample } from '../lib/cluster/example.js';
import { MONGO_SOURCES, memberSettings, setScript } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const files = (name: string) => ({
  'docker-compose.yml': `services:\n  db1:\n    image: mongo:7.0\n    command: mongod --replSet ${name}\n`,
  'init-replica.js': setScript(['host: "db1:27017"', 'host: "db2:27017"', 'host: "db3:27017"']),
});

export default defineRule({
  id: 'mongo-set-name-differs',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mongodb'],
  summary: 'A member is started for another replica set than the document names.',
  gains: 'None: the set is not made.',
  costs:
    '`_id` of the document must equal replSetName of each of its members: `rs.initiate` fails, and a member of another name is not taken in.',
  fineWhen: 'Never.',
  advice: 'Use one name.',
  sources: [MONGO_SOURCES.config],
  bad: [clusterExample('mongodb', files('rs1'), 'rs1')],
  good: [clusterExample('mongodb', files('rs0'))],
  check(cluster, context) {
    for (const member of cluster.members) {
      const given = memberSettings(member).given('replication.replSetName');
      if (!member.configured || typeof given?.effective !== 'string' || cluster.missing.length > 0) continue;
      if (given.effective === cluster.name || cluster.name === '') continue;
      context.report({
        origin: given.written.origin,
        related: [{ origin: cluster.origin, message: `The document of ${cluster.name}.` }],
        message: `${member.id} is started for the replica set ${given.effective}, and the document that lists it is called ${cluster.name}: rs.initiate fails, or the member is not taken in. Use one name.`,
      });
    }
  },
});
