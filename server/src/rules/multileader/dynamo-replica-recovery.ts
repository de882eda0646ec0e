import { GLOBAL_TABLES, globalTable } from '../lib/cluster/dynamo.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const terraform = (replica: string): Record<string, string> => ({
  'main.tf': `resource "aws_dynamodb_table" "orders" {\n  name             = "orders"\n  hash_key         = "id"\n  billing_mode     = "PAY_PER_REQUEST"\n  stream_enabled   = true\n  stream_view_type = "NEW_AND_OLD_IMAGES"\n  attribute {\n    name = "id"\n    type = "S"\n  }\n  point_in_time_recovery {\n    enabled = true\n  }\n  replica {\n    region_name = "us-east-1"\n${replica}  }\n}\n`,
});

export default defineRule({
  id: 'dynamo-replica-recovery',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'Point in time recovery is on in one region of a global table and not in another.',
  gains: 'Backups are charged per region.',
  costs:
    'Each region keeps its own. When the region with the backups is the one that is lost, what a program overwrote before cannot be brought back from the others; and items whose conflict was decided there are only in its history.',
  fineWhen: 'Backups of one region are copied to another.',
  advice: 'Switch it on in two regions at least: `point_in_time_recovery = true` in the replica.',
  sources: [
    GLOBAL_TABLES,
    {
      title: 'Terraform: aws_dynamodb_table, replica',
      url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table',
    },
  ],
  bad: [clusterExample('dynamodb', terraform(''), 'us-east-1')],
  good: [
    clusterExample('dynamodb', terraform('    point_in_time_recovery = true\n')),
    clusterExample('dynamodb', globalTable(['Replicas:', '  - Region: eu-west-1', '  - Region: eu-west-2'])),
  ],
  check(cluster, context) {
    const settings = cluster.settings.dynamodb;
    const own =
      settings?.raw('point_in_time_recovery.enabled')?.raw === true ||
      settings?.raw('point_in_time_recovery_enabled')?.raw === true;
    if (!own) return;
    const replicas = cluster.members.filter(({ role, site }) => role === 'data' && site.region !== undefined);
    const bare = replicas.filter(({ settings: each }) => {
      const recovery = each.dynamodb?.raw('point_in_time_recovery');
      return recovery === undefined || recovery.raw === false;
    });
    const [first] = bare;
    // With backups in a second region one may be lost.
    if (first === undefined || bare.length < replicas.length) return;
    context.report({
      origin: first.origin,
      message: `${cluster.name} can be restored to a point in time in its own region, and not in ${bare.length === 1 ? first.id : `any of its ${bare.length} others`}: when that region is lost, so is the history. Set point_in_time_recovery in a replica.`,
    });
  },
});
