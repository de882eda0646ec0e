import { clusterExample } from '../lib/cluster/example.js';
import { loopsOf } from '../lib/cluster/logical.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logical-copies-twice',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Two servers that subscribe to each other also copy each other’s rows.',
  gains: 'Rows from before the start are there on both sides.',
  costs:
    'copy_data is true by default: the second subscription copies rows that came from here in the first place, and stops at the first duplicate key, or doubles every row of a table without one.',
  fineWhen: 'The tables are empty when the second subscription is made.',
  advice: 'copy_data = false on the side that has the rows already.',
  sources: [
    {
      title: 'Bidirectional replication',
      url: 'https://www.postgresql.org/docs/current/sql-createsubscription.html#SQL-CREATESUBSCRIPTION-NOTES',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'a.sql':
          "CREATE PUBLICATION pub_a FOR TABLE orders;\nCREATE SUBSCRIPTION sub_b CONNECTION 'host=b dbname=x' PUBLICATION pub_b WITH (origin = none);\n",
        'b.sql':
          "CREATE PUBLICATION pub_b FOR TABLE orders;\nCREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a WITH (origin = none);\n",
      },
      'copy',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'a.sql':
        "CREATE PUBLICATION pub_a FOR TABLE orders;\nCREATE SUBSCRIPTION sub_b CONNECTION 'host=b dbname=x' PUBLICATION pub_b WITH (origin = none, copy_data = false);\n",
      'b.sql':
        "CREATE PUBLICATION pub_b FOR TABLE orders;\nCREATE SUBSCRIPTION sub_a CONNECTION 'host=a dbname=x' PUBLICATION pub_a WITH (origin = none);\n",
    }),
  ],
  check(cluster, context) {
    const loops = loopsOf(cluster);
    const [first] = loops.filter(
      ({ subscription, back }) =>
        subscription.settings.postgres?.flag('copy_data') === true &&
        back.settings.postgres?.flag('copy_data') === true,
    );
    if (first === undefined) return;
    const given = first.subscription.settings.postgres?.given('copy_data');
    context.report({
      origin: given?.written.origin ?? first.subscription.origin,
      message: `${first.subscription.name} and ${first.back.name} both copy the rows that are there (copy_data, the default): the second to be made meets its own rows again and stops at a duplicate key. Set copy_data = false on one of them.`,
      related: [{ origin: first.back.origin, message: 'the other copy' }],
    });
  },
});
