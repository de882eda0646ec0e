import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { constraintsIn } from '../lib/cluster/zone-constraints.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-constraints-exceed-replicas',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cockroach'],
  summary: 'Constraints place more copies than a zone has: CockroachDB refuses them.',
  gains: 'None: the statement fails.',
  costs: 'The zone stays as it was before.',
  fineWhen: 'Never.',
  advice: 'Raise num_replicas, or place fewer.',
  sources: [CRDB.source, CRDB.zones],
  bad: [
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 3, constraints = '{"+region=eu": 2, "+region=us": 2}';`,
      '4 copies',
    ),
  ],
  good: [
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 5, constraints = '{"+region=eu": 2, "+region=us": 2}';`,
    ),
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 3, constraints = '[+region=eu]';`,
    ),
  ],
  check(cluster, context) {
    for (const { kind, name, settings } of cluster.resources) {
      const own = settings.cockroach;
      if (kind !== 'zone' || own === undefined) continue;
      for (const [key, count] of [
        ['constraints', 'num_replicas'],
        ['voter_constraints', 'num_voters'],
      ] as const) {
        const given = own.given(key);
        const copies = own.given(count)?.value;
        if (given === undefined || typeof copies !== 'number') continue;
        const placed = constraintsIn(String(given.value ?? '')).reduce(
          (sum, each) => sum + (each.copies ?? 0),
          0,
        );
        if (placed <= copies) continue;
        context.report({
          origin: given.written.origin,
          message: `${key} of ${name} place ${placed} copies, and ${count} is ${copies}: CockroachDB refuses the statement. Raise ${count} to ${placed}, or place fewer.`,
        });
      }
    }
  },
});
