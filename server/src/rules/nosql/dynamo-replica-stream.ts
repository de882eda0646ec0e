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
  summary: 'A table with replicas has no stream of new and old images.',
  gains: 'A stream of keys alone is smaller.',
  costs:
    'Replicas are fed from the stream of the table, which has to hold new and old images: the deployment of the replica fails without it.',
  fineWhen: 'The regions are strongly consistent, which needs no stream.',
  advice: 'Enable the stream with the view type NEW_AND_OLD_IMAGES.',
  sources: [
    {
      title: 'Terraform: replica of aws_dynamodb_table needs a stream with new and old images',
      url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table',
    },
    {
      title: 'CloudFormation: StreamSpecification of a global table',
      url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html',
    },
  ],
  bad: [
    tableResource(
      'name             = "orders"\nhash_key         = "id"\nstream_enabled   = true\nstream_view_type = "KEYS_ONLY"\nreplica {\n  region_name = "us-east-1"\n}',
      'KEYS_ONLY',
    ),
    documentExample(
      'dynamodb',
      'template.yaml',
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n',
      'no stream',
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
      const mode = table.consistency;
      if (mode && mode.value !== 'EVENTUAL') continue;
      const view = table.stream?.view;
      if (table.stream && table.stream.enabled !== false && (!view || view.value === undefined)) continue;
      if (table.stream?.enabled === undefined && table.stream) continue;
      if (table.stream?.enabled && view?.value === 'NEW_AND_OLD_IMAGES') continue;
      const off = !table.stream?.enabled;
      context.report({
        origin: at(document, off ? first.at : view!.span),
        message: `${table.name} has replicas and ${off ? 'no stream' : `a stream of ${view!.value}`}: they are fed from a stream with new and old images, and the deployment fails. Use NEW_AND_OLD_IMAGES.`,
        fixes:
          off || !view
            ? []
            : [
                {
                  title: 'Use NEW_AND_OLD_IMAGES',
                  safe: true,
                  edits: [
                    {
                      origin: at(document, view.span),
                      newText: document.unit.piece.text
                        .slice(view.span.start, view.span.end)
                        .replace(view.value!, 'NEW_AND_OLD_IMAGES'),
                    },
                  ],
                },
              ],
      });
    }
  },
});
