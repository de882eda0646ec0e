import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const KEYSPACE = "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\n";

export default defineRule({
  ...CLAIM,
  id: 'claim-overlap-is-linearizable',
  engines: ['cassandra'],
  summary:
    'A comment or document takes R + W > N for linearizability; it shows acknowledged writes and orders nothing.',
  costs:
    'With R + W > N a read meets every write that was acknowledged before. A write that failed on some replicas may show up later or not; of two writes at a time the later clock wins, and a fast clock wins over later writes; reading, changing and writing back loses updates.',
  advice:
    'Use lightweight transactions (`IF`) with SERIAL reads where order matters, or say that quorums only make acknowledged writes visible.',
  sources: [
    {
      title: 'Cassandra: guarantees',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html',
    },
    {
      title: 'Cassandra: tunable consistency',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#tunable-consistency',
    },
  ],
  bad: [
    clusterExample(
      'cassandra',
      { 'schema.cql': KEYSPACE, 'README.md': 'R + W > N makes reads linearizable.\n' },
      'last write',
    ),
  ],
  good: [
    clusterExample('cassandra', {
      'schema.cql': KEYSPACE,
      'README.md': 'R + W > N is not linearizable. Reads with R + W > N see acknowledged writes.\n',
    }),
  ],
  check: checkClaim(
    'claim-overlap-is-linearizable',
    (_, claim) =>
      `${quoted(claim)}: R + W > N lets a read meet every acknowledged write, no more: the last write by clock wins, failed writes may appear later, concurrent updates are lost. Use lightweight transactions where order matters, or change the sentence.`,
  ),
});
