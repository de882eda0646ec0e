import { at, tablesOf } from '../lib/documents/dynamo.js';
import { kindOf } from '../lib/documents/dynamo-hot.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-local-index-limit',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary:
    'A local secondary index limits the rows of one partition key to 10 GB, and many rows seem to have the same.',
  gains: 'Reads through it may be strongly consistent, and it shares the capacity of the table.',
  costs:
    'All rows with one partition key, with their index entries, may not exceed 10 GB: then writes that make them grow fail. The index can be neither added nor removed after the table is made, and it keeps a busy key in one partition.',
  fineWhen: 'The rows per key are few, and the index has to be read with strong consistency.',
  advice: 'Use a global index unless strongly consistent reads through it are needed.',
  sources: [
    {
      title: 'DynamoDB: local secondary indexes, item collection size limit',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html',
    },
    {
      title: 'DynamoDB: adaptive capacity and local secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html',
    },
    {
      title: 'DynamoDB: guidelines for secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general.html',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: order_date, AttributeType: S }\n  - { AttributeName: at, AttributeType: S }\n  - { AttributeName: total, AttributeType: N }\nKeySchema:\n  - { AttributeName: order_date, KeyType: HASH }\n  - { AttributeName: at, KeyType: RANGE }\nLocalSecondaryIndexes:\n  - IndexName: by_total\n    KeySchema:\n      - { AttributeName: order_date, KeyType: HASH }\n      - { AttributeName: total, KeyType: RANGE }\n    Projection: { ProjectionType: ALL }',
      '10 GB',
    ),
    tableResource(
      'name      = "orders"\nhash_key  = "tenant_id"\nrange_key = "at"\nlocal_secondary_index {\n  name            = "by_total"\n  range_key       = "total"\n  projection_type = "ALL"\n}',
      'by_total',
    ),
  ],
  good: [
    // Nobody writes 10 GB of orders of one customer.
    tableResource(
      'name      = "orders"\nhash_key  = "customer_id"\nrange_key = "at"\nlocal_secondary_index {\n  name            = "by_total"\n  range_key       = "total"\n  projection_type = "ALL"\n}',
    ),
    tableResource(
      'name      = "orders"\nhash_key  = "id"\nrange_key = "at"\nglobal_secondary_index {\n  name            = "by_total"\n  hash_key        = "id"\n  range_key       = "total"\n  projection_type = "ALL"\n}',
    ),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const first = table.indexes.find(index => index.kind === 'local');
      const key = table.hash?.value;
      // What is one customer's or one order's never grows so large.
      const isShared =
        key !== undefined && (kindOf(key) !== undefined || wordsOf(key).some(word => OWNERS.has(word)));
      const { bytes } = context.factsOf(table.name);
      if (!first || (!isShared && (bytes?.value ?? 0) < LIMIT)) continue;
      context.report({
        origin: at(document, first.at),
        message: `The local index ${first.name} limits the rows of ${table.name} with one ${table.hash?.value ?? 'partition key'} to 10 GB, after which writes fail, and can never be removed. A global index has neither limit.`,
      });
    }
  },
});

/** Those to whom many rows belong. */
const OWNERS = new Set('tenant org organization organisation company'.split(' '));
const LIMIT = 10e9;
