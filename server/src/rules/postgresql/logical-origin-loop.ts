import { clusterExample } from '../lib/cluster/example.js';
import { loopsOf } from '../lib/cluster/logical.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logical-origin-loop',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Two servers subscribe to each other and send changes round.',
  gains: 'Both take writes.',
  costs:
    'With origin = any (the default) a subscriber sends on what it received: the change comes back, meets the row that is there and stops replication with a conflict, or goes round for ever.',
  fineWhen: 'The two publish different tables.',
  advice:
    'origin = none on both subscriptions (16 and later), and copy_data = false where the rows are there already.',
  sources: [
    {
      title: 'origin',
      url: 'https://www.postgresql.org/docs/current/sql-createsubscription.html#SQL-CREATESUBSCRIPTION-PARAMS-WITH-ORIGIN',
    },
    { title: 'Conflicts', url: 'https://www.postgresql.org/docs/current/logical-replication-conflicts.html' },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'a.sql':
          "CREATE PUBLICATION pub_a FOR TABLE orders;\nCREATE SUBSCRIPTION sub_b CONNECTION 'host=b dbname=x' PUBLICATION pub_b WITH (copy_data = false, origin = none);\n",
        'b.sql':
          "CREATE PUBLICATION pub_b FOR TABLE orders;\nCREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a WITH (copy_data = false);\n",
      },
      'origin = none',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'a.sql':
        "CREATE PUBLICATION pub_a FOR TABLE orders;\nCREATE SUBSCRIPTION sub_b CONNECTION 'host=b dbname=x' PUBLICATION pub_b WITH (copy_data = false, origin = none);\n",
      'b.sql':
        "CREATE PUBLICATION pub_b FOR TABLE orders;\nCREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a WITH (copy_data = false, origin = none);\n",
    }),
    clusterExample('postgres', {
      'a.sql': 'CREATE PUBLICATION pub_a FOR TABLE orders;\n',
      'b.sql': "CREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a;\n",
    }),
    clusterExample('postgres', {
      'a.sql':
        "CREATE PUBLICATION pub_a FOR TABLE orders;\nCREATE SUBSCRIPTION sub_b CONNECTION 'host=b dbname=x' PUBLICATION pub_b WITH (copy_data = false);\n",
      'b.sql':
        "CREATE PUBLICATION pub_b FOR TABLE stock;\nCREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a WITH (copy_data = false);\n",
    }),
  ],
  check(cluster, context) {
    for (const { subscription, back } of loopsOf(cluster)) {
      const origin = subscription.settings.postgres?.given('origin');
      if (origin?.effective === 'none' || (origin !== undefined && origin.written.raw === undefined))
        continue;
      context.report({
        origin: origin?.written.origin ?? subscription.origin,
        message: `${subscription.name} and ${back.name} replicate the same tables to each other, and \`${subscription.name}\` also takes what came from its own side (origin = any${origin === undefined ? ', the default' : ''}): changes come back as conflicts. Set origin = none on both.`,
        related: [{ origin: back.origin, message: 'the way back' }],
      });
    }
  },
});
