import type { SearchField } from '../../documents/elasticsearch/model.js';
import { booleanAt, entryAt } from '../../documents/tree.js';
import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf } from '../lib/documents/search.js';
import { wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-id-as-text',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'hint',
  engines: ['elasticsearch'],
  summary: 'An identifier or a name out of few is analysed as running text.',
  gains: 'Parts of it can be found: a piece of a host name.',
  costs:
    'The analyser takes `A1-b2` apart and makes it lower case: a `term` query for the value finds nothing, a `match` query finds others that share a part. The field can be neither sorted nor aggregated.',
  fineWhen: 'People type parts of it into a search box.',
  advice: 'Use `keyword`; where both are asked for, `text` with a `keyword` sub-field.',
  sources: [
    {
      title: 'Elasticsearch: keyword for identifiers, status codes, host names',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/keyword',
    },
    {
      title: 'Elasticsearch: text is not for aggregations',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/text',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "customer_id": { "type": "text" } } } }\n',
      'customer_id',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "customer_id": { "type": "keyword" }, "title": { "type": "text" }, "status": { "type": "text", "fields": { "raw": { "type": "keyword" } } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const { fields } of indexesOf(document)) {
      for (const field of fields) {
        if (field.type !== 'text' || !isName(field)) continue;
        // Not searched at all, or with an analyser that leaves it whole.
        if (booleanAt(field.node, 'index')?.value === false || entryAt(field.node, 'analyzer')) continue;
        if ([...field.multi.values()].some(type => type === 'keyword' || type === 'wildcard')) continue;
        context.report({
          origin: at(document, field.at),
          message: `${field.path} seems to be looked up as a whole, but is text: it can be neither sorted nor aggregated, and term queries are compared with its lower-cased words. Make it a keyword.`,
        });
      }
    }
  },
});

function isName(field: SearchField): boolean {
  const words = wordsOf(field.name);
  // `id` alone may be a part of a text that people search, such as the number of a study.
  return WHOLE.has(words.at(-1) ?? '') && words.length <= 4 && words.join() !== 'id';
}

const WHOLE = new Set('id ids uuid guid status state sku currency locale severity hash checksum'.split(' '));
