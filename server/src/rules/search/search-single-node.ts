import type { Cluster } from '../../cluster/model.js';
import { isUncertain } from '../../cluster/uncertain.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  BOOTSTRAP,
  eachSearchSetting,
  lineOf,
  pair,
  searchMembers,
  searchNodes,
  searchSettings,
} from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

/** Several nodes of one file may be as many clusters, and meant so: a name that is set, or a list of peers, says otherwise. */
function areMeantTogether(cluster: Cluster): boolean {
  return searchMembers(cluster).some(({ settings }) =>
    ['cluster.name', 'discovery.seed_hosts', 'discovery.zen.ping.unicast.hosts'].some(
      name => settings.given(name) !== undefined,
    ),
  );
}

export default defineRule({
  id: 'search-single-node',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'discovery.type: single-node where there are several nodes.',
  gains: 'A node alone starts without the checks of production.',
  costs:
    'Such a node elects itself and joins no other: several of them are as many clusters, each with a part of the data and no copy elsewhere. Together with `cluster.initial_master_nodes` the node does not start.',
  fineWhen: 'There is one node.',
  advice:
    'Take it out and set `discovery.seed_hosts` and, for the first start, `cluster.initial_master_nodes`.',
  sources: [
    BOOTSTRAP,
    {
      title: 'Elasticsearch: what a single node refuses',
      url: 'https://github.com/elastic/elasticsearch/blob/main/server/src/main/java/org/elasticsearch/cluster/coordination/ClusterBootstrapService.java',
    },
  ],
  bad: [
    ...pair(searchNodes('discovery.type: single-node\n', 'discovery.type: single-node\n'), '2 nodes'),
    ...pair(
      searchNodes('discovery.type: single-node\ncluster.initial_master_nodes: [n1]\n'),
      'does not start',
    ),
  ],
  good: [
    clusterExample('elasticsearch', {
      'compose.yml':
        "services:\n  es:\n    image: elasticsearch:8.14.0\n    environment:\n      - discovery.type=single-node\n  setup:\n    image: elasticsearch:8.14.0\n    command: bash -c 'echo begins; curl http://es:9200'\n",
    }),
    // One branch for a node alone, another for several.
    clusterExample('elasticsearch', {
      'templates/elasticsearch.yml.j2':
        "cluster.name: logs\n{% if groups['search'] | length == 1 %}\ndiscovery.type: single-node\n{% else %}\ncluster.initial_master_nodes: [n1, n2, n3]\n{% endif %}\n",
    }),
    // What stands in a condition of its own may be there when the other is not.
    clusterExample('elasticsearch', {
      'templates/elasticsearch.yml.j2':
        'cluster.name: logs\ndiscovery.type: single-node\n{% if first_masters is defined %}\ncluster.initial_master_nodes: [n1]\n{% endif %}\n',
    }),
    // Two versions beside each other, a node each.
    clusterExample('elasticsearch', {
      'compose.yml':
        'services:\n  new:\n    image: elasticsearch:9.1.0\n    environment:\n      - discovery.type=single-node\n  old:\n    image: elasticsearch:8.14.0\n    environment:\n      - discovery.type=single-node\n',
    }),
    ...pair(searchNodes('discovery.type: single-node\n')),
    clusterExample('opensearch', {
      'opensearch.yml': 'cluster.name: logs\ndiscovery.type: single-node\n',
    }),
  ],
  check(cluster, context) {
    let said = false;
    eachSearchSetting(cluster, 'discovery.type', ({ value, written }, member) => {
      if (value !== 'single-node' || said) return;
      const masters = searchSettings(cluster, member)?.given('cluster.initial_master_nodes');
      if (masters !== undefined && !isUncertain(masters.written.keyOrigin)) {
        said = true;
        context.report({
          origin: written.origin,
          severity: 'error',
          message: `With discovery.type: single-node the node does not start when ${masters.written.key} is set as well. Take one of the two out.`,
          related: [{ origin: masters.written.origin, message: 'Set here.' }],
          fixes: lineOf(masters.written).map(edit => ({
            title: `Take ${masters.written.key} out`,
            edits: [edit],
            safe: false,
          })),
        });
      } else if (cluster.members.length > 1 && areMeantTogether(cluster)) {
        said = true;
        context.report({
          origin: written.origin,
          message: `${member.id} elects itself and joins no other, so the ${cluster.members.length} nodes of ${cluster.name} are no cluster: each has its own data and no copies. Set discovery.seed_hosts instead.`,
        });
      }
    });
  },
});
