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
  bad: [
    clusterExample('mongodb', files('rs1'), 'rs1'),
    clusterExample(
      'mongodb',
      {
        ...files('rs1'),
        'docker-compose.yml': `${files('rs1')['docker-compose.yml']}  db2:\n    image: mongo:7.0\n    command: mongod --replSet rs1\n`,
      },
      'db1:27017 and 1 more are',
    ),
  ],
  good: [clusterExample('mongodb', files('rs0'))],
  check(cluster, context) {
    if (cluster.missing.length > 0 || cluster.name === '') return;
    const others = cluster.members.flatMap(member => {
      const given = memberSettings(member).given('replication.replSetName');
      return !member.configured || typeof given?.effective !== 'string' || given.effective === cluster.name
        ? []
        : [{ member, origin: given.written.origin, name: given.effective }];
    });
    // Started alike, they have one cause.
    for (const [i, { member, origin, name }] of others.entries()) {
      if (others.findIndex(other => other.name === name) !== i) continue;
      const alike = others.filter(other => other.name === name && other.origin !== origin);
      const many = alike.length > 0 ? ` and ${alike.length} more are` : ' is';
      context.report({
        origin,
        related: [
          { origin: cluster.origin, message: `The document of ${cluster.name}.` },
          ...alike.map(other => ({ origin: other.origin, message: `${other.member.id}, started alike.` })),
        ],
        message: `${member.id}${many} started for the replica set ${name}, and the document that lists ${alike.length > 0 ? 'them' : 'it'} is called ${cluster.name}: rs.initiate fails, or the member is not taken in. Use one name.`,
      });
    }
  },
});
