import type { DynamoTable } from '../../documents/dynamodb/model.js';
import { at, lastingTables, namesOf, tablesOf } from '../lib/documents/dynamo.js';
import { documentExample, tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

const RECOVERY = 'PointInTimeRecoverySpecification:\n  PointInTimeRecoveryEnabled: true';

export default defineRule({
  id: 'dynamo-no-deletion-protection',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'hint',
  engines: ['dynamodb'],
  summary: 'A deployment may delete a table with all its rows.',
  gains: 'Stacks for tests come and go without a further step.',
  costs:
    'A changed key, or a table that leaves the template, makes the deployment delete the table and its rows, or replace it by an empty one.',
  fineWhen: 'The table is for tests, or holds nothing that lasts.',
  advice:
    'Switch deletion protection on; in CloudFormation set `DeletionPolicy: Retain`, in Terraform `prevent_destroy`.',
  sources: [
    {
      title: 'DynamoDB: deletion protection',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html',
    },
    {
      title: 'DynamoDB: backups of deleted tables',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html',
    },
    {
      title: 'CloudFormation: DeletionPolicy',
      url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    },
  ],
  bad: [
    tableTemplate(
      `AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\n${RECOVERY}`,
      'Orders',
    ),
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = false\npoint_in_time_recovery {\n  enabled = true\n}',
      '35 days',
    ),
    documentExample(
      'dynamodb',
      'main.tf',
      'resource "aws_dynamodb_table" "orders" {\n  name                        = "orders"\n  hash_key                    = "id"\n  deletion_protection_enabled = true\n}\n\nresource "aws_dynamodb_table" "users" {\n  name     = "users"\n  hash_key = "id"\n}\n',
      'users',
    ),
  ],
  good: [
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = true',
    ),
    tableResource('name     = "orders"\nhash_key = "id"\nlifecycle {\n  prevent_destroy = true\n}'),
    // Nobody asked for its rows to be kept.
    tableResource('name     = "orders"\nhash_key = "id"'),
    documentExample(
      'dynamodb',
      'template.yaml',
      `Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Delete\n    Properties:\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      PointInTimeRecoverySpecification:\n        PointInTimeRecoveryEnabled: true\n`,
    ),
  ],
  check(document, context) {
    const isProtected = ({ retained, deletionProtection: on }: DynamoTable) =>
      retained || (on !== undefined && on.value !== false);
    // Where nothing at all is kept for bad days, nobody says that the rows matter.
    const oneIs = tablesOf(document).some(isProtected);
    const tables = lastingTables(document).filter(
      table => !isProtected(table) && !table.deleted && (oneIs || table.recovery?.value === true),
    );
    const [first, ...others] = tables;
    if (first === undefined) return;
    const placeOf = ({ deletionProtection, at: own }: DynamoTable) =>
      at(document, deletionProtection?.span ?? own);
    const kept = tables.every(({ recovery }) => recovery?.value === true);
    const them = others.length === 0 ? 'it' : 'them';
    context.report({
      origin: placeOf(first),
      message: `A deployment that replaces ${namesOf(tables)} or leaves ${them} out deletes ${them}: deletion protection is off${first.format === 'cloudformation' ? `, and the stack does not retain ${them}` : ''}. ${kept ? backupOf(tables) : ''}Switch it on.`,
      related: others.map(table => ({
        origin: placeOf(table),
        message: `${table.name} has none either.`,
        same: true,
      })),
    });
  },
});

/** DynamoDB makes it of each table, and of each replica, that can be restored to a point in time. */
function backupOf(tables: readonly DynamoTable[]): string {
  const [first, ...others] = tables;
  const one = others.length === 0;
  if (tables.some(({ recoveredIn }) => recoveredIn !== undefined))
    return one
      ? `A backup of its replica in ${first?.recoveredIn} stays there for 35 days and is restored by hand into a new table. `
      : '';
  return `A backup of ${one ? 'it' : 'each'} stays for 35 days and is restored by hand into a new table. `;
}
