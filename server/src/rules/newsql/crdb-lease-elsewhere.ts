import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { constraintsIn, firstPreference } from '../lib/cluster/zone-constraints.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-lease-elsewhere',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'Leases are preferred where no copy with a vote may stand.',
  gains: 'None.',
  costs:
    'A leaseholder is one of the voters. Where the constraints keep voters away from the preferred place, the lease goes anywhere else, and reads and writes take the way there.',
  fineWhen: 'Never.',
  advice: 'Place a voter where leases are preferred.',
  sources: [CRDB.zones],
  bad: [
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 3, constraints = '{"+region=eu": 2, "+region=us": 1}', lease_preferences = '[[+region=asia]]';`,
      '+region=asia',
    ),
  ],
  good: [
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 3, constraints = '{"+region=eu": 2, "+region=us": 1}', lease_preferences = '[[+region=eu]]';`,
    ),
    sqlExample(
      'cockroach',
      `ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 5, constraints = '{"+region=eu": 2, "+region=us": 1}', lease_preferences = '[[+region=asia]]';`,
    ),
  ],
  check(cluster, context) {
    for (const { kind, name, settings } of cluster.resources) {
      const own = settings.cockroach;
      const wanted = own?.given('lease_preferences');
      if (kind !== 'zone' || own === undefined || wanted === undefined) continue;
      const [tag, more] = firstPreference(String(wanted.value ?? ''));
      const given = own.given('voter_constraints') ?? own.given('constraints');
      if (tag === undefined || more !== undefined || !tag.startsWith('+') || given === undefined) continue;
      const key = tag.slice(1).split('=')[0];
      const placed = constraintsIn(String(given.value ?? ''));
      const copies =
        own.given('voter_constraints') === undefined ? own.number('num_replicas') : own.number('num_voters');
      const counted = placed.reduce((sum, each) => sum + (each.copies ?? 0), 0);
      const forAll = placed.some(each => each.copies === undefined);
      // Copies that nothing places may stand anywhere; so may those placed by other tags.
      if (copies === undefined || (!forAll && counted < copies)) continue;
      const places = placed.flatMap(each => each.tags.filter(each => each.startsWith(`+${key}=`)));
      if (
        places.length === 0 ||
        places.includes(tag) ||
        placed.some(({ tags }) => !tags.some(each => each.startsWith(`+${key}=`)))
      )
        continue;
      context.report({
        origin: wanted.written.origin,
        message: `Leases of ${name} are preferred at ${tag}, and ${given.parameter.name} place every copy at ${[...new Set(places)].join(', ')}: the preference never holds, and the leaseholder stands elsewhere. Place a voter there, or prefer one of these.`,
      });
    }
  },
});
