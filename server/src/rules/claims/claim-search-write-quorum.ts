import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const NODE = 'cluster.name: logs\nnode.name: es1\ndiscovery.seed_hosts: ["es1", "es2", "es3"]\n';

export default defineRule({
  ...CLAIM,
  id: 'claim-search-write-quorum',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'A comment or document says that writes wait for a quorum of shards; there is no such quorum.',
  costs:
    'A write goes to the primary shard and all copies that are in sync; one that fails is taken out of them. `wait_for_active_shards` is looked at before the operation starts (by default only the primary must be there) and promises nothing about where the write ends up. The old quorum of `write.consistency` is gone since 5.0.',
  advice: 'Set `number_of_replicas` and watch for unassigned copies; say that in-sync copies have the write.',
  sources: [
    {
      title: 'Elasticsearch: active shards',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/docs-index_.html',
    },
    {
      title: 'OpenSearch: index document, wait_for_active_shards',
      url: 'https://docs.opensearch.org/latest/api-reference/document-apis/index-document/',
    },
  ],
  bad: [
    clusterExample(
      'elasticsearch',
      {
        'elasticsearch.yml': NODE,
        'README.md': 'A write succeeds when a quorum of shards has it, 3 of 6.\n',
      },
      'in sync',
    ),
    clusterExample(
      'opensearch',
      { 'opensearch.yml': NODE, 'README.md': 'wait_for_active_shards=2 guarantees two copies.\n' },
      'in sync',
    ),
  ],
  good: [
    clusterExample('elasticsearch', {
      'elasticsearch.yml': NODE,
      'README.md': 'There is no quorum of shards: writes go to all that are in sync.\n',
    }),
    clusterExample('opensearch', {
      'opensearch.yml': NODE,
      'README.md': 'wait_for_active_shards does not guarantee anything.\n',
    }),
  ],
  check: checkClaim(
    'claim-search-write-quorum',
    (_, claim) =>
      `${quoted(claim)}: writes go to the primary and every copy that is in sync, and a copy that fails is dropped from them. No quorum is counted, and wait_for_active_shards is only looked at beforehand. Change the sentence.`,
  ),
});
