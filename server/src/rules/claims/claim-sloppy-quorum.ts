import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const KEYSPACE = "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\n";

export default defineRule({
  ...CLAIM,
  id: 'claim-sloppy-quorum',
  engines: ['cassandra', 'scylla'],
  summary:
    'A comment or document says that the store uses sloppy quorums; its hints count for no level but ANY.',
  costs:
    'In a sloppy quorum a stand-in counts for a replica that is down. In Cassandra a hint counts only for a write at ANY; at ONE or QUORUM the replicas of the row themselves must answer, or the write fails. Who reckons with stand-ins overrates the availability of writes and underrates what reads see.',
  advice: 'Say that replicas are fixed and hints only bring them up to date.',
  sources: [
    {
      title: 'Cassandra: hinted handoff and consistency',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/hints.html',
    },
  ],
  bad: [
    clusterExample(
      'cassandra',
      { 'schema.cql': KEYSPACE, 'README.md': 'Cassandra uses sloppy quorums, so a write always succeeds.\n' },
      'ANY',
    ),
    clusterExample(
      'scylla',
      {
        'scylla.yaml': 'cluster_name: shop\n',
        'schema.cql': KEYSPACE,
        'README.md': 'ScyllaDB works with a sloppy quorum.\n',
      },
      'ANY',
    ),
  ],
  good: [
    clusterExample('cassandra', {
      'schema.cql': KEYSPACE,
      'README.md': 'Unlike Dynamo, Cassandra does not use sloppy quorums.\n',
    }),
    clusterExample('scylla', {
      'scylla.yaml': 'cluster_name: shop\n',
      'schema.cql': KEYSPACE,
      'README.md': 'A sloppy quorum is not what ScyllaDB uses.\n',
    }),
  ],
  check: checkClaim(
    'claim-sloppy-quorum',
    (_, claim) =>
      `${quoted(claim)}: quorums here are strict. A hint on another node counts only for a write at ANY; at any other level the row's own replicas answer, or the request fails. Reckon with fixed replicas, or change the sentence.`,
  ),
});
