import { givenOf } from '../lib/cluster/galera.js';
import { duration, size } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

/** The library's own default. */
const DEFAULT = 134_217_728;
/** Writes of one MB a second, to have a figure. */
const RATE = 1_048_576;

export default defineRule({
  id: 'galera-small-gcache',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'The buffer of past writes is smaller than the default: short absences need a full copy.',
  gains: 'Less disk.',
  costs:
    'A node that was away gets what it missed from this buffer only while all of it is still there. Otherwise it needs a full copy, which loads or blocks a donor.',
  fineWhen: 'A test, or a database that is copied in seconds.',
  advice: 'Size it by the writes of the longest absence that is to be common: rate times duration.',
  sources: [
    {
      title: 'Galera Cluster: gcache.size',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#gcache.size',
    },
  ],
  bad: [galeraOne(['wsrep_provider_options="gcache.size=32M"'], '32 s')],
  good: [galeraOne(['wsrep_provider_options="gcache.size=2G"'])],
  check(cluster, context) {
    if (cluster.members.filter(({ role }) => role === 'data').length < 2) return;
    for (const { setting } of givenOf(cluster, 'gcache.size')) {
      const { value } = setting;
      if (typeof value !== 'number' || value <= 0 || value >= DEFAULT) continue;
      const held = duration(Math.round((value / RATE) * 1000));
      context.report({
        origin: setting.written.origin,
        message: `gcache.size=${size(value)} holds ${held} of writes at 1 MB/s: a node that was away for longer needs a full copy. The default is ${size(DEFAULT)}.`,
        tradeOff: () => ({
          gains: ['Less disk on every node.'],
          costs: [
            `At 1 MB/s of writes, an absence of more than ${held} costs a full copy instead of what was missed.`,
          ],
          breakEven: 'Where the longest common absence times the rate of writes exceeds it.',
          advice: ['Measure the rate by wsrep_replicated_bytes and wsrep_received_bytes.'],
          numbers: [{ label: 'gcache.size', value: size(value), from: 'the file' }],
        }),
      });
    }
  },
});
