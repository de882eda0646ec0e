import type { Cluster } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelExample, sentinelsIn } from '../lib/cluster/redis.js';
import { sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sentinel-too-few',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Two Sentinels: losing either stops every failover.',
  gains: 'One machine less.',
  costs:
    'A failover is carried out by a Sentinel that a majority of all has elected, whatever the quorum is. A majority of 2 is 2: when a machine with a master and a Sentinel is lost, the other Sentinel may not act.',
  fineWhen: 'Tests.',
  advice: 'Run three, on three machines; the third needs no Redis beside it.',
  sources: [REDIS_SOURCES.sentinelSource, REDIS_SOURCES.sentinel],
  bad: [
    sentinelExample('', 'majority of 2', { count: 2, quorum: 1 }),
    // Two masters, watched by the same two.
    clusterExample(
      'sentinel',
      {
        ...Object.fromEntries(
          [1, 2].map(n => [
            `n${n}/sentinel.conf`,
            `bind 10.0.0.${n}\nsentinel monitor shop 10.0.0.5 6379 2\nsentinel monitor mail 10.0.0.6 6379 2\n`,
          ]),
        ),
        ...Object.fromEntries(
          [5, 6, 7, 8].map(n => [
            `n${n}/redis.conf`,
            `bind 10.0.0.${n}\nport 6379\n${n > 6 ? `replicaof 10.0.0.${n - 2} 6379\n` : ''}`,
          ]),
        ),
      },
      'majority of 2',
    ),
  ],
  good: [sentinelExample('', undefined, { count: 3 })],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (cluster.open || sentinels.length !== 2) return;
    // On one machine it is a trial.
    if (sharesMachine(cluster, context.clusters)) return;
    // They may watch several masters: that they are two is said of the first, and the others are named with it.
    const alike = context.clusters.filter(each => !each.open && filesOf(each) === filesOf(cluster));
    if (alike[0] !== cluster) return;
    context.report({
      origin: sentinels[1]!.origin,
      related: alike.slice(1).flatMap(each => {
        const at = sentinelsIn(each)[1]?.origin;
        return at === undefined ? [] : [{ origin: at, message: `They watch ${each.name} as well.` }];
      }),
      message: `${cluster.name} is watched by 2 Sentinels, and a failover needs a majority of 2, which is 2, whatever the quorum: when either is lost, as with the master’s machine, nobody takes over. Add a third elsewhere.`,
    });
  },
});

/** The files of its Sentinels. */
function filesOf(cluster: Cluster): string {
  return sentinelsIn(cluster)
    .map(({ origin: { unit } }) => unit.uri)
    .sort()
    .join('\n');
}
