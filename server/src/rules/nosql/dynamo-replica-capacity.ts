import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

const table = (more: string): string =>
  `name             = "orders"\nhash_key         = "id"\nstream_enabled   = true\nstream_view_type = "NEW_AND_OLD_IMAGES"\n${more}\nreplica {\n  region_name = "us-east-1"\n}`;

export default defineRule({
  id: 'dynamo-replica-capacity',
  subject: 'nosql',
  since: '0.8.0',
  on: 'document',
  severity: 'warning',
  engines: ['dynamodb'],
  summary: 'A table with replicas in other regions has a fixed number of write units.',
  gains: 'A bill that is known beforehand.',
  costs:
    'Each write of one region is made in all others too. DynamoDB adds a replica only to a table that is charged on demand or whose writes scale by themselves; to others it is refused: "Table write capacity should either be Pay-Per-Request or AutoScaled". Where scaling is added in the same deployment it comes after the replica, and so too late.',
  fineWhen: 'Another deployment has made the table scale already.',
  advice:
    'Charge on demand (`billing_mode = "PAY_PER_REQUEST"`), or let the writes scale first and add replicas by resources of their own (`aws_dynamodb_table_replica`) that depend on it.',
  sources: [
    {
      title: 'DynamoDB: best practices for global tables',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html',
    },
    {
      title: 'Terraform: a replica of a provisioned table is refused',
      url: 'https://github.com/hashicorp/terraform-provider-aws/issues/13097',
    },
    {
      title: 'Terraform module: a global table requires scaling beforehand',
      url: 'https://github.com/terraform-aws-modules/terraform-aws-dynamodb-table/issues/109',
    },
  ],
  bad: [
    tableResource(
      table('billing_mode     = "PROVISIONED"\nread_capacity    = 5\nwrite_capacity   = 5'),
      'refused',
    ),
    tableResource(table('read_capacity    = 5\nwrite_capacity   = 5'), 'refused'),
  ],
  good: [
    tableResource(table('billing_mode     = "PAY_PER_REQUEST"')),
    tableResource(table('billing_mode     = var.billing\nread_capacity    = 5\nwrite_capacity   = 5')),
    // Something else changes them.
    tableResource(
      table(
        'read_capacity    = 5\nwrite_capacity   = 5\nlifecycle {\n  ignore_changes = [read_capacity, write_capacity]\n}',
      ),
    ),
    tableResource('name           = "orders"\nhash_key       = "id"\nread_capacity  = 5\nwrite_capacity = 5'),
  ],
  check(document, context) {
    // How the writes scale may be told beside the table, or hinted at where changes are ignored.
    if (/autoscal|ignore_changes/i.test(document.unit.piece.text)) return;
    for (const { format, billing, write, replicas, name } of tablesOf(document)) {
      const units = write?.value;
      if (format !== 'terraform' || billing !== 'provisioned' || units === undefined) continue;
      if (replicas.length === 0) continue;
      context.report({
        origin: at(document, write!.span),
        message: `${name} has replicas, and a fixed ${units.toLocaleString('en-US')} write ${units === 1 ? 'unit' : 'units'}: unless its writes scale by themselves already, the replica is refused. Charge on demand, or let them scale first.`,
      });
    }
  },
});
