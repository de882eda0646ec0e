import { isOneComposition } from '../lib/cluster/compositions.js';
import { clusterExample } from '../lib/cluster/example.js';
import { MONGO_SOURCES, setOf, setScript, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const script = (options: string) =>
  `${setScript(THREE)}${setScript(THREE).replace('rs.initiate', 'rs.reconfig').replace('});', `}${options});`)}`;

export default defineRule({
  id: 'mongo-forced-reconfig',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A script that changes the replica set by force.',
  gains: 'It works without a majority, when nothing else does.',
  costs:
    'A forced change is not agreed upon: two sides of a partition may each take one, both elect a primary, and majority writes acknowledged on one side are rolled back.',
  fineWhen: 'A person runs it after the lost majority is known to be gone for good.',
  advice: 'Leave force out of scripts that run by themselves.',
  sources: [
    {
      title: 'replSetReconfig',
      url: 'https://www.mongodb.com/docs/manual/reference/command/replSetReconfig/',
    },
    MONGO_SOURCES.config,
  ],
  bad: [clusterExample('mongodb', { 'replica-set.js': script(', { force: true }') }, 'two primaries')],
  good: [clusterExample('mongodb', { 'replica-set.js': script('') })],
  check(cluster, context) {
    // Where nobody else votes there is no majority to go past.
    if (cluster.members.length === 1) return;
    // Services of one machine are not parted from each other by a network.
    const apart = cluster.members.length === 0 || !isOneComposition(cluster, context.clusters);
    for (const origin of setOf(cluster)
      .written.filter(({ key }) => key === 'force')
      .map(each => each.origin))
      context.report({
        origin,
        ...(apart ? {} : { severity: 'info' as const }),
        message: `A forced change of ${cluster.name === 'replica set' ? 'the replica set' : cluster.name} needs no majority: in a partition two primaries may come of it, and acknowledged majority writes are rolled back. Leave force out of scripts.`,
      });
  },
});
