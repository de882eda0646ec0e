import { weightedMajority } from '../../cluster/quorum.js';
import {
  decidesByVotes,
  described,
  namesOf,
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
  id: 'cluster-majority-in-one-zone',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'mongodb'],
  summary: 'One zone holds the majority of the votes: when it is lost, the others cannot go on.',
  gains: 'Elections and confirmations stay within one zone, which is fast, and a cut has one sure winner.',
  costs:
    'The loss of that zone stops all writes, however many copies stand elsewhere. A witness beside the majority changes nothing.',
  fineWhen: 'The other zones hold copies for recovery by hand, and writes may stop until then.',
  advice:
    'Spread the votes so that no zone has half of them: three zones with one vote each, or a witness in a third.',
  sources: [QUORUM_SOURCES.raft, QUORUM_SOURCES.etcd, MONGO_SOURCES.elections],
  bad: [
    described(`protocol: raft\n${nodes('a1 east', 'a2 east', 'b1 west')}`, '2 of 3 votes'),
    described(
      `protocol: raft\n${nodes('a1 east', 'a2 east', 'b1 west', 'b2 west', 'w east role: witness')}`,
      'the witness w',
    ),
    setExample(
      [
        'host: "a1:27017", tags: { dc: "east" }',
        'host: "a2:27017", tags: { dc: "east" }',
        'host: "b1:27017", tags: { dc: "west" }',
      ],
      undefined,
      'east',
    ),
  ],
  good: [
    described(`protocol: raft\n${nodes('a east', 'b west', 'c north')}`),
    described(`protocol: raft\n${nodes('a east', 'b east', 'c east')}`),
    setExample([
      'host: "a1:27017", tags: { dc: "east" }',
      'host: "b1:27017", tags: { dc: "west" }',
      'host: "c1:27017", tags: { dc: "north" }',
    ]),
  ],
  check(cluster, context) {
    if (cluster.open || !decidesByVotes(cluster)) return;
    const voters = votersOf(cluster);
    const zones = votesBy(voters, zoneOf);
    if (zones === undefined || zones.size < 2 || voters.length < 3) return;
    const all = sumOf(voters);
    const needed = weightedMajority(voters.map(({ votes }) => votes));
    // Told of sites that only differ in who may lead already.
    if (cluster.system === 'mongodb' && onlyOneSiteLeads(cluster)) return;
    for (const [zone, votes] of zones) {
      if (all - votes >= needed) continue;
      if (votes < needed) continue;
      const inside = voters.filter(member => zoneOf(member) === zone);
      const witness = inside.find(({ role }) => role === 'witness');
      const others = voters.filter(member => zoneOf(member) !== zone);
      context.report({
        origin: (witness ?? inside.at(-1)!).origin,
        message: `${zone} has ${votes} of ${all} votes${witness === undefined ? '' : `, the witness ${witness.id} among them`}: when it is lost, ${namesOf(others)} cannot reach ${needed} and ${others.length === 1 ? 'takes' : 'take'} no writes. Put ${witness === undefined ? 'a vote' : 'the witness'} into a third place.`,
      });
    }
  },
});

function onlyOneSiteLeads(cluster: Parameters<typeof decidesByVotes>[0]): boolean {
  const able = cluster.members.filter(({ eligible }) => eligible);
  return new Set(able.map(zoneOf)).size === 1;
}
