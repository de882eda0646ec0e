import { decidesByVotes, described, nodes, QUORUM_SOURCES, votersOf } from '../lib/cluster/described.js';
import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-two-voters',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'mongodb'],
  summary: 'Two voters: when either one is lost, the other one takes no writes.',
  gains: 'Two copies of the data with the fewest machines.',
  costs:
    'A majority of two is two. Each of the two stops the cluster by its loss, so it is down more often than one machine alone; with automatic failover nobody can take over.',
  fineWhen: 'The second one is for copies, and writes may stop for as long as either is away.',
  advice: 'Add a third voter in another place; a witness without data is enough.',
  sources: [QUORUM_SOURCES.etcd, QUORUM_SOURCES.raft, MONGO_SOURCES.elections],
  bad: [
    described(`protocol: raft\n${nodes('a eu-1', 'b eu-2')}`, 'a and b'),
    setExample(['host: "a:27017"', 'host: "b:27017"'], undefined, 'Both of a:27017 and b:27017'),
  ],
  good: [
    described(`protocol: raft\n${nodes('a eu-1', 'b eu-2', 'w eu-3 role: witness')}`),
    described(`protocol: primary-backup\n${nodes('a eu-1', 'b eu-2')}`),
    setExample(['host: "a:27017"', 'host: "b:27017"', 'host: "c:27017", arbiterOnly: true']),
  ],
  check(cluster, context) {
    // On one machine, to be tried out, there is no other place.
    if (cluster.open || cluster.trial !== undefined || !decidesByVotes(cluster)) return;
    const voters = votersOf(cluster);
    const [first, second] = voters;
    if (voters.length !== 2 || first!.votes !== second!.votes) return;
    context.report({
      origin: second!.origin,
      message: `Both of ${first!.id} and ${second!.id} are needed for a majority of 2: when either is away the other takes no writes, and nobody is elected. Add a third voter in another place; it need not hold data.`,
    });
  },
});
