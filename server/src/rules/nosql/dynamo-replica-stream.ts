import { at, tablesOf } from '../lib/documents/dynamo.js';
import { documentExample, tableResource } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-replica-stream',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['dynamodb'],
  summary: 'A table with replicas in other regions does not say that it has a stream.',
  gains: 'None: the first replica switches the stream on all the same.',
  costs:
    'Replicas are fed from the stream of the table. CloudFormation refuses a global table of more than one region without it; Terraform makes the table, and then tries to switch the stream off with every later deployment, which fails.',
  fineWhen: 'The regions are strongly consistent, which needs no stream.',
  advice: 'Enable the stream, with new and old images, in the template.',
  sources: [
    {
      title: 'Terraform: a replica needs stream_enabled',
      url: 'https://github.com/hashicorp/terraform-provider-aws/issues/43625',
    },
    {
      title: 'CloudFormation: StreamSpecification of a global table',
      url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-globaltable-streamspecification.html',
    },
  ],
  bad: [
    tableResource(
      'name     = "orders"\nhash_key = "id"\nreplica {\n  region_name = "us-east-1"\n}',
      'stream_enabled',
    ),
    documentExample(
      'dynamodb',
      'template.yaml',
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n',
      'StreamSpecification',
    ),
  ],
  good: [
    tableResource(
      'name             = "orders"\nhash_key         = "id"\nstream_enabled   = true\nstream_view_type = "NEW_AND_OLD_IMAGES"\nreplica {\n  region_name = "us-east-1"\n}',
    ),
    tableResource('name     = "orders"\nhash_key = "id"'),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const [first] = table.replicas;
      // The module switches the stream on by itself where there are replicas.
      if (!first || table.regions < 2 || table.format === 'module') continue;
      if (table.consistency && table.consistency.value !== 'EVENTUAL') continue;
      if (table.stream && table.stream.enabled !== false) continue;
      context.report({
        origin: at(document, first.at),
        message:
          table.format === 'terraform'
            ? `${table.name} has a replica, which is fed from a stream, but stream_enabled is not true: later deployments try to switch the stream off and fail. Set it, with stream_view_type NEW_AND_OLD_IMAGES.`
            : `${table.name} has replicas in ${table.regions} regions and no StreamSpecification, from which they are fed: the stack is refused. Add one with NEW_AND_OLD_IMAGES.`,
      });
    }
  },
});
