import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { isOfBeat } from '../lib/documents/search-version.js';
import { defineRule } from '../rule.js';

const ALONE =
  '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 1, "number_of_replicas": 0 } } }\n';

export default defineRule({
  id: 'es-no-replicas',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'An index has no replicas.',
  gains: 'Half of the disk, and faster loading.',
  costs:
    'Each shard is on one node: while that node is away its documents are not found and new ones for it are refused, and with its disk they are gone. A restart of a node is an outage.',
  fineWhen:
    'The cluster has one node or is for development (it is told only where files show several nodes), or the index is filled once and can be filled again; then replicas are added after loading.',
  advice: 'Keep one replica at least, or `auto_expand_replicas: 0-1` where a cluster of one node is meant.',
  sources: [
    {
      title: 'Elasticsearch: index.number_of_replicas',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules',
    },
    {
      title: 'Elasticsearch: set up a cluster for high availability',
      url: 'https://www.elastic.co/docs/deploy-manage/production-guidance/availability-and-resilience',
    },
  ],
  bad: [
    {
      ...documentExample('elasticsearch', 'index-template.json', ALONE, 'orders-*'),
      files: {
        'index-template.json': ALONE,
        'n1/elasticsearch.yml': 'cluster.name: shop\ndiscovery.seed_hosts: ["n1", "n2", "n3"]\n',
      },
    },
  ],
  good: [
    documentExample('elasticsearch', 'index-template.json', ALONE),
    {
      ...documentExample('elasticsearch', 'index-template.json', ALONE),
      files: {
        'index-template.json': ALONE,
        'elasticsearch.yml': 'cluster.name: shop\ndiscovery.type: single-node\n',
      },
    },
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 1, "number_of_replicas": 1 } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_replicas": 0, "auto_expand_replicas": "0-1" } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      const replicas = index.settings.get('number_of_replicas');
      const expands = index.settings.get('auto_expand_replicas')?.text;
      if (replicas?.number !== 0 || (expands !== undefined && expands !== 'false')) continue;
      // Clusters of one node have no place for a copy, and a Beat's own template says 0 for all.
      if (context.beside.nodes !== 'several' || isOfBeat(index)) continue;
      context.report({
        origin: at(document, replicas.at),
        message: `${indexName(index)} has no replicas: a node that is away takes its documents with it, and a lost disk loses them. Keep one replica.`,
      });
    }
  },
});
