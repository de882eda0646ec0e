import { GLOBAL_TABLES, globalTable, replicasIn } from '../lib/cluster/dynamo.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const strong = (...lines: string[]): Record<string, string> =>
  globalTable(['MultiRegionConsistency: STRONG', ...lines]);
const witness = (region: string): string[] => ['GlobalTableWitnesses:', `  - Region: ${region}`];

export default defineRule({
  id: 'dynamo-strong-regions',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['dynamodb'],
  summary: 'A strong global table in other than three regions, or in regions too far apart: it is refused.',
  gains: 'None.',
  costs:
    'Strong consistency between regions takes exactly three of them: three replicas, or two and a witness. They have to be of one set of regions (of the USA, of Europe, or of Asia), so that a write need not wait for another continent. Anything else is refused when the stack is deployed.',
  fineWhen: 'Never.',
  advice:
    'Take three regions of one set; use eventual consistency where more or farther regions need a copy.',
  sources: [GLOBAL_TABLES],
  bad: [
    clusterExample(
      'dynamodb',
      strong(...replicasIn('eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1')),
      '4 regions',
    ),
    clusterExample(
      'dynamodb',
      strong(...replicasIn('eu-west-1', 'eu-west-2', 'eu-west-3'), ...witness('eu-central-1')),
      'a witness',
    ),
    clusterExample('dynamodb', strong(...replicasIn('eu-west-1', 'eu-west-2', 'us-east-1')), 'us and eu'),
  ],
  good: [
    clusterExample('dynamodb', strong(...replicasIn('eu-west-1', 'eu-west-2', 'eu-central-1'))),
    clusterExample('dynamodb', strong(...replicasIn('us-east-1', 'us-east-2'), ...witness('us-west-2'))),
    clusterExample('dynamodb', globalTable(replicasIn('eu-west-1', 'us-east-1', 'sa-east-1', 'eu-west-3'))),
  ],
  check(cluster, context) {
    const { commit, members } = cluster;
    if (commit.method !== 'majority' || cluster.open) return;
    const copies = members.filter(({ role }) => role === 'data').length;
    const witnesses = members.length - copies;
    const origin = commit.origin ?? cluster.origin;
    // Two regions without a witness are told of where the table stands alone.
    if (copies > 3 || witnesses > 1 || (copies === 3 && witnesses > 0)) {
      context.report({
        origin,
        message:
          copies > 3 || witnesses === 0
            ? `${cluster.name} asks for strong consistency in ${copies} regions; it takes exactly three, or two and a witness, and is refused otherwise. Take regions out, or use EVENTUAL.`
            : `${cluster.name} has ${copies} replicas and ${witnesses === 1 ? 'a witness' : `${witnesses} witnesses`}: strong consistency takes three replicas, or two and one witness, and is refused otherwise. Take one out.`,
      });
      return;
    }
    const sets = new Set(members.flatMap(({ site }) => setOf(site.region) ?? []));
    if (sets.size < 2) return;
    context.report({
      origin,
      message: `${cluster.name} asks for strong consistency between regions of ${[...sets].sort().reverse().join(' and ')}: it is offered within one set of regions only, and refused across them. Choose three regions of one, or use EVENTUAL.`,
    });
  },
});

/** The set that a region belongs to, by how its name begins. */
function setOf(region: string | undefined): string | undefined {
  return /^(us|eu|ap)-/.exec(region ?? '')?.[1];
}
