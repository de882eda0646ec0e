import type { Cluster } from '../../../cluster/model.js';
import type { Bounds } from '../../explore/stage.js';
import { layOut } from '../../kit/layout.js';
import { configOf, partsOf } from '../../protocols/redis-sentinel/from-cluster.js';
import { ACKNOWLEDGES, boundConstants, NO_LOST_WRITE, ONE_WRITER } from '../bounds.js';
import { members, type TlaModel } from '../model.js';
import { SENTINEL_MODULE } from './module.js';

/** Redis with Sentinels, counted in steps of time as the search here counts. */
export function sentinelModel(
  cluster: Cluster,
  bounds: Bounds,
  _all: readonly Cluster[],
  unitMs: number,
): TlaModel | undefined {
  const parts = partsOf(cluster);
  const config = configOf(cluster, parts);
  const [first] = config.sentinels;
  if (first === undefined) return undefined;
  const { hosts, processes } = layOut([
    ...parts.servers.map(member => ({ member, program: 'redis', serves: true })),
    ...parts.sentinels.map(member => ({ member, program: 'sentinel', serves: false })),
  ]);
  const servers = config.servers.map((_, i) => processes[i]!.host);
  const sentinels = config.sentinels.map((_, i) => processes[config.servers.length + i]!.host);
  // Two servers of one machine would be told apart by nothing here.
  if (new Set(servers).size < servers.length || new Set(sentinels).size < sentinels.length) return undefined;
  const ticks = (ms: number) => Math.max(1, Math.round(ms / unitMs));
  const { because } = first;
  const ofServers = <T>(value: (at: number) => T) =>
    servers.map((member, at) => ({ member, value: value(at) }));
  const ofSentinels = <T>(value: (at: number) => T) =>
    sentinels.map((member, at) => ({ member, value: value(at) }));
  return {
    kind: 'Sentinel',
    about: [
      `Redis servers that replicate without waiting, and Sentinels that promote. One tick is ${unitMs / 1000} s.`,
      'Replication, orders and greetings may take as long as they like. TILT, commands of operators and reads are left out.',
    ],
    members: hosts.map(({ name }) => name),
    constants: [
      { name: 'Servers', value: members(servers), says: 'hosts with a server' },
      { name: 'Sentinels', value: members(sentinels), says: 'hosts with a Sentinel' },
      { name: 'First', value: { member: servers[config.master]! }, says: 'the master at the beginning' },
      {
        name: 'DownTicks',
        value: ticks(first.downAfterMs),
        says: 'until a silent master counts as down',
        because: because.down,
      },
      {
        name: 'AgainTicks',
        value: ticks(first.failoverTimeoutMs * 2),
        says: 'until the next failover may be tried',
        because: because.retry,
      },
      {
        name: 'LagTicks',
        value: ticks(Math.max(...config.servers.map(({ maxLagMs }) => maxLagMs), unitMs)),
        says: 'for which a replica that was heard counts as good',
      },
      ...boundConstants(bounds, ['crash', 'powerLoss', 'pause', 'partition', 'cut']),
    ],
    definitions: [
      {
        name: 'Quorum',
        of: ofSentinels(at => config.sentinels[at]!.quorum),
        says: 'Sentinels that must find the master down',
        because: config.sentinels.flatMap(each => each.because.quorum),
      },
      {
        name: 'Known',
        of: ofSentinels(at => config.sentinels[at]!.voters),
        says: 'Sentinels that each knows of, also those that are long gone',
        because: config.sentinels.flatMap(each => each.because.voters),
      },
      {
        name: 'Priority',
        of: ofServers(at => config.servers[at]!.priority),
        says: 'lower is promoted first, 0 never',
      },
      {
        name: 'MinReplicas',
        of: ofServers(at => config.servers[at]!.minReplicas),
        says: 'good replicas that a master must have to take writes',
        because: config.servers.flatMap(each => each.because.minReplicas),
      },
      {
        name: 'Keeps',
        of: ofServers(at => config.servers[at]!.keeps),
        says: 'what is on disk: by appendfsync, snapshots, or nothing',
        because: config.servers.flatMap(each => each.because.keeps),
      },
    ],
    body: SENTINEL_MODULE,
    invariants: [NO_LOST_WRITE, ONE_WRITER],
    reachable: [{ name: 'NobodyIsEverPromoted', says: 'a replica is promoted' }, ACKNOWLEDGES],
    alike: [],
  };
}
