import { clusterExample } from '../lib/cluster/example.js';
import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-survive-region-needs-three',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cockroach'],
  summary: 'SURVIVE REGION FAILURE with fewer than three regions: CockroachDB refuses it.',
  gains: 'None: the statement fails.',
  costs:
    'With two regions one of them holds the majority of the voters, so the loss of that one would stop the database.',
  fineWhen: 'Another file, which is not read here, adds regions before.',
  advice: 'Add a region to the database first, or survive zones.',
  sources: [CRDB.survive],
  bad: [
    sqlExample(
      'cockroach',
      'ALTER DATABASE shop SET PRIMARY REGION "eu-west1";\nALTER DATABASE shop ADD REGION "us-east1";\nALTER DATABASE shop SURVIVE REGION FAILURE;',
      '2 regions',
    ),
    sqlExample(
      'cockroach',
      'CREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1" SURVIVE REGION FAILURE;',
      'SQLSTATE 42602',
    ),
  ],
  good: [
    sqlExample(
      'cockroach',
      'CREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1", "us-west1" SURVIVE REGION FAILURE;',
    ),
    sqlExample('cockroach', 'ALTER DATABASE shop SURVIVE REGION FAILURE;'),
    // The undoing of a migration, beside it.
    clusterExample('cockroach', {
      'db/up.sql':
        '-- dialect: cockroach\nALTER DATABASE shop SET PRIMARY REGION "eu-west1";\nALTER DATABASE shop ADD REGION "us-east1";\nALTER DATABASE shop ADD REGION "us-west1";\nALTER DATABASE shop SURVIVE REGION FAILURE;\n',
      'db/cleanup.sql':
        '-- dialect: cockroach\nALTER DATABASE shop DROP REGION "us-west1";\nALTER DATABASE shop DROP REGION "us-east1";\n',
    }),
    sqlExample(
      'cockroach',
      'CREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1" SURVIVE ZONE FAILURE;',
    ),
  ],
  check(cluster, context) {
    for (const { name, settings } of cluster.resources) {
      const own = settings.cockroach;
      const goal = own?.given('survive');
      if (own === undefined || goal?.effective !== 'region' || own.given('regions') === undefined) continue;
      const regions = own.list('regions');
      if (regions.length >= 3) continue;
      context.report({
        origin: goal.written.origin,
        message: `${name} has ${regions.length} ${regions.length === 1 ? 'region' : 'regions'} (${regions.join(', ')}): SURVIVE REGION FAILURE needs at least 3 and is refused with SQLSTATE 42602. Add ${regions.length === 2 ? 'a region' : 'regions'} first, or survive zones.`,
      });
    }
  },
});
