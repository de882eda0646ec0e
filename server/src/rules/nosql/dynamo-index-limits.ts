import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

const gsi = (count: number): string =>
  `name     = "orders"\nhash_key = "id"\n${Array.from({ length: count }, (_, i) => `global_secondary_index {\n  name            = "g${i}"\n  hash_key        = "k${i}"\n  projection_type = "KEYS_ONLY"\n}`).join('\n')}`;
const lsi = (count: number): string =>
  `AttributeDefinitions: !Ref Attributes\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\n  - { AttributeName: at, KeyType: RANGE }\nLocalSecondaryIndexes:\n${Array.from({ length: count }, (_, i) => `  - IndexName: l${i}\n    KeySchema:\n      - { AttributeName: id, KeyType: HASH }\n      - { AttributeName: a${i}, KeyType: RANGE }\n    Projection: { ProjectionType: KEYS_ONLY }`).join('\n')}`;

export default defineRule({
  id: 'dynamo-index-limits',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['dynamodb'],
  summary: 'A table has more secondary indexes than DynamoDB allows.',
  gains: 'More ways to ask.',
  costs:
    'Five local indexes are the limit, and they can only be made together with the table. Twenty global indexes are the default quota; each is a copy that every write of its attributes pays for again.',
  fineWhen: 'The quota of global indexes was raised for the account.',
  advice:
    'Let several questions share one index: a generic key attribute that holds another value per kind of row.',
  sources: [
    {
      title: 'DynamoDB: quotas, secondary indexes per table',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
    },
    {
      title: 'DynamoDB: overloading global secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-gsi-overloading.html',
    },
  ],
  options: {
    maximumGlobal: { type: 'number', default: 20, description: 'Global indexes that the account allows.' },
  },
  bad: [tableResource(gsi(21), '21 global'), tableTemplate(lsi(6), '6 local')],
  good: [tableResource(gsi(20)), tableTemplate(lsi(5))],
  check(document, context) {
    const maximum = context.options.maximumGlobal as number;
    for (const table of tablesOf(document)) {
      const local = table.indexes.filter(index => index.kind === 'local');
      const global = table.indexes.length - local.length;
      if (local.length > 5) {
        context.report({
          origin: at(document, local[5]!.at),
          severity: 'error',
          message: `${table.name} has ${local.length} local secondary indexes, and DynamoDB takes five: the table is refused. Make some of them global.`,
        });
      }
      if (global > maximum) {
        context.report({
          origin: at(document, table.at),
          message: `${table.name} has ${global} global secondary indexes; the quota is ${maximum} unless it was raised. Let questions share an index with a generic key.`,
        });
      }
    }
  },
});
