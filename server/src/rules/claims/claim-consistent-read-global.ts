import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';
import { GLOBAL_TABLE } from './claim-dynamodb-siblings.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-consistent-read-global',
  engines: ['dynamodb'],
  summary:
    'A comment or document takes ConsistentRead for consistent over regions; here it is so within one.',
  costs:
    'Between regions a global table replicates asynchronously unless its consistency is STRONG. A strongly consistent read sees the writes that were made in its own region, and may miss those of others, about a second or more back.',
  advice: 'Set `MultiRegionConsistency: STRONG` (three regions), or read where the item is written.',
  sources: [
    {
      title: 'DynamoDB: consistency modes of global tables',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
    },
  ],
  bad: [
    clusterExample(
      'dynamodb',
      {
        'template.yaml': GLOBAL_TABLE,
        'README.md': 'ConsistentRead returns the newest item across regions.\n',
      },
      'own region',
    ),
  ],
  good: [
    clusterExample('dynamodb', {
      'template.yaml': GLOBAL_TABLE,
      'README.md': 'A consistent read is not consistent across regions.\n',
    }),
    clusterExample('dynamodb', {
      'template.yaml': GLOBAL_TABLE.replace(
        '      BillingMode',
        '      MultiRegionConsistency: STRONG\n      BillingMode',
      ).concat('        - Region: us-west-2\n'),
      'README.md': 'ConsistentRead returns the newest item across regions.\n',
    }),
  ],
  check: checkClaim('claim-consistent-read-global', (cluster, claim) => {
    if (cluster.members.length < 2) return undefined;
    // Strong tables commit in a quorum of regions.
    if (cluster.commit.count > 0 || cluster.links.some(({ sync }) => sync !== 'async')) return undefined;
    return `${quoted(claim)}: the regions of this table replicate asynchronously, so a strongly consistent read sees the writes of its own region and may miss those of others. Set MultiRegionConsistency: STRONG, or change the sentence.`;
  }),
});
