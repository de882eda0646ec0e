import { givenOf } from '../lib/cluster/galera.js';
import { duration } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

/** From here on an outage of one node is one that users notice as such. */
const LONG = 15_000;

export default defineRule({
  id: 'galera-slow-detection',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'A dead node stops all commits for long before it is dropped.',
  gains: 'Short cuts of a bad line, and long pauses of a virtual machine, drop nobody.',
  costs:
    'Commits need every node of the component: when one falls silent, all of them wait until it is suspected and dropped.',
  fineWhen: 'Nodes are far apart and cuts of this length are common.',
  advice: 'Set `evs.suspect_timeout` to little more than the longest pause that is to be borne.',
  sources: [
    {
      title: 'Galera Cluster: evs.suspect_timeout',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#evs.suspect_timeout',
    },
  ],
  bad: [
    galeraOne(
      ['wsrep_provider_options="evs.suspect_timeout=PT30S; evs.inactive_timeout=PT1M"'],
      'for about 30 s',
    ),
  ],
  good: [galeraOne(['wsrep_provider_options="evs.suspect_timeout=PT10S"'])],
  check(cluster, context) {
    for (const { setting, settings } of givenOf(cluster, 'evs.suspect_timeout')) {
      const { value } = setting;
      const inactive = settings.number('evs.inactive_timeout') ?? 15_000;
      if (typeof value !== 'number' || value < LONG || inactive < value) continue;
      context.report({
        origin: setting.written.origin,
        message: `evs.suspect_timeout=${duration(value)}: when a node falls silent, commits on all others wait for about ${duration(value)}, and at most ${duration(inactive)}, until it is dropped. 5 s is the default.`,
        tradeOff: () => ({
          gains: [`Silences of less than ${duration(value)} drop no node.`],
          costs: [`Each real loss of a node stops all writes for that long.`],
          advice: [
            'Compare the longest silence that was seen with the longest stop of writes that is allowed.',
          ],
          numbers: [
            { label: 'evs.suspect_timeout', value: duration(value), from: 'the file' },
            { label: 'evs.inactive_timeout', value: duration(inactive), from: 'the file or the default' },
          ],
        }),
      });
    }
  },
});
