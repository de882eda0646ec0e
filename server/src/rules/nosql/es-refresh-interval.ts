import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-refresh-interval',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'New documents are never made visible.',
  gains: 'Without refreshes an index is filled fastest.',
  costs: 'With -1 no search ever finds what was written since the last refresh, until one is asked for.',
  fineWhen: 'An index is being filled, and the setting is changed afterwards.',
  advice: 'Leave it out, or use 5 to 30 seconds for logs and metrics; -1 only while an index is filled.',
  sources: [
    {
      title: 'Elasticsearch: index.refresh_interval and search idle shards',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules',
    },
    {
      title: 'Elasticsearch: tune for indexing speed',
      url: 'https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/indexing-speed',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders"], "template": { "settings": { "refresh_interval": "-1", "number_of_shards": 1 } } }\n',
      'never',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "template": { "settings": { "index.lifecycle.name": "logs", "refresh_interval": "1s" }, "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      const interval = index.settings.get('refresh_interval');
      if (interval?.text === undefined) continue;
      if (interval.text !== '-1') continue;
      context.report({
        origin: at(document, interval.at),
        message: `${indexName(index)} never refreshes: no search finds what is written. Set refresh_interval once the index is filled.`,
      });
    }
  },
});
