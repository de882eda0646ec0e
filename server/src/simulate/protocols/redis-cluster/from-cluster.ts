import type { Cluster, Member } from '../../../cluster/model.js';
import { because } from '../../kit/reasons.js';
import { nodeOf } from '../redis/nodes.js';
import type { RedisClusterConfig } from './config.js';

/** Undefined: it is not told which of them are masters. */
export function configOf(cluster: Cluster, servers: readonly Member[]): RedisClusterConfig | undefined {
  const masters = servers.filter(({ leader }) => leader === true);
  if (masters.length === 0) return undefined;
  const shardOf = servers.map(member => {
    const own = masters.indexOf(member);
    if (own >= 0) return own;
    const from = cluster.links.find(({ to }) => to === member.id)?.from;
    return Math.max(
      0,
      masters.findIndex(({ id }) => id === from),
    );
  });
  const first = masters[0]!;
  const settings = first.settings.redis ?? cluster.settings.redis;
  return {
    servers: servers.map(member => nodeOf(member, cluster)),
    shardOf,
    owners: masters.map(member => servers.indexOf(member)),
    nodeTimeoutMs: settings?.number('cluster-node-timeout') ?? 15_000,
    validityFactor: settings?.number('cluster-replica-validity-factor') ?? 10,
    replPingMs: settings?.number('repl-ping-replica-period') ?? 10_000,
    fullCoverage: settings?.flag('cluster-require-full-coverage') ?? true,
    neverLeads: servers.map(({ settings: own }) => own.redis?.flag('cluster-replica-no-failover') === true),
    because: {
      timeout: because(first, 'redis', 'cluster-node-timeout'),
      validity: because(first, 'redis', 'cluster-replica-validity-factor'),
      coverage: because(first, 'redis', 'cluster-require-full-coverage'),
    },
  };
}
