import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { configOf } from './from-cluster.js';
import { RedisCluster } from './redis-cluster.js';

/** Redis Cluster: masters elect a replica when one of them is gone. */
export const REDIS_CLUSTER: Family = {
  id: 'redis-cluster',
  title: 'Redis Cluster',
  prepare(cluster) {
    if (cluster.system !== 'redis' || cluster.failover.by !== 'redis') return undefined;
    const servers = cluster.members.filter(({ role }) => role === 'data');
    if (servers.length > MAX_SET) return { why: `More than ${MAX_SET} servers cannot be played.` };
    const config = configOf(cluster, servers);
    if (config === undefined)
      return { why: 'No file tells which servers of this Redis Cluster are masters.' };
    return {
      family: this.id,
      title: this.title,
      ...layOut(servers.map((member, p) => ({ member, program: 'redis', serves: config.shardOf[p] === 0 }))),
      create: world => new RedisCluster(world, config),
      searchUnitMs: Math.max(500, Math.round(config.nodeTimeoutMs / 2)),
      readLevels: [{ name: 'the master of the slot', linearizable: false }],
      limits: [
        `Clients use keys of one master only: those of ${servers[config.owners[0]!]!.id}. The others vote.`,
        'Slots do not move, and replicas do not change to other masters.',
      ],
    };
  },
};
