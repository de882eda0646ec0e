import { clusterExample } from '../lib/cluster/example.js';
import {
  REDIS_SOURCES,
  sentinelExample,
  sentinelSettings,
  sentinelsIn,
  serverFiles,
} from '../lib/cluster/redis.js';
import { runTogether } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

const SAME = ['quorum', 'down-after-milliseconds', 'failover-timeout'] as const;

export default defineRule({
  id: 'sentinel-views-differ',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Sentinels of one master do not have the same quorum or times.',
  gains: 'None that is known.',
  costs:
    'Each Sentinel goes by its own values and tells nobody: who happens to act decides how many must agree, how soon the master counts as down, and how long the next try takes.',
  fineWhen: 'While values are being changed.',
  advice: 'Give all Sentinels of a master the same values.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [
    clusterExample(
      'sentinel',
      {
        ...serverFiles(2),
        'n1/sentinel.conf': 'bind 10.0.0.1\nsentinel monitor main 10.0.0.1 6379 2\n',
        'n2/sentinel.conf': 'bind 10.0.0.2\nsentinel monitor main 10.0.0.1 6379 2\n',
        'n3/sentinel.conf': 'bind 10.0.0.3\nsentinel monitor main 10.0.0.1 6379 3\n',
      },
      'quorum',
    ),
  ],
  good: [
    sentinelExample('sentinel down-after-milliseconds main 5000\n'),
    // Variants for one machine: nothing runs them beside each other.
    clusterExample('sentinel', {
      'contrib/sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\n',
      'contrib/supervisor/sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 3\n',
    }),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const [first, ...others] = sentinels;
    // Files that nothing runs together may be variants for one machine.
    if (first === undefined || !runTogether(sentinels)) return;
    for (const name of SAME) {
      if (sentinels.some(member => sentinelSettings(member).isHidden(name))) continue;
      const value = sentinelSettings(first).number(name);
      const odd = others.find(member => sentinelSettings(member).number(name) !== value);
      if (odd === undefined) continue;
      const written =
        sentinelSettings(odd).given(name)?.written ?? sentinelSettings(first).given(name)?.written;
      context.report({
        origin: written?.origin ?? odd.origin,
        message: `${name} is ${sentinelSettings(odd).number(name)} for ${odd.id} and ${value} for ${first.id}: which one holds for ${cluster.name} depends on who acts. Give all Sentinels the same.`,
      });
      return;
    }
  },
});
