import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-nested-fields',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'Nested fields inside of nested fields, or more of them than the limit.',
  gains: 'Conditions on several fields of one element are tested on the same element.',
  costs:
    'Each element of a nested field is a hidden document: 100 orders of 100 lines of 10 parts are 110,100 documents. An update of one writes all of them again, and each query has to join them.',
  fineWhen: 'The lists stay short and the documents seldom change; two levels are told nothing of.',
  advice:
    'Index the inner elements as documents of their own, with what is needed of the outer one copied into them.',
  sources: [
    {
      title: 'Elasticsearch: mapping limit settings, nested_fields and nested_objects',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/mapping-limit',
    },
    {
      title: 'Elasticsearch: nested, limits on nested mappings',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/nested',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "lines": { "type": "nested", "properties": { "parts": { "type": "nested", "properties": { "lots": { "type": "nested" } } } } } } } }\n',
      'lines.parts.lots',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["o-*"], "template": { "settings": { "index.mapping.nested_objects.limit": 100000 }, "mappings": { "properties": { "lines": { "type": "nested" } } } } }\n',
      '100,000',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "lines": { "type": "nested", "properties": { "parts": { "type": "nested" } } } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "lines": { "type": "nested", "properties": { "sku": { "type": "keyword" } } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      const deep = index.fields.find(field => field.type === 'nested' && field.nestedIn > 1);
      if (deep) {
        context.report({
          origin: at(document, deep.at),
          severity: 'hint',
          message: `${deep.path} is nested two levels deep: its elements multiply with those around them, each a hidden document that is written anew with every update. Index them on their own.`,
        });
      }
      for (const [name, normal] of LIMITS) {
        const limit = index.settings.get(`mapping.${name}.limit`);
        if (limit?.number === undefined || limit.number <= normal) continue;
        context.report({
          origin: at(document, limit.at),
          message: `${indexName(index)} raises ${name}.limit to ${limit.number.toLocaleString('en-US')}, where ${normal.toLocaleString('en-US')} at most is the default: each nested element is a hidden document, written anew with every update. Index the elements on their own.`,
        });
      }
    }
  },
});

/** Defaults: fields of type nested (100 of late, 50 in older versions and in OpenSearch), nested elements of one document. */
const LIMITS: readonly (readonly [string, number])[] = [
  ['nested_fields', 100],
  ['nested_objects', 10_000],
];
