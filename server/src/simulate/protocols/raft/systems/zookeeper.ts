import type { Cluster } from '../../../../cluster/model.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, raftMembers, settingsOf, takingPart } from '../prepare.js';

/** How long an election takes once somebody looks for a leader: at least 200 ms are waited for better votes. */
const LOOKING_MS = [200, 1200] as const;

/**
 * ZooKeeper. Zab differs from Raft in how it brings logs together, not in what it promises: one leader per epoch that has all
 * that is committed, writes acknowledged by a majority. A follower reads with a timeout of syncLimit ticks; the leader pings
 * twice a tick and gives up when a majority has been silent for syncLimit ticks, counted in whole ones
 * (https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/Leader.java). A closed connection is
 * noticed at once.
 */
export function zookeeperGroup(cluster: Cluster): RaftGroup | { readonly why: string } {
  const members = takingPart(cluster);
  const settings = settingsOf(cluster, 'zookeeper');
  const tick = settings?.number('tickTime') ?? 3000;
  const limit = settings?.number('syncLimit') ?? 5;
  if (cluster.members.some(({ votes }) => votes > 1))
    return { why: 'Members with weights cannot be simulated.' };
  const timeout = tick * limit;
  const config: RaftConfig = {
    system: 'ZooKeeper',
    members: raftMembers(members),
    heartbeatMs: Math.max(1, Math.round(tick / 2)),
    electionMs: [timeout + LOOKING_MS[0], timeout + LOOKING_MS[1]],
    retryMs: LOOKING_MS,
    closedMs: LOOKING_MS,
    // Whoever looks for a leader learns of the one that there is, and no epoch begins without a majority.
    preVote: true,
    stickyMs: Infinity,
    leaseMs: timeout + Math.round(tick / 2),
    lease: { wallClock: false, stepsDown: true, blocks: false },
    forwards: true,
    reads: 'connected',
    reconnectMs: [0, 3000],
    flushed: settings?.text('forceSync') !== 'no',
    because: {
      election: because(cluster, 'zookeeper', 'tickTime', 'syncLimit'),
      preVote: [],
      reads: because(cluster, 'zookeeper', 'syncLimit'),
      disk: because(cluster, 'zookeeper', 'forceSync'),
    },
  };
  return {
    members,
    program: 'zookeeper',
    config,
    // https://zookeeper.apache.org/doc/current/zookeeperInternals.html#sc_consistency
    levels: [
      { name: 'read', linearizable: false, mode: 'connected' },
      { name: 'sync and read', linearizable: true, mode: 'quorum' },
    ],
    limits: ['Sessions and their ephemeral nodes are left out.'],
  };
}
