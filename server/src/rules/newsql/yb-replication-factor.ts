import { majority, tolerance } from '../../cluster/quorum.js';
import { clusterExample } from '../lib/cluster/example.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { sqlExample, YB } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const flags = (factor: number, says?: string) =>
  clusterExample(
    'yugabyte',
    {
      'master.conf': `--master_addresses=10.0.0.1:7100,10.0.0.2:7100,10.0.0.3:7100\n--rpc_bind_addresses=10.0.0.1\n--replication_factor=${factor}\n`,
    },
    says,
  );

export default defineRule({
  id: 'yb-replication-factor',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['yugabyte'],
  summary: 'An even number of copies.',
  gains: 'None that the odd number below it does not have, but one more copy.',
  costs: 'Of 4 copies 3 are needed: as many may be away as of 3. Of 2 both are needed.',
  fineWhen: 'A test, or data that can be made again.',
  advice: '3, 5 or 7.',
  sources: [YB.masters, YB.tablespaces],
  bad: [
    flags(2, '2 of 2'),
    flags(4, '3 of 4'),
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE eu WITH (replica_placement = '{"num_replicas": 2, "placement_blocks": [{"cloud": "aws", "region": "eu-west-1", "zone": "eu-west-1a", "min_num_replicas": 1}, {"cloud": "aws", "region": "eu-west-1", "zone": "eu-west-1b", "min_num_replicas": 1}]}');`,
      'eu',
    ),
  ],
  good: [
    flags(3),
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE eu WITH (replica_placement = '{"num_replicas": 3, "placement_blocks": [{"cloud": "aws", "region": "eu-west-1", "zone": "eu-west-1a", "min_num_replicas": 1}]}');`,
    ),
  ],
  check(cluster, context) {
    const places = [
      ...cluster.resources.map(({ name, settings }) => ({
        what: `Tablespace ${name}`,
        given: settings.yugabyte?.given('num_replicas'),
      })),
      { what: 'The cluster', given: cluster.settings.yugabyte?.given('replication_factor') },
    ];
    for (const { what, given } of places) {
      if (given === undefined || typeof given.value !== 'number') continue;
      const copies = given.value;
      if (copies < 2 || copies % 2 === 1) continue;
      context.report({
        origin: given.written.origin,
        fixes: () => [valueFix(`Use ${copies + 1}`, given.written, String(copies + 1))],
        message: `${what} has ${copies} copies: ${majority(copies)} of ${copies} are needed, so ${tolerance(copies) === 0 ? 'the loss of either one stops it' : `${tolerance(copies)} may be away, as with ${copies - 1}`}. Use ${copies === 2 ? 3 : `${copies - 1} or ${copies + 1}`}.`,
      });
    }
  },
});
