import { majority, tolerance } from '../../cluster/quorum.js';
import {
  decidesByVotes,
  described,
  nodes,
  QUORUM_SOURCES,
  sumOf,
  votersOf,
  votesBy,
  zoneOf,
} from '../lib/cluster/described.js';
import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-even-voters',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['neutral', 'mongodb'],
  summary: 'An even number of votes: one more than needed for what may fail.',
  gains: 'One more copy, or one more machine that answers reads.',
  costs:
    'A majority of 4 is 3, of 6 it is 4: as many may fail as with one vote less, one more can, and a cut in the middle leaves no majority on either side.',
  fineWhen: 'For the short time in which members are exchanged.',
  advice: 'Take one vote away (a member may hold data without one), or add a voter in another place.',
  sources: [QUORUM_SOURCES.etcd, QUORUM_SOURCES.consul, MONGO_SOURCES.elections],
  bad: [
    described(`protocol: raft\n${nodes('a', 'b', 'c', 'd')}`, 'a majority is 3'),
    setExample(
      ['host: "a:27017"', 'host: "b:27017"', 'host: "c:27017"', 'host: "d:27017"'],
      undefined,
      '4 votes',
    ),
  ],
  good: [
    described(`protocol: raft\n${nodes('a', 'b', 'c')}`),
    described(`protocol: raft\n${nodes('a', 'b', 'c', 'd - role: learner')}`),
    setExample(['host: "a:27017"', 'host: "b:27017"', 'host: "c:27017"']),
  ],
  check(cluster, context) {
    if (cluster.open || !decidesByVotes(cluster)) return;
    const voters = votersOf(cluster);
    const votes = sumOf(voters);
    if (votes < 4 || votes % 2 !== 0) return;
    // Equal halves in two places are told by a rule of their own.
    const zones = votesBy(voters, zoneOf);
    if (zones !== undefined && zones.size === 2 && new Set(zones.values()).size === 1) return;
    context.report({
      origin: voters.at(-1)!.origin,
      message: `${votes} votes: a majority is ${majority(votes)}, so ${tolerance(votes)} may be away, as with ${votes - 1} votes, and a cut into halves of ${votes / 2} stops both. Take one vote away, or add one in another place.`,
    });
  },
});
