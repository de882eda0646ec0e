import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const TABLE =
  'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      TableName: orders\n      BillingMode: PAY_PER_REQUEST\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n';

export default defineRule({
  ...CLAIM,
  id: 'claim-dynamodb-siblings',
  engines: ['dynamodb'],
  summary:
    'A comment or document says that DynamoDB keeps conflicting versions; its global tables keep the last write.',
  costs:
    'The paper on Dynamo describes vector clocks and siblings; the DynamoDB service has neither. When two regions write an item at a time, the last writer wins and the other write is gone without a trace.',
  advice:
    'Write each item in one region only, use conditional writes there, or strongly consistent global tables; do not wait for siblings to merge.',
  sources: [
    {
      title: 'DynamoDB: how global tables resolve conflicts',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
    },
  ],
  bad: [
    clusterExample(
      'dynamodb',
      { 'template.yaml': TABLE, 'README.md': 'DynamoDB keeps siblings, which the app merges.\n' },
      'last',
    ),
  ],
  good: [
    clusterExample('dynamodb', {
      'template.yaml': TABLE,
      'README.md': 'DynamoDB does not keep siblings, unlike the Dynamo of the paper.\n',
    }),
  ],
  check: checkClaim('claim-dynamodb-siblings', (cluster, claim) =>
    cluster.members.length < 2 && !cluster.open
      ? undefined
      : `${quoted(claim)}: global tables keep no versions side by side. Of two writes to an item in two regions the last one wins, and the other is gone. Write an item in one region only, or change the sentence.`,
  ),
});

export { TABLE as GLOBAL_TABLE };
