import { clusterExample } from '../lib/cluster/example.js';
import { CRDB, sqlExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crdb-zone-goal-in-regions',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cockroach'],
  summary: 'A database in three regions or more survives the loss of a zone, not of its home region.',
  gains: 'Writes stay within the home region, and are fast there.',
  costs:
    'All three voters of a range stand in its home region. When that region is lost its rows are unavailable until it is back, though copies without a vote stand elsewhere; they are not lost.',
  fineWhen: 'Waiting for a region to come back is cheaper than a round trip with each write.',
  advice: 'ALTER DATABASE … SURVIVE REGION FAILURE: 5 voters, of which 2 stand at home.',
  sources: [CRDB.goals],
  bad: [
    sqlExample(
      'cockroach',
      'CREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1", "us-west1";',
      'eu-west1',
    ),
  ],
  good: [
    sqlExample(
      'cockroach',
      'CREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1", "us-west1" SURVIVE REGION FAILURE;',
    ),
    sqlExample('cockroach', 'CREATE DATABASE shop PRIMARY REGION "eu-west1";'),
    clusterExample('cockroach', {
      'docker-compose.yml': `services:\n${['eu-west1', 'us-east1', 'us-west1'].map((region, i) => `  crdb${i}:\n    image: cockroachdb/cockroach:v24.1.0\n    command: start --join=crdb0,crdb1,crdb2 --certs-dir=/certs --locality=region=${region}\n`).join('')}`,
      'db/placement.sql':
        '-- dialect: cockroach\nCREATE DATABASE shop PRIMARY REGION "eu-west1" REGIONS "us-east1", "us-west1";\n',
    }),
  ],
  check(cluster, context) {
    for (const { name, settings, origin } of cluster.resources) {
      const own = settings.cockroach;
      if (own === undefined || own.text('survive') !== 'zone' || own.list('regions').length < 3) continue;
      const goal = own.given('survive');
      const home = own.text('primary region') ?? own.list('regions')[0]!;
      // Where the home region has too few nodes for them the voters do not all stand there.
      const there = cluster.members.filter(({ site }) => site.region === home).length;
      if (cluster.members.length > 0 && there < 3) continue;
      context.report({
        origin: goal?.written.origin ?? origin,
        message: `${name} has ${own.list('regions').length} regions and survives the loss of a zone alone${goal === undefined ? ' (the default)' : ''}: all 3 voters of a row stand in its home region, so without ${home} its rows are unavailable. SURVIVE REGION FAILURE costs a round trip for each write.`,
      });
    }
  },
});
