import { tablespacesOf } from '../../cluster/systems/yugabyte/index.js';
import { sqlExample, YB } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'yb-placement-minimums',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['yugabyte'],
  summary: 'Blocks of a tablespace ask for more copies than it has: YugabyteDB refuses it.',
  gains: 'None: the placement is refused.',
  costs: 'Tables cannot be made in the tablespace.',
  fineWhen: 'Never.',
  advice: 'Raise num_replicas, or lower min_num_replicas of a block.',
  sources: [
    YB.tablespaces,
    {
      title: 'YugabyteDB: tablespace_parser.cc',
      url: 'https://github.com/yugabyte/yugabyte-db/blob/master/src/yb/common/tablespace_parser.cc',
    },
  ],
  bad: [
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE geo WITH (replica_placement = '{"num_replicas": 3, "placement_blocks": [{"cloud": "aws", "region": "eu", "zone": "a", "min_num_replicas": 2}, {"cloud": "aws", "region": "us", "zone": "b", "min_num_replicas": 2}]}');`,
      '4 in all',
    ),
  ],
  good: [
    sqlExample(
      'yugabyte',
      `CREATE TABLESPACE geo WITH (replica_placement = '{"num_replicas": 5, "placement_blocks": [{"cloud": "aws", "region": "eu", "zone": "a", "min_num_replicas": 2}, {"cloud": "aws", "region": "us", "zone": "b", "min_num_replicas": 2}]}');`,
    ),
  ],
  check(cluster, context) {
    for (const { name, copies, blocks, written, origin } of tablespacesOf(cluster)) {
      const least = blocks.reduce((sum, block) => sum + block.least, 0);
      if (least <= copies) continue;
      context.report({
        origin: written[0]?.origin ?? origin,
        message: `The blocks of tablespace ${name} ask for ${least} in all (min_num_replicas), and num_replicas is ${copies}: YugabyteDB refuses the placement. Raise num_replicas to ${least % 2 === 0 ? least + 1 : least}, or ask for less.`,
      });
    }
  },
});
