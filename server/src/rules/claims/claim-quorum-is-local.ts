import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const KEYSPACE =
  "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 3};\n";

export default defineRule({
  ...CLAIM,
  id: 'claim-quorum-is-local',
  engines: ['cassandra', 'scylla'],
  summary: 'A comment or document says that QUORUM stays in one data centre; it counts the replicas of all.',
  costs:
    'QUORUM is a majority of the replicas of all data centres together. Requests wait for the network between the centres, and fail when that is cut or a centre is gone, though the own centre is whole.',
  advice: 'Use LOCAL_QUORUM where the own data centre is meant, or say that other centres are waited for.',
  sources: [
    {
      title: 'Cassandra: tunable consistency',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#tunable-consistency',
    },
  ],
  bad: [
    clusterExample(
      'cassandra',
      {
        'schema.cql': KEYSPACE,
        'README.md': 'We write with QUORUM. QUORUM only needs the local data center.\n',
      },
      '4 of 6',
    ),
    clusterExample(
      'scylla',
      {
        'scylla.yaml': 'cluster_name: shop\nexperimental_features: []\n',
        'schema.cql': KEYSPACE,
        'README.md': 'A quorum is within the same DC.\n',
      },
      '4 of 6',
    ),
  ],
  good: [
    clusterExample('cassandra', {
      'schema.cql': KEYSPACE,
      'README.md': 'LOCAL_QUORUM only needs the local data center.\n',
    }),
    clusterExample('scylla', {
      'scylla.yaml': 'cluster_name: shop\nexperimental_features: []\n',
      'schema.cql':
        "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\n",
      'README.md': 'A quorum is within the same DC.\n',
    }),
  ],
  check: checkClaim('claim-quorum-is-local', (cluster, claim) => {
    for (const { kind, name, copies } of cluster.resources) {
      const centres = Object.keys(copies ?? {}).filter(centre => centre !== '' && copies![centre]! > 0);
      if (kind !== 'keyspace' || centres.length < 2) continue;
      const all = centres.reduce((sum, centre) => sum + copies![centre]!, 0);
      return `${quoted(claim)}: QUORUM counts the replicas of all data centres, ${Math.floor(all / 2) + 1} of ${all} in ${name} (${centres.join(', ')}). Requests wait for the other centre and fail with it: use LOCAL_QUORUM, or change the sentence.`;
    }
    return undefined;
  }),
});
