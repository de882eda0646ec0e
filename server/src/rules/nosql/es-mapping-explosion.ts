import { textAt } from '../../documents/tree.js';
import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { isOfBeat } from '../lib/documents/search-version.js';
import { defineRule } from '../rule.js';

/** Elasticsearch's default of `index.mapping.total_fields.limit`. */
const DEFAULT_LIMIT = 1000;

export default defineRule({
  id: 'es-mapping-explosion',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'Fields are added to the mapping without end, or the limit that stops that was raised.',
  gains: 'Whatever comes can be searched at once, without a change of the mapping.',
  costs:
    'Each new key of a document becomes a field of the mapping, which every node holds in memory and the master sends around with each change. Keys that are data, such as user ids, add thousands: the cluster slows down, and beyond the limit documents are refused.',
  fineWhen:
    'The keys are few and known, though they are not written down; or more than a thousand fields are.',
  advice:
    'Use `"dynamic": false` or `"strict"`, and for objects with free keys `flattened` (Elasticsearch, since 7.3) or `flat_object` (OpenSearch, since 2.7). Leave `total_fields.limit` where it is.',
  sources: [
    {
      title: 'Elasticsearch: mapping limit settings, mapping explosion',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/mapping-limit',
    },
    {
      title: 'Elasticsearch: flattened',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/flattened',
    },
  ],
  options: {
    maximum: {
      type: 'number',
      default: 5 * DEFAULT_LIMIT,
      description: 'Fields that `index.mapping.total_fields.limit` may allow.',
    },
  },
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "index.mapping.total_fields.limit": 20000 }, "mappings": { "properties": { "id": { "type": "keyword" } } } } }\n',
      '20,000',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "dynamic": "strict", "properties": { "labels": { "type": "object", "dynamic": true } } } }\n',
      'labels',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["filebeat-7.17.0-*"], "settings": { "index.mapping.total_fields.limit": 10000 }, "mappings": { "properties": { "id": { "type": "keyword" } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "settings": { "index": { "mapping": { "total_fields": { "limit": 500 } } } }, "mappings": { "dynamic": "strict", "properties": { "labels": { "type": "flattened" } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      // What a Beat made has thousands of fields, and those alone.
      if (isOfBeat(index)) continue;
      const limit = index.settings.get('mapping.total_fields.limit');
      const maximum = context.options.maximum as number;
      const isOpen = index.dynamic?.value !== 'false' && index.dynamic?.value !== 'strict';
      // Where the fields that are written down need the limit, or no others can come, it is as high as it has to be.
      const isNeeded = index.fields.length > DEFAULT_LIMIT / 2 || !isOpen;
      if (limit?.number !== undefined && limit.number > Math.max(maximum, DEFAULT_LIMIT) && !isNeeded) {
        context.report({
          origin: at(document, limit.at),
          message: `${indexName(index)} may have ${limit.number.toLocaleString('en-US')} fields, where ${DEFAULT_LIMIT.toLocaleString('en-US')} are the default: every node holds the mapping in memory, and each new field goes to all of them. Set "dynamic": false where keys are data.`,
        });
      }
      for (const field of index.fields) {
        const dynamic = textAt(field.node, 'dynamic');
        // Where all may grow, saying so once more changes nothing.
        if (dynamic?.value !== 'true' || isOpen) continue;
        context.report({
          origin: at(document, field.at),
          severity: 'hint',
          message: `Each new key below ${field.path} becomes a field of the mapping, though no others may come: if its keys are data, they grow without end. "dynamic": false keeps them out of it.`,
        });
      }
    }
  },
});
