import { roleOf } from '../../cluster/systems/mongodb/assemble.js';
import { clusterExample } from '../lib/cluster/example.js';
import { MONGO_SOURCES, memberSettings, placeOf } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const service = (name: string, role: string, set: string) =>
  `  ${name}:\n    image: mongo:7.0\n    command: mongod --${role} --replSet ${set}\n`;
const compose = (config: number, data: number) =>
  `services:\n${Array.from({ length: config }, (_, i) => service(`cfg${i}`, 'configsvr', 'cfg')).join('')}${Array.from({ length: data }, (_, i) => service(`a${i}`, 'shardsvr', 'a')).join('')}`;

export default defineRule({
  id: 'mongo-config-servers',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A part of a sharded cluster that one loss stops, though other parts are replicated.',
  gains: 'Fewer machines.',
  costs:
    'Without a majority of its config servers a sharded cluster changes no metadata, and no mongos can start; without copies a shard takes its part of every collection along. The replicas of the other parts do not help.',
  fineWhen: 'Development.',
  advice:
    'Three data members each for the config servers and for every shard. Config servers may be neither arbiters nor delayed.',
  sources: [
    {
      title: 'Config servers',
      url: 'https://www.mongodb.com/docs/manual/core/sharded-cluster-config-servers/',
    },
    MONGO_SOURCES.config,
  ],
  bad: [
    clusterExample('mongodb', { 'docker-compose.yml': compose(1, 3) }, 'metadata'),
    clusterExample('mongodb', { 'docker-compose.yml': compose(3, 1) }, 'one copy'),
  ],
  good: [
    clusterExample('mongodb', { 'docker-compose.yml': compose(3, 3) }),
    clusterExample('mongodb', { 'docker-compose.yml': compose(1, 1) }),
  ],
  check(cluster, context) {
    const role = roleOf(cluster);
    if (role === undefined) return;
    if (role === 'configsvr') {
      for (const member of cluster.members) {
        const isArbiter = member.role === 'witness';
        const isDelayed = (memberSettings(member).number('members.secondaryDelaySecs') ?? 0) > 0;
        if (isArbiter || isDelayed)
          context.report({
            origin: placeOf(member, isArbiter ? 'members.arbiterOnly' : 'members.secondaryDelaySecs'),
            severity: 'error',
            message: `${member.id} is ${isArbiter ? 'an arbiter' : 'delayed'} among the config servers ${cluster.name}, which may have none: the document is refused.`,
          });
      }
    }
    const others = context.clusters.filter(
      each => each !== cluster && each.system === 'mongodb' && roleOf(each) !== undefined,
    );
    if (
      cluster.open ||
      !others.some(
        each => each.members.length >= 3 && each.sources.some(uri => cluster.sources.includes(uri)),
      )
    )
      return;
    const data = cluster.members.filter(member => member.role === 'data').length;
    if (data >= (role === 'configsvr' ? 3 : 2)) return;
    // All of them in one composition share a machine: there it is a trial.
    const isTrial = cluster.sources.every(uri => /compose[^/]*\.ya?ml$|\.js$/i.test(uri));
    context.report({
      origin: cluster.origin,
      ...(isTrial ? { severity: 'info' as const } : {}),
      message:
        role === 'configsvr'
          ? `The config servers ${cluster.name} have ${data} data member${data === 1 ? '' : 's'}: losing one leaves no majority, so no metadata changes and no mongos starts, though shards are replicated. Use three.`
          : `The shard ${cluster.name} has one copy, while other parts of the cluster have three: losing it takes its part of every sharded collection. Use three members.`,
    });
  },
});
