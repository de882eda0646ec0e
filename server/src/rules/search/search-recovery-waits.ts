import { eachSearchSetting, pair, searchNodes } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const three = (count: number): Record<string, string> =>
  searchNodes(`gateway.recover_after_data_nodes: ${count}\n`, '', '');

export default defineRule({
  id: 'search-recovery-waits',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'Recovery waits for more data nodes than there are.',
  gains: 'After a restart of all, copies are not built anew while nodes are still starting.',
  costs:
    'When all nodes were stopped, none of the indexes is opened before so many data nodes are there: with more than there are that is never, and with all of them one broken node keeps everything shut.',
  fineWhen: 'Never with more than there are.',
  advice: 'Take a majority of the data nodes.',
  sources: [
    {
      title: 'Elasticsearch: local gateway settings',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/modules-gateway.html',
    },
  ],
  bad: [...pair(three(4), 'never'), ...pair(three(3), 'one node')],
  good: pair(three(2)),
  check(cluster, context) {
    if (cluster.open) return;
    const nodes = cluster.members.filter(({ role }) => role === 'data').length;
    if (nodes < 2) return;
    eachSearchSetting(cluster, 'gateway.recover_after_data_nodes', ({ value, written }) => {
      if (typeof value !== 'number' || value < nodes) return;
      context.report({
        origin: written.origin,
        severity: value > nodes ? 'warning' : 'info',
        message:
          value > nodes
            ? `Recovery waits for ${value} data nodes, and there are ${nodes}: after a stop of all nodes the indexes are never opened. Set it to ${Math.floor(nodes / 2) + 1}.`
            : `Recovery waits for all ${nodes} data nodes: after a stop of all, one node that does not come back keeps every index shut. Set it to ${Math.floor(nodes / 2) + 1}.`,
      });
    });
  },
});
