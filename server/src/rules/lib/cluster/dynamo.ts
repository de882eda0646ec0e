/** A global table in CloudFormation as examples need it. */
export function globalTable(lines: readonly string[]): Record<string, string> {
  return {
    'template.yaml': `Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n      AttributeDefinitions:\n        - { AttributeName: id, AttributeType: S }\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n${lines.map(line => `      ${line}\n`).join('')}`,
  };
}

/** Replicas of a global table. */
export function replicasIn(...regions: readonly string[]): string[] {
  return ['Replicas:', ...regions.map(region => `  - Region: ${region}`)];
}

export const GLOBAL_TABLES = {
  title: 'DynamoDB: how global tables work',
  url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
};
