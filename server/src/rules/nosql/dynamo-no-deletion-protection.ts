import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-no-deletion-protection',
  subject: 'nosql',
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
      title: 'CloudFormation: DeletionPolicy',
      url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }',
      'Orders',
    ),
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = false',
    ),
  ],
  good: [
    tableResource(
      'name                        = "orders"\nhash_key                    = "id"\ndeletion_protection_enabled = true',
    ),
    tableResource('name     = "orders"\nhash_key = "id"\nlifecycle {\n  prevent_destroy = true\n}'),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const protection = table.deletionProtection;
      if (table.retained || (protection && protection.value !== false)) continue;
      if (/cache|session|lock|lease|temp|test/i.test(table.name) || table.hash?.value === 'LockID') continue;
      context.report({
        origin: at(document, protection?.span ?? table.at),
        message: `A deployment may delete ${table.name} with its rows: deletion protection is off${table.format === 'cloudformation' ? ', and the stack does not retain it' : ''}. Switch it on.`,
      });
    }
  },
});
