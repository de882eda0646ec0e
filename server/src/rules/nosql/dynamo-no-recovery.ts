import { at, namesOf, valuedTables } from '../lib/documents/dynamo.js';
import { documentExample, tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-no-recovery',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'A table whose rows matter has no point in time recovery, which is off by default.',
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
    // The stack keeps it: its rows matter.
    documentExample(
      'dynamodb',
      'template.yaml',
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n    Properties:\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n',
      'Orders has',
    ),
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = true\npoint_in_time_recovery {\n  enabled = false\n}',
      'orders',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\ntags = {\n  Environment = "production"\n}',
      'orders',
    ),
    // Others beside it can be restored.
    documentExample(
      'dynamodb',
      'main.tf',
      'resource "aws_dynamodb_table" "orders" {\n  name     = "orders"\n  hash_key = "id"\n}\n\nresource "aws_dynamodb_table" "users" {\n  name     = "users"\n  hash_key = "id"\n  point_in_time_recovery {\n    enabled = true\n  }\n}\n',
      'orders has',
    ),
    // Said once for all tables of a file, records first, what is derived of them later.
    documentExample(
      'dynamodb',
      'main.tf',
      'resource "aws_dynamodb_table" "suggestions" {\n  name     = "suggestions-prod"\n  hash_key = "id"\n}\n\nresource "aws_dynamodb_table" "payments" {\n  name     = "payments-prod"\n  hash_key = "id"\n}\n',
      'payments and suggestions have',
    ),
    // Rows that expire after years, or that are evidence, are meant to last.
    tableResource(
      'name     = "shop-audit"\nhash_key = "id"\nttl {\n  attribute_name = "expires"\n  enabled        = true\n}',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\n# Rows are kept for 7 years.\nttl {\n  attribute_name = "expires"\n  enabled        = true\n}',
    ),
  ],
  good: [
    // Nobody says what its rows are worth.
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\nreplica {\n  region_name            = "eu-central-1"\n  point_in_time_recovery = true\n}',
    ),
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\nPointInTimeRecoverySpecification:\n  PointInTimeRecoveryEnabled: true',
    ),
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = true\npoint_in_time_recovery {\n  enabled = var.recovery\n}',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\n# Restored in production only.\npoint_in_time_recovery {\n  enabled = false\n}\ntags = {\n  Tier = var.stage == "prod" ? "gold" : "none"\n}',
    ),
    // A plan of AWS Backup takes what bears the tag.
    tableResource(
      'name     = "orders"\nhash_key = "id"\ntags = {\n  Environment = "production"\n  Backup      = "daily"\n}',
    ),
    tableResource('name     = "terraform-locks-prod"\nhash_key = "LockID"'),
    // What the table will be called tells more than what the template calls it.
    tableResource('name     = "shop-cache-prod"\nhash_key = "id"'),
    tableResource(
      'name     = "orders-prod"\nhash_key = "id"\nttl {\n  attribute_name = "expires"\n  enabled        = true\n}',
    ),
  ],
  check(document, context) {
    const tables = valuedTables(document).filter(({ recovery }) => !recovery || recovery.value === false);
    const [first, ...others] = tables;
    if (first === undefined) return;
    const placeOf = ({ recovery, at: own }: typeof first) => at(document, recovery?.span ?? own);
    const alone = tables.some(
      ({ retained, deletionProtection }) =>
        retained || (deletionProtection && deletionProtection.value !== false),
    );
    context.report({
      origin: placeOf(first),
      message: `${namesOf(tables)} ${others.length === 0 ? 'has' : 'have'} no point in time recovery: rows that a program${alone ? '' : ' or a deployment'} overwrites or deletes by mistake are gone. Switch it on, or silence this where the data can be made again.`,
      related: others.map(table => ({
        origin: placeOf(table),
        message: `${table.name} has none either.`,
        same: true,
      })),
    });
  },
});
