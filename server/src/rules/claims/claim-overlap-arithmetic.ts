import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const KEYSPACE = "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\n";

export default defineRule({
  ...CLAIM,
  id: 'claim-overlap-arithmetic',
  engines: ['cassandra'],
  summary: 'A comment or document draws the wrong conclusion from N, W and R.',
  costs:
    'A read meets every acknowledged write exactly where R + W > N: each set of R replicas then has one in common with each set of W. Who reckons wrongly either pays for more answers than needed, or reads old rows.',
  advice: 'Add up: N = 3, W = 1, R = 3 overlaps; N = 3, W = 1, R = 1 does not.',
  sources: [
    {
      title: 'Cassandra: tunable consistency',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#tunable-consistency',
    },
  ],
  bad: [
    clusterExample(
      'cassandra',
      { 'schema.cql': KEYSPACE, 'README.md': 'N=3, W=1, R=3: a read might miss the newest row.\n' },
      '4 > 3',
    ),
    clusterExample(
      'cassandra',
      { 'schema.cql': KEYSPACE, 'README.md': 'With RF=3, W=1, R=1 reads always see the newest row.\n' },
      '2 <= 3',
    ),
  ],
  good: [
    clusterExample('cassandra', {
      'schema.cql': KEYSPACE,
      'README.md': 'N=3, W=1, R=1: a read might miss the newest row. N=3, W=2, R=2 always sees it.\n',
    }),
  ],
  check: checkClaim('claim-overlap-arithmetic', (_, claim) => {
    const [n, w, r] = claim.numbers as [number, number, number];
    return r + w > n
      ? `${quoted(claim)}: R + W = ${r + w} > ${n}, so every read has a replica in common with every acknowledged write and does not miss it. Change the sentence, or ask for fewer answers.`
      : `${quoted(claim)}: R + W = ${r + w} <= ${n}, so a read may ask only replicas that do not have the newest acknowledged write. Raise R or W until they are more than ${n}, or change the sentence.`;
  }),
});
