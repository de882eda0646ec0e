import { eachIndexSetting, pair, REPLICATION } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const index = (expand: string): Record<string, string> => ({
  'index-template.json': `{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 1, "auto_expand_replicas": "${expand}" } } }\n`,
});

export default defineRule({
  id: 'search-expand-to-all',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'An index keeps a copy on every data node.',
  gains: 'Every node answers by itself, and the last node that is left has all.',
  costs:
    'Each write waits for every copy in sync: the slowest node sets the pace, each new node adds to the work of all writes, and each that leaves or joins changes the number of copies.',
  fineWhen: 'The index is small and seldom written, such as one of settings.',
  advice: 'Use `0-1`, or a fixed number of replicas.',
  sources: [
    REPLICATION,
    {
      title: 'Elasticsearch: index.auto_expand_replicas',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules',
    },
  ],
  bad: pair(index('0-all'), 'every data node'),
  good: pair(index('0-1')),
  check(cluster, context) {
    eachIndexSetting(cluster, 'auto_expand_replicas', ({ value, written }, name) => {
      if (typeof value !== 'string' || !/^\d+-all$/.test(value)) return;
      context.report({
        origin: written.origin,
        message: `${name} keeps a copy on every data node: each write waits for all of them that are in sync, so the slowest sets the pace. Use 0-1, unless the index is small and seldom written.`,
      });
    });
  },
});
