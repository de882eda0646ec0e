import { MONGO_SOURCES, placeOf, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const hosts = (n: number) => Array.from({ length: n }, (_, i) => `host: "db${i}:27017"`);

export default defineRule({
  id: 'mongo-too-many-voters',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mongodb'],
  summary: 'More than 7 voting members, or more than 50 members.',
  gains: 'None: the document is refused.',
  costs:
    'A replica set has at most 50 members, of which at most 7 vote: `rs.initiate` and `rs.reconfig` fail.',
  fineWhen: 'Never.',
  advice: 'Give the members beyond the seventh `votes: 0, priority: 0`.',
  sources: [MONGO_SOURCES.config],
  bad: [setExample(hosts(9), undefined, '9 members vote')],
  good: [setExample([...hosts(7), 'host: "db8:27017", votes: 0, priority: 0'])],
  check(cluster, context) {
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    const eighth = voters[7];
    if (eighth !== undefined)
      context.report({
        origin: placeOf(eighth, 'members.votes'),
        message: `${voters.length} members vote in ${cluster.name} and at most 7 may: the document is refused. Give this and every further one votes: 0 and priority: 0.`,
      });
    else if (cluster.members.length > 50)
      context.report({
        origin: cluster.members[50]!.origin,
        message: `${cluster.name} has ${cluster.members.length} members, and 50 is the most that a replica set takes: the document is refused.`,
      });
  },
});
