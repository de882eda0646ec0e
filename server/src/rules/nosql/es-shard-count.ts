import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-shard-count',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'hint',
  engines: ['elasticsearch'],
  summary: 'An index has so many primary shards that it has to be huge to fill them.',
  gains: 'More nodes share the writing, and each search of one large index runs on more threads.',
  costs:
    'Each shard costs memory on its node and in the state of the cluster, whether or not it is full, and each search asks all of them. A shard should hold 10 to 50 GB: with less per shard, fewer are faster.',
  fineWhen: 'Each index does reach as many times 10 GB.',
  advice:
    'Divide the expected size of one index by 30 GB, and let a rollover at 50 GB per shard begin the next one.',
  sources: [
    {
      title: 'Elasticsearch: size your shards, 10 to 50 GB',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/size-your-shards.html',
    },
    {
      title: 'OpenSearch: choosing the number of shards',
      url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/bp-sharding.html',
    },
  ],
  options: {
    maximum: { type: 'number', default: 10, description: 'Primary shards of an index that are not many.' },
  },
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 40, "number_of_replicas": 1 } } }\n',
      '400 GB',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": "2", "number_of_replicas": 1 } } }\n',
    ),
  ],
  check(document, context) {
    const maximum = context.options.maximum as number;
    for (const index of indexesOf(document)) {
      const shards = index.settings.get('number_of_shards');
      if (shards?.number === undefined || shards.number <= maximum) continue;
      const replicas = index.settings.get('number_of_replicas')?.number ?? 1;
      const all = shards.number * (1 + replicas);
      context.report({
        origin: at(document, shards.at),
        message: `${indexName(index)} has ${shards.number} primary shards, ${all} with replicas: each index needs at least ${(shards.number * 10).toLocaleString('en-US')} GB to fill them with the 10 to 50 GB that suit a shard. Use fewer, or roll over by size.`,
      });
    }
  },
});
