import { booleanAt, entryAt, textAt } from '../../documents/tree.js';
import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf } from '../lib/documents/search.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-fielddata-on-text',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['elasticsearch'],
  summary: 'A text field keeps its words in memory so that it can be sorted and aggregated.',
  gains: 'Aggregations by single words: a tag cloud.',
  costs:
    'All terms of the field are loaded into the heap of each node at the first use and stay there: large fields end in circuit breakers or long garbage collections. And one counts words, not values: `New York` is `new` and `york`.',
  fineWhen:
    'Words are what is to be counted: of an analyser of its own, or beside a `keyword` sub-field, or kept few by `fielddata_frequency_filter`.',
  advice: 'Sort and aggregate by a `keyword` sub-field, which lies on disk.',
  sources: [
    {
      title: 'Elasticsearch: fielddata of text fields',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/text#fielddata-mapping-param',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "city": { "type": "text", "fielddata": true } } } }\n',
      'city',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "path": { "type": "text", "analyzer": "path", "fielddata": true } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "city": { "type": "text", "fields": { "raw": { "type": "keyword" } } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const { fields } of indexesOf(document)) {
      for (const field of fields) {
        if (field.type !== 'text' || booleanAt(field.node, 'fielddata')?.value !== true) continue;
        if (textAt(field.node, 'fielddata_frequency_filter')) continue;
        // Whoever chose an analyser wants what it makes of the text, such as the steps of a path; whole values are beside it.
        if (entryAt(field.node, 'analyzer') || [...field.multi.values()].includes('keyword')) continue;
        context.report({
          origin: at(document, field.at),
          message: `${field.path} is text with fielddata: all its words are kept in the heap, and aggregations count words, not values. Use a keyword sub-field.`,
        });
      }
    }
  },
});
