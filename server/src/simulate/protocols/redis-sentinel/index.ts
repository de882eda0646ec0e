import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { configOf, partsOf } from './from-cluster.js';
import { RedisSentinel } from './redis-sentinel.js';

/** Redis and Valkey with asynchronous replication, with Sentinel or by hand. */
export const REDIS_SENTINEL: Family = {
  id: 'redis-sentinel',
  title: 'Redis with Sentinel',
  prepare(cluster) {
    if (cluster.system !== 'redis' || cluster.failover.by === 'redis') return undefined;
    const parts = partsOf(cluster);
    const { servers, sentinels } = parts;
    if (servers.length === 0) return { why: 'No file shows a Redis server.' };
    if (servers.length + sentinels.length > MAX_SET)
      return { why: `More than ${MAX_SET} servers and Sentinels cannot be played.` };
    const config = configOf(cluster, parts);
    const shortest = Math.min(...config.sentinels.map(({ downAfterMs }) => downAfterMs), 10_000);
    return {
      family: this.id,
      title: sentinels.length > 0 ? this.title : 'Redis, failover by hand',
      ...layOut([
        ...servers.map(member => ({ member, program: 'redis', serves: true })),
        ...sentinels.map(member => ({
          member,
          program: 'sentinel',
          serves: false,
          // Whoever writes a schedule knows the machine, not what a Sentinel is called here.
          machine: member.id.replace(/^sentinel /, ''),
        })),
      ]),
      create: world => new RedisSentinel(world, config),
      searchUnitMs: Math.max(500, Math.round(shortest / 2)),
      readLevels: [{ name: 'any server', linearizable: false }],
      limits: [
        'Partial resynchronisation always finds what it needs in the backlog.',
        'How much data a full copy moves is not known: it takes as long as an empty one.',
      ],
    };
  },
};
