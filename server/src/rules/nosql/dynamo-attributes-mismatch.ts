import { keyAttributes } from '../../documents/dynamodb/model.js';
import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-attributes-mismatch',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'error',
  engines: ['dynamodb'],
  summary: 'Attributes are defined that no key uses, or keys name attributes that are not defined.',
  gains: 'None: the table is not made.',
  costs:
    'A table defines the attributes of its keys and indexes and no others. CreateTable refuses a definition too many as well as one too few, and the deployment fails.',
  fineWhen: 'Never; other attributes come with the rows that have them.',
  advice: 'Define exactly the attributes that the key schemas of the table and its indexes name.',
  sources: [
    {
      title: 'cfn-lint: what CreateTable says of too many and too few',
      url: 'https://github.com/aws-cloudformation/cfn-lint/issues/1037',
    },
    {
      title: 'CloudFormation: AttributeDefinitions',
      url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html',
    },
    {
      title: 'Terraform: attribute of aws_dynamodb_table, only keys',
      url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - AttributeName: id\n    AttributeType: S\n  - AttributeName: total\n    AttributeType: N\nKeySchema:\n  - AttributeName: id\n    KeyType: HASH',
      'total',
    ),
    tableResource(
      'name      = "orders"\nhash_key  = "id"\nrange_key = "placed"\nattribute {\n  name = "id"\n  type = "S"\n}',
      'placed',
    ),
  ],
  good: [
    tableTemplate(
      'AttributeDefinitions:\n  - AttributeName: id\n    AttributeType: S\nKeySchema:\n  - AttributeName: id\n    KeyType: HASH',
    ),
    // What the text does not tell may be anything.
    tableResource('name     = "orders"\nhash_key = var.key\nattribute {\n  name = "id"\n  type = "S"\n}'),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      if (!table.attributesWhole || table.indexes.some(index => index.composite)) continue;
      const used = new Set(keyAttributes(table).map(key => key.value));
      const defined = new Set(table.attributes.map(({ name }) => name.value));
      for (const { name } of table.attributes) {
        if (used.has(name.value)) continue;
        context.report({
          origin: at(document, name.span),
          message: `${table.name} defines the attribute ${name.value}, which no key of it uses: the table is refused. Leave it out; rows may have it all the same.`,
        });
      }
      const said = new Set<string | undefined>();
      for (const key of keyAttributes(table)) {
        if (defined.has(key.value) || said.has(key.value)) continue;
        said.add(key.value);
        context.report({
          origin: at(document, key.span),
          message: `A key of ${table.name} names ${key.value}, which is not among its attribute definitions: the table is refused. Define it with its type.`,
        });
      }
    }
  },
});
