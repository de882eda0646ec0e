import { GLOBAL_TABLES, globalTable, replicasIn } from '../lib/cluster/dynamo.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const three = replicasIn('eu-west-1', 'eu-west-2', 'eu-central-1');
const ttl = ['TimeToLiveSpecification:', '  AttributeName: expires', '  Enabled: true'];

export default defineRule({
  id: 'dynamo-strong-features',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['dynamodb'],
  summary: 'A strong global table with what such tables do not take: expiry or local indexes.',
  gains: 'None.',
  costs:
    'Global tables with strong consistency between regions take no time to live and no local secondary indexes, and no transactions: the deployment is refused, or items do not expire.',
  fineWhen: 'Never.',
  advice: 'Delete expired items by a job, use global indexes, or choose eventual consistency.',
  sources: [GLOBAL_TABLES],
  bad: [
    clusterExample(
      'dynamodb',
      globalTable(['MultiRegionConsistency: STRONG', ...three, ...ttl]),
      'time to live',
    ),
  ],
  good: [
    clusterExample('dynamodb', globalTable(['MultiRegionConsistency: STRONG', ...three])),
    clusterExample('dynamodb', globalTable([...three, ...ttl])),
  ],
  check(cluster, context) {
    if (cluster.commit.method !== 'majority') return;
    const settings = cluster.settings.dynamodb;
    const found =
      settings?.raw('TimeToLiveSpecification') ??
      settings?.raw('ttl') ??
      settings?.raw('LocalSecondaryIndexes') ??
      settings?.raw('local_secondary_index');
    if (found === undefined) return;
    const what = /index/i.test(found.key) ? 'local secondary indexes' : 'time to live';
    context.report({
      origin: found.keyOrigin,
      message: `${cluster.name} is strongly consistent between regions, and such tables take no ${what}. ${what.startsWith('time') ? 'Delete expired items by a job' : 'Use global indexes'}, or choose EVENTUAL.`,
    });
  },
});
