import { isOlder } from '../../cluster/version.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const NODE = 'cluster.name: logs\nnode.name: es1\ndiscovery.seed_hosts: ["es1", "es2", "es3"]\n';

export default defineRule({
  ...CLAIM,
  byVersion: true,
  id: 'claim-minimum-master-nodes',
  engines: ['elasticsearch'],
  summary:
    'A comment or document relies on minimum_master_nodes against split brain; from 7.0 on it is ignored or refused.',
  costs:
    'Elasticsearch 7 keeps its own list of voters and needs a majority of it; `discovery.zen.minimum_master_nodes` is ignored by 7.x and unknown to 8. What protects the cluster is `cluster.initial_master_nodes` at its first start, and never stopping half of the voters at once.',
  advice: 'Drop the setting and the sentence; run three nodes that may be master.',
  sources: [
    {
      title: 'Elasticsearch: voting configurations',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-discovery-voting.html',
    },
  ],
  bad: [
    clusterExample(
      'elasticsearch',
      {
        'elasticsearch.yml': NODE,
        'README.md': 'We set minimum_master_nodes to 2, which prevents split brain.\n',
      },
      'voters',
    ),
  ],
  good: [
    clusterExample('elasticsearch', {
      'roles/search/templates/elasticsearch.yml.j2': `${NODE}# Prevents split brain: a majority.\ndiscovery.zen.minimum_master_nodes: 2\n`,
      'roles/search/defaults/main.yml': 'elasticsearch_version: 5.6.6   # what is installed\n',
    }),
    clusterExample('elasticsearch', {
      'elasticsearch.yml': NODE,
      'README.md': 'minimum_master_nodes no longer prevents split brain.\n',
    }),
  ],
  check: checkClaim('claim-minimum-master-nodes', (cluster, claim) => {
    const version = cluster.versions.elasticsearch?.version;
    if (isOlder(version, '7.0')) return undefined;
    return `${quoted(claim)}: from Elasticsearch 7 on minimum_master_nodes has no effect; a majority of the voters that the cluster keeps by itself decides. Drop the setting and the sentence, and run three nodes that may be master.`;
  }),
});
