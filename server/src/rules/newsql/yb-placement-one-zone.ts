import { majority } from '../../cluster/quorum.js';
import { tablespacesOf } from '../../cluster/systems/yugabyte/index.js';
import { sqlExample, YB } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'yb-placement-one-zone',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['yugabyte'],
  summary: 'One zone holds the majority of the copies of a tablespace that has several.',
  gains: 'Writes wait for copies within one zone.',
  costs: 'The loss of that zone stops its tables, and takes all copies where there are none elsewhere.',
  fineWhen: 'Data that has to stay in one place, which has no second zone.',
  advice: 'Spread the copies over three zones with min_num_replicas 1 each.',
  sources: [YB.tablespaces],
  bad: [
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE eu WITH (replica_placement = '{"num_replicas": 3, "placement_blocks": [{"cloud": "aws", "region": "eu", "zone": "eu-1a", "min_num_replicas": 3}]}');`,
      'eu-1a',
    ),
  ],
  good: [
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE eu WITH (replica_placement = '{"num_replicas": 3, "placement_blocks": [{"cloud": "aws", "region": "eu", "zone": "eu-1a", "min_num_replicas": 1}, {"cloud": "aws", "region": "eu", "zone": "eu-1b", "min_num_replicas": 1}, {"cloud": "aws", "region": "eu", "zone": "eu-1c", "min_num_replicas": 1}]}');`,
    ),
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE one WITH (replica_placement = '{"num_replicas": 1, "placement_blocks": [{"cloud": "aws", "region": "eu", "zone": "eu-1a", "min_num_replicas": 1}]}');`,
    ),
  ],
  check(cluster, context) {
    for (const { name, copies, blocks, origin } of tablespacesOf(cluster)) {
      if (copies < 3 || blocks.reduce((sum, block) => sum + block.least, 0) > copies) continue;
      const heavy = blocks.find(
        ({ least, zone }) => least >= majority(copies) && zone !== '' && zone !== '*',
      );
      if (heavy === undefined) continue;
      context.report({
        origin,
        message: `${heavy.least} of ${copies} copies of tablespace ${name} stand in ${heavy.zone}: its tables stop with that zone${heavy.least === copies ? ', and no copy is left' : ''}. Spread them over three zones.`,
      });
    }
  },
});
