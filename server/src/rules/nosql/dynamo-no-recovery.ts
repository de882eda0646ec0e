import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-no-recovery',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'A table has no point in time recovery, which is off by default.',
  gains: 'Continuous backups are charged by the size of the table; without them that is saved.',
  costs:
    'A program that overwrites or deletes rows by mistake destroys them for good: replicas in other regions follow at once, and only a backup that somebody made brings them back.',
  fineWhen: 'The data can be made again: caches, sessions, locks; or backups are made by other means.',
  advice:
    'Switch point in time recovery on: any second of the last 35 days can then be restored into a new table.',
  sources: [
    {
      title: 'DynamoDB: point in time recovery',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }',
      'Orders',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\npoint_in_time_recovery {\n  enabled = false\n}',
      'orders',
    ),
  ],
  good: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\nPointInTimeRecoverySpecification:\n  PointInTimeRecoveryEnabled: true',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\npoint_in_time_recovery {\n  enabled = var.recovery\n}',
    ),
    tableResource('name     = "terraform-locks"\nhash_key = "LockID"'),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const { recovery } = table;
      if (recovery && recovery.value !== false) continue;
      if (DISPOSABLE.test(table.name) || table.hash?.value === 'LockID') continue;
      // Rows that expire were not meant to be kept.
      if (table.ttl && table.ttl.enabled?.value !== false) continue;
      context.report({
        origin: at(document, recovery?.span ?? table.at),
        message: `${table.name} has no point in time recovery: rows that a program overwrites or deletes by mistake are gone. Switch it on, or silence this where the data can be made again.`,
      });
    }
  },
});

const DISPOSABLE = /cache|session|lock|lease|temp|test|idempoten/i;
