import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName, isTimeSeries } from '../lib/documents/search.js';
import { isSearchAtLeast } from '../lib/documents/search-version.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-no-lifecycle',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'A template for what happens over time says neither when an index is full nor when it may go.',
  gains: 'Nothing is ever deleted without being asked for.',
  costs:
    'Without a rollover the one index behind an alias grows past the 10 to 50 GB that a shard should have; with an index per day, quiet days leave tiny shards. Nothing is deleted until the disks are full, and then the cluster refuses writes.',
  fineWhen:
    'A policy is attached by other means: an OpenSearch policy with `ism_template`, a component template, or a job that deletes old indexes.',
  advice:
    'Name an ILM policy in `index.lifecycle.name`, or give the data stream a `lifecycle` with `data_retention`.',
  sources: [
    {
      title: 'Elasticsearch: index lifecycle management, rollover',
      url: 'https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management',
    },
    {
      title: 'Elasticsearch: size your shards',
      url: 'https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/size-shards',
    },
    {
      title: 'OpenSearch: index state management, ism_template',
      url: 'https://docs.opensearch.org/latest/im-plugin/ism/index/',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "template": { "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
      'logs-shop-*',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "template": { "settings": { "index.lifecycle.name": "logs" }, "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "data_stream": {}, "template": { "lifecycle": { "data_retention": "30d" }, "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["filebeat-6.6.2-*"], "mappings": { "properties": { "@timestamp": { "type": "date" } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["products"], "template": { "mappings": { "properties": { "name": { "type": "text" } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      // Policies came with version 6.6, after types had gone from new indexes.
      if (index.types.length > 0 && isSearchAtLeast(index, document.uri, context.beside, '7') !== true)
        continue;
      if (isSearchAtLeast(index, document.uri, context.beside, '6.6') === false || context.beside.expires)
        continue;
      if (index.kind !== 'template' || index.ownLifecycle || index.composed || !isTimeSeries(index)) continue;
      // Of one index by a name of its own more is not made with time.
      if (!index.dataStream && !index.patterns.some(({ value = '' }) => value.includes('*'))) continue;
      // What a Beat made: it begins an index a day, and how long they stay is said elsewhere.
      if (index.patterns.some(({ value = '' }) => BEAT.test(value))) continue;
      if (
        [
          'lifecycle.name',
          'opendistro.index_state_management.policy_id',
          'plugins.index_state_management.policy_id',
        ].some(name => index.settings.has(name))
      )
        continue;
      context.report({
        origin: at(document, index.at),
        message: `${indexName(index)} keeps what happens over time, and no lifecycle says when an index is full or old: shards outgrow 50 GB or stay tiny, and nothing is deleted. Name a policy in index.lifecycle.name.`,
      });
    }
  },
});

const BEAT = /^[a-z]+beat-\d+\.\d+/;
