import { at, tablesOf } from '../lib/documents/dynamo.js';
import { documentExample, tableResource } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

const global = (rest: string): string =>
  `Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }\n${rest}`;

export default defineRule({
  id: 'dynamo-last-writer-wins',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'A global table is replicated afterwards: of two writes to one item in two regions one is lost.',
  gains: 'Every region reads and writes at its own speed, and goes on when others are cut off.',
  costs:
    'Regions see each other’s writes about a second later. Of writes to one item in two regions within that time the later one wins and the other is lost silently, and a condition is tested against the local copy alone. A region that is lost takes with it what it had not sent yet.',
  fineWhen: 'Each item is written in one region only, or losing a write does no harm.',
  advice:
    'Write each item in its home region. Where every write must survive, ask for strong consistency between regions when the table is made: it needs exactly three regions of one set (US, Europe or Asia Pacific), of which one may be a witness, and writes wait for another region.',
  sources: [
    {
      title: 'DynamoDB: global tables, consistency modes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
    },
    {
      title: 'DynamoDB: multi-region strong consistency',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/multi-region-strong-consistency-gt.html',
    },
  ],
  bad: [
    documentExample(
      'dynamodb',
      'template.yaml',
      global('      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n'),
      'one of them is lost',
    ),
    tableResource(
      'name         = "orders"\nhash_key     = "id"\nbilling_mode = "PAY_PER_REQUEST"\nreplica {\n  region_name      = "us-east-1"\n  consistency_mode = "STRONG"\n}',
      'three regions',
    ),
  ],
  good: [
    documentExample('dynamodb', 'template.yaml', global('      Replicas:\n        - Region: eu-west-1\n')),
    documentExample(
      'dynamodb',
      'template.yaml',
      global(
        '      MultiRegionConsistency: STRONG\n      Replicas:\n        - Region: eu-west-1\n        - Region: eu-west-2\n        - Region: eu-central-1\n',
      ),
    ),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const [first] = table.replicas;
      if (!first || table.regions < 2) continue;
      const { consistency } = table;
      if (consistency && consistency.value === undefined) continue;
      if (consistency?.value === 'STRONG') {
        if (table.regions === 3 || !table.replicasWhole || table.regions > 3) continue;
        // A witness is no replica: it stands elsewhere in the template.
        const text = document.unit.piece.text.slice(table.body.start, table.body.end);
        if (/witness/i.test(text)) continue;
        context.report({
          origin: at(document, consistency.span),
          severity: 'warning',
          message: `${table.name} asks for strong consistency between ${table.regions} regions; it needs three regions, of which one may be a witness. Add one.`,
        });
        continue;
      }
      context.report({
        origin: at(document, first.at),
        severity: 'hint',
        message: `${table.name} is kept in ${table.regions} regions that hear of each other’s writes afterwards: of writes to one item at about the same time in two of them one of them is lost, and a condition sees the local copy alone. Write each item in one region${table.regions === 3 ? ', or ask for strong consistency where all three are of one set of regions' : ''}.`,
      });
    }
  },
});
