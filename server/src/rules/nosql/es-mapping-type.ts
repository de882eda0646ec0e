import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf } from '../lib/documents/search.js';
import { isSearchAtLeast } from '../lib/documents/search-version.js';
import { defineRule } from '../rule.js';

const TYPED =
  '{\n  "mappings": {\n    "doc": {\n      "properties": { "at": { "type": "date" } }\n    }\n  }\n}\n';

export default defineRule({
  id: 'es-mapping-type',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['elasticsearch'],
  summary: 'A mapping has a type between `mappings` and `properties`, which version 8 refuses.',
  gains: 'It runs on versions before 7.',
  costs:
    'Since version 7 an index has one mapping without a type. Version 7 takes the old form only with `include_type_name=true`; version 8, and OpenSearch 2, refuse it.',
  fineWhen: 'The cluster is of version 6 or older; where no file says that it is newer, nothing is told.',
  advice: 'Let `properties` stand right below `mappings`.',
  sources: [
    {
      title: 'OpenSearch: breaking changes of 2.0, mapping types',
      url: 'https://docs.opensearch.org/latest/breaking-changes/',
    },
    {
      title: 'Elasticsearch: version 8 supports no mapping types',
      url: 'https://www.elastic.co/docs/manage-data/data-store/mapping/removal-of-mapping-types',
    },
    {
      title: 'Elasticsearch: removal of mapping types',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/removal-of-types.html',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{\n  "index_patterns": ["orders-*"],\n  "template": {\n    "mappings": {\n      "doc": {\n        "properties": { "at": { "type": "date" } }\n      }\n    }\n  }\n}\n',
      '`doc`',
    ),
    {
      ...documentExample('elasticsearch', 'mapping.json', TYPED, '`doc`'),
      files: {
        'mapping.json': TYPED,
        'compose.yml':
          'services:\n  search:\n    image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0\n',
      },
    },
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{\n  "mappings": {\n    "properties": { "at": { "type": "date" } }\n  }\n}\n',
    ),
    {
      ...documentExample('elasticsearch', 'mapping.json', TYPED),
      files: {
        'mapping.json': TYPED,
        'load.sh': 'curl -X PUT "elasticsearch:9200/orders?include_type_name=true" -d @mapping.json\n',
        'compose.yml':
          'services:\n  search:\n    image: docker.elastic.co/elasticsearch/elasticsearch:7.17.0\n',
      },
    },
    // That it has a type is all that is known of the version: an old one.
    documentExample('elasticsearch', 'mapping.json', TYPED),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "index_patterns": ["filebeat-6.6.2-*"], "mappings": { "doc": { "properties": { "at": { "type": "date" } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      const [first] = index.types;
      if (!first || isSearchAtLeast(index, document.uri, context.beside, '7') !== true) continue;
      // A request that asks for types is taken by version 7.
      if (context.beside.typed && isSearchAtLeast(index, document.uri, context.beside, '8') !== true)
        continue;
      context.report({
        origin: at(document, first.at),
        message: `\`${first.name}\` is a mapping type: version 8 and OpenSearch 2 refuse it, and version 7 takes it only when told to. Put properties right below mappings.`,
      });
    }
  },
});
