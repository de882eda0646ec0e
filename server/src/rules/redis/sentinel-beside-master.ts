import { majority } from '../../cluster/quorum.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelExample, sentinelsIn, serverFiles } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const watch = (port: number, host: string) =>
  `port ${port}\nbind ${host}\nsentinel monitor main 10.0.0.1 6379 2\n`;

export default defineRule({
  id: 'sentinel-beside-master',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Most Sentinels stand on one machine or in one zone.',
  gains: 'Fewer machines.',
  costs:
    'When it is lost, a majority of the Sentinels is lost with it, and nobody may promote a replica elsewhere: exactly the failure that Sentinel is there for.',
  fineWhen: 'Development on one machine.',
  advice: 'Spread them so that no machine or zone holds a majority: one each in three places.',
  sources: [REDIS_SOURCES.sentinel],
  bad: [
    clusterExample(
      'sentinel',
      {
        ...serverFiles(2),
        'n1/sentinel.conf': watch(26379, '10.0.0.1'),
        'n1/sentinel2.conf': watch(26380, '10.0.0.1'),
        'n2/sentinel.conf': watch(26379, '10.0.0.2'),
      },
      '2 of 3',
    ),
  ],
  good: [sentinelExample('')],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (cluster.open || sentinels.length < 3) return;
    const needed = majority(sentinels.length);
    for (const place of ['host', 'zone'] as const) {
      const places = new Map<string, typeof sentinels>();
      for (const each of sentinels) {
        const at = each.site[place];
        if (at !== undefined) places.set(at, [...(places.get(at) ?? []), each]);
      }
      const all = new Set(cluster.members.map(({ site }) => site[place]));
      for (const [at, those] of places) {
        if (sentinels.length - those.length >= needed || all.size < 2) continue;
        context.report({
          origin: those.at(-1)!.origin,
          message: `${those.length} of ${sentinels.length} Sentinels of ${cluster.name} stand ${place === 'host' ? 'on the machine' : 'in the zone'} ${at}: when it is lost, the ${sentinels.length - those.length} left are no majority (${needed}), and nobody takes over. Move one.`,
        });
        return;
      }
    }
  },
});
