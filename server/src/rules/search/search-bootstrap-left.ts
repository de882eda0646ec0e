import type { Cluster } from '../../cluster/model.js';
import { isUncertain } from '../../cluster/uncertain.js';
import { clusterExample } from '../lib/cluster/example.js';
import { BOOTSTRAP, lineOf, pair, searchMembers, searchNodes } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const list = 'cluster.initial_master_nodes: [n1, n2, n3]\n';
const one = 'cluster.initial_master_nodes: [n1]\n';

/** One for all nodes of a role. */
const template = (conditional: boolean) =>
  `cluster.name: logs\ndiscovery.seed_hosts: {{ nodes | to_json }}\n${conditional ? '{% if first_start %}\n' : ''}cluster.initial_master_nodes: {{ masters | to_json }}\n${conditional ? '{% endif %}\n' : ''}`;

export default defineRule({
  id: 'search-bootstrap-left',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'cluster.initial_master_nodes is still there.',
  gains: 'A cluster can be made from these files.',
  costs:
    'Once the cluster stands the setting is not looked at. When more than half of the named nodes have lost their disks and find each other but not the rest, they found a second, empty cluster by it, and take writes; of a list of one name that node alone does.',
  fineWhen: 'The files make clusters, as in tests and compositions.',
  advice: 'Take it out of the files of nodes that run.',
  sources: [BOOTSTRAP],
  bad: [
    ...pair(searchNodes(list, list, list), 'more than half of the named nodes'),
    ...pair(searchNodes(one, one, one), 'the named node founds'),
    clusterExample('elasticsearch', { 'templates/elasticsearch.yml.j2': template(false) }, 'empty cluster'),
  ],
  good: [
    ...pair(searchNodes('', '', '')),
    clusterExample('elasticsearch', { 'templates/elasticsearch.yml.j2': template(true) }),
  ],
  check(cluster, context) {
    if (cluster.members.length < 2 && !isForMany(cluster)) return;
    const lists = new Set(
      searchMembers(cluster).flatMap(({ settings }) => {
        const names = settings.list('cluster.initial_master_nodes');
        return names.length === 0 ? [] : [[...names].sort().join()];
      }),
    );
    // Different lists are worse, and said of themselves.
    if (lists.size > 1) return;
    for (const { settings } of searchMembers(cluster)) {
      // Operators and compositions start clusters anew: theirs is meant.
      if (settings.raw('place.from')?.raw !== 'file') continue;
      const given = settings.given('cluster.initial_master_nodes');
      // What a template writes in some cases may well be left out once the cluster stands.
      if (given === undefined || isUncertain(given.written.keyOrigin)) continue;
      context.report({
        origin: given.written.keyOrigin,
        message: `This counts only when the cluster is made. Left in, ${consequence(settings.list('cluster.initial_master_nodes'))}. Take it out once the cluster stands.`,
        fixes: () => {
          const edits = searchMembers(cluster).flatMap(each => {
            const other = each.settings.given('cluster.initial_master_nodes');
            return other === undefined ? [] : lineOf(other.written);
          });
          return edits.length === 0 ? [] : [{ title: 'Take it out', edits, safe: false }];
        },
      });
      return;
    }
  },
});

/** A node makes a cluster by itself only with more than half of those that the list names. */
function consequence(names: readonly string[]): string {
  return names.length === 1
    ? 'the named node founds a second, empty cluster and takes writes when it has lost its disk and does not find the others'
    : 'when more than half of the named nodes have lost their disks and find each other but not the rest, they found a second, empty cluster and take writes';
}

/** A template for many nodes: it fills in the others, and the first masters in any case. */
function isForMany(cluster: Cluster): boolean {
  return searchMembers(cluster).some(({ settings }) =>
    ['discovery.seed_hosts', 'cluster.initial_master_nodes'].every(name => {
      const written = settings.given(name)?.written;
      return written !== undefined && written.raw === undefined && !isUncertain(written.keyOrigin);
    }),
  );
}
