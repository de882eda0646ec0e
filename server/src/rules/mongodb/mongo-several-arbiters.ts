import { votesOf } from '../../cluster/systems/mongodb/effective.js';
import { MONGO_SOURCES, PSA, placeOf, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-several-arbiters',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A replica set with more than one arbiter.',
  gains: 'A primary can be elected with fewer data members.',
  costs:
    'Arbiters vote without knowing the data. With several of them a majority of votes can elect a primary while a majority of the data members is away, so that majority writes can neither be confirmed nor, after a forced reconfiguration, be trusted.',
  fineWhen: 'Never in a set that holds data worth keeping: MongoDB advises against it.',
  advice: 'Keep at most one arbiter; make the others data members.',
  sources: [MONGO_SOURCES.arbiter],
  bad: [setExample([...PSA, 'host: "db4:27017", arbiterOnly: true'], undefined, '2 arbiters')],
  good: [setExample(PSA)],
  check(cluster, context) {
    const arbiters = cluster.members.filter(({ role }) => role === 'witness');
    const [, second] = arbiters;
    if (second === undefined) return;
    const { voters, dataVoters, majority } = votesOf(cluster.members);
    context.report({
      origin: placeOf(second, 'members.arbiterOnly'),
      message: `${cluster.name} has ${arbiters.length} arbiters: a primary is elected by ${majority} of ${voters} votes, while ${dataVoters} of them hold data. It can lead with too few copies to confirm or keep majority writes. Keep one arbiter at most.`,
    });
  },
});
