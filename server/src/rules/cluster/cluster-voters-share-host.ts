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
} from '../lib/cluster/described.js';
import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-voters-share-host',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'mongodb'],
  summary: 'Voters that make up a majority stand on one machine, beside others that do not.',
  gains: 'Fewer machines.',
  costs:
    'Processes on one machine fail together: with that machine the majority is gone, and the others stop.',
  fineWhen: 'A test.',
  advice: 'One voter a machine; three machines for three votes.',
  sources: [QUORUM_SOURCES.raft, MONGO_SOURCES.elections],
  bad: [
    described(`protocol: raft\n${nodes('a - host: h1', 'b - host: h1', 'c - host: h2')}`, 'h1'),
    setExample(['host: "h1.lan:27017"', 'host: "h1.lan:27018"', 'host: "h2.lan:27017"'], undefined, 'h1.lan'),
  ],
  good: [
    described(`protocol: raft\n${nodes('a - host: h1', 'b - host: h2', 'c - host: h3')}`),
    setExample(['host: "h1.lan:27017"', 'host: "h1.lan:27018"', 'host: "h1.lan:27019"']),
  ],
  check(cluster, context) {
    if (cluster.open || !decidesByVotes(cluster)) return;
    const voters = votersOf(cluster);
    const hosts = votesBy(voters, ({ site }) => site.host);
    if (hosts === undefined || hosts.size < 2 || voters.length < 3) return;
    // An arbiter beside data on its own is told by MongoDB's rules.
    if (cluster.system === 'mongodb' && voters.some(({ role }) => role === 'witness')) return;
    const all = sumOf(voters);
    const needed = weightedMajority(voters.map(({ votes }) => votes));
    for (const [host, votes] of hosts) {
      if (all - votes >= needed) continue;
      const here = voters.filter(({ site }) => site.host === host);
      if (here.length < 2) continue;
      context.report({
        origin: here.at(-1)!.origin,
        message: `${namesOf(here)} stand on ${host} with ${votes} of ${all} votes: when that machine is lost, ${needed} cannot be reached and nobody takes writes. Move one of them to a machine of its own.`,
      });
    }
  },
});
