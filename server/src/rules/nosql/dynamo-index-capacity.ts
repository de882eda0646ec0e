import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-index-capacity',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'A global index may take fewer writes than its table.',
  gains: 'The index costs less.',
  costs:
    'Each write that changes an attribute of the index is written to it as well. Where the index has no units left, the write to the table is throttled though the table has some.',
  fineWhen: 'Few of the writes change what the index holds: it is sparse, or its attributes never change.',
  advice: 'Provision as many write units for the index as for the table, or charge on demand.',
  sources: [
    {
      title: 'DynamoDB: provisioned throughput of global secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\n  - { AttributeName: customer, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\nProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 500 }\nGlobalSecondaryIndexes:\n  - IndexName: by_customer\n    KeySchema:\n      - { AttributeName: customer, KeyType: HASH }\n    Projection: { ProjectionType: ALL }\n    ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 50 }',
      '50',
    ),
    tableResource(
      'name           = "orders"\nhash_key       = "id"\nread_capacity  = 20\nwrite_capacity = 200\nglobal_secondary_index {\n  name            = "by_customer"\n  hash_key        = "customer"\n  write_capacity  = 20\n  read_capacity   = 20\n  projection_type = "ALL"\n}',
      '200',
    ),
  ],
  good: [
    tableResource(
      'name           = "orders"\nhash_key       = "id"\nwrite_capacity = 200\nglobal_secondary_index {\n  name            = "by_customer"\n  hash_key        = "customer"\n  write_capacity  = 200\n  projection_type = "ALL"\n}',
    ),
    tableResource(
      'name         = "orders"\nhash_key     = "id"\nbilling_mode = "PAY_PER_REQUEST"\nglobal_secondary_index {\n  name            = "by_customer"\n  hash_key        = "customer"\n  projection_type = "ALL"\n}',
    ),
  ],
  check(document, context) {
    // What scales by itself says only what it begins with.
    if (/autoscal|ignore_changes/i.test(document.unit.piece.text)) return;
    for (const table of tablesOf(document)) {
      const units = table.write?.value;
      if (table.billing !== 'provisioned' || units === undefined) continue;
      for (const index of table.indexes) {
        const own = index.write?.value;
        if (index.kind !== 'global' || own === undefined || own >= units) continue;
        context.report({
          origin: at(document, index.write!.span),
          message: `The index ${index.name} takes ${own.toLocaleString('en-US')} writes a second, its table ${table.name} ${units.toLocaleString('en-US')}: once the index is full, writes to the table that change it are throttled. Give it as many units.`,
        });
      }
    }
  },
});
