import { ALLOCATION, eachIndexSetting, pair, searchNodes } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const index = (replicas: number): Record<string, string> => ({
  'index.json': `{ "settings": { "number_of_shards": 1, "number_of_replicas": ${replicas} } }\n`,
});

export default defineRule({
  id: 'search-replicas-exceed-nodes',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'An index asks for more copies than there are data nodes.',
  gains: 'When nodes are added they get copies at once.',
  costs:
    'Two copies of a shard are never on one node: the rest stays unassigned, the cluster stays yellow, and nobody notices when a copy is missing that could be there.',
  fineWhen: 'The other nodes come soon.',
  advice: 'Ask for one replica less than there are data nodes, or set `auto_expand_replicas`.',
  sources: [ALLOCATION],
  bad: pair({ ...searchNodes('', '', 'node.roles: [master]\n'), ...index(2) }, '2 data nodes'),
  good: pair({ ...searchNodes('', '', ''), ...index(2) }),
  check(cluster, context) {
    if (cluster.open || cluster.members.length < 2) return;
    const nodes = cluster.members.filter(({ role }) => role === 'data').length;
    eachIndexSetting(cluster, 'number_of_replicas', ({ value, written }, name, settings) => {
      if (typeof value !== 'number' || value < nodes || settings.text('auto_expand_replicas') !== 'false')
        return;
      context.report({
        origin: written.origin,
        message: `${name} asks for ${value + 1} copies on ${nodes} data nodes: ${value + 1 - nodes} of each shard stay unassigned and the cluster stays yellow. Ask for ${nodes - 1} replicas.`,
      });
    });
  },
});
