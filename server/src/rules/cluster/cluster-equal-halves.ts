import { majority } from '../../cluster/quorum.js';
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
  id: 'cluster-equal-halves',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'mongodb'],
  summary: 'Two places with the same number of votes: a cut between them lets neither go on.',
  gains: 'Both places are equal, and each has copies.',
  costs:
    'Neither half has more than half of the votes. A witness that makes an odd number even does it as well: of 5 nodes and 1 witness 4 must agree, and 3 against 3 is nobody. This is no split brain; it is that nobody takes writes.',
  fineWhen: 'A person decides after a cut, and writes may wait for that.',
  advice: 'Give one place one vote more, or put one vote into a third place.',
  sources: [QUORUM_SOURCES.etcd, QUORUM_SOURCES.raft, MONGO_SOURCES.elections],
  bad: [
    described(
      `protocol: raft\n${nodes('a1 east', 'a2 east', 'a3 east', 'b1 west', 'b2 west', 'w west role: witness')}`,
      '3 of 6 votes each',
    ),
    setExample(
      [
        'host: "a1:27017", tags: { dc: "east" }',
        'host: "a2:27017", tags: { dc: "east" }',
        'host: "b1:27017", tags: { dc: "west" }',
        'host: "b2:27017", tags: { dc: "west" }',
      ],
      undefined,
      '2 of 4 votes each',
    ),
  ],
  good: [
    described(
      `protocol: raft\n${nodes('a1 east', 'a2 east', 'b1 west', 'b2 west', 'w north role: witness')}`,
    ),
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
    if (zones === undefined || zones.size !== 2 || voters.length < 4) return;
    const [[one, votes], [other, others]] = [...zones] as [[string, number], [string, number]];
    if (votes !== others) return;
    const all = sumOf(voters);
    const witness = voters.find(({ role }) => role === 'witness');
    context.report({
      origin: (witness ?? voters.at(-1)!).origin,
      message: `${one} and ${other} have ${votes} of ${all} votes each, and ${majority(all)} are needed: after a cut between them neither takes writes${witness === undefined ? '' : `; the witness ${witness.id} made it so`}. Put one vote into a third place.`,
    });
  },
});
