import { majority, tolerance } from '../../cluster/quorum.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-even-replicas',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cockroach'],
  summary: 'An even number of voters, or one alone, in a replication zone.',
  gains: 'An even number costs no further failure; one copy costs the least disk.',
  costs:
    'Of 4 voters 3 are needed: as many may be away as of 3. Of 2 both are needed. A single copy is gone, or unavailable, with its node.',
  fineWhen: 'Data that can be made again; a single node for a test.',
  advice: 'num_replicas = 3 or 5.',
  sources: [
    CRDB.zones,
    {
      title: 'CockroachDB docs: replication factors',
      url: 'https://github.com/cockroachdb/docs/issues/17824',
    },
  ],
  bad: [
    sqlExample('cockroach', 'ALTER RANGE default CONFIGURE ZONE USING num_replicas = 4;', '3 of 4'),
    sqlExample(
      'cockroach',
      'ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 5, num_voters = 2;',
      '2 of 2',
    ),
    sqlExample('cockroach', 'ALTER DATABASE shop CONFIGURE ZONE USING num_replicas = 1;', 'one copy'),
  ],
  good: [
    sqlExample('cockroach', 'ALTER RANGE default CONFIGURE ZONE USING num_replicas = 5;'),
    sqlExample('cockroach', 'ALTER TABLE orders CONFIGURE ZONE USING num_replicas = 4, num_voters = 3;'),
  ],
  check(cluster, context) {
    for (const { kind, name, settings } of cluster.resources) {
      const own = settings.cockroach;
      if (kind !== 'zone' || own === undefined || own.isHidden('num_voters') || own.isHidden('num_replicas'))
        continue;
      const given = own.given('num_voters') ?? own.given('num_replicas');
      if (given === undefined || typeof given.value !== 'number') continue;
      const voters = given.value;
      if (voters < 1 || (voters !== 1 && voters % 2 === 1)) continue;
      // Metadata of a single node in a test.
      if (voters === 1 && cluster.members.length === 1) continue;
      const better = voters < 3 ? 3 : voters + 1;
      context.report({
        origin: given.written.origin,
        fixes: () => [valueFix(`Use ${better}`, given.written, String(better))],
        message:
          voters === 1
            ? `${name} has one copy: it is unavailable while its node is away, and gone with its disk. Use 3.`
            : `${name} has ${voters} voters: ${majority(voters)} of ${voters} are needed, so ${tolerance(voters) === 0 ? 'none' : tolerance(voters)} may be away, as with ${voters - 1}${voters === 2 ? ', and either one stops it' : ''}. Use ${voters - 1 < 3 ? 3 : voters - 1} or ${voters + 1 === 3 ? 5 : voters + 1}.`,
      });
    }
  },
});
