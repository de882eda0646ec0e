import type { Cluster } from '../../../../cluster/model.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { placeCopies } from '../placement.js';
import { type RaftGroup, raftMembers, settingsOf } from '../prepare.js';

/** `leader_lease_duration_ms`: a new leader waits until the one of the old leader is over. */
const LEASE_MS = 2000;

/**
 * One tablet of YugabyteDB: heartbeats every `raft_heartbeat_interval_ms`, an election after
 * `leader_failure_max_missed_heartbeat_periods` of them
 * (https://docs.yugabyte.com/stable/reference/configuration/yb-tserver/#raft-flags), leader leases that block a new leader
 * (https://docs.yugabyte.com/stable/architecture/docdb-replication/replication/#leader-leases).
 */
export function yugabyteGroup(cluster: Cluster): RaftGroup | { readonly why: string } {
  const servers = cluster.members.filter(({ role }) => role === 'data');
  if (servers.length === 0) return { why: 'The files do not tell the tablet servers.' };
  const copies = cluster.settings.yugabyte?.number('replication_factor') ?? 3;
  const members = placeCopies(servers, Math.max(1, copies));
  const settings = settingsOf(cluster, 'yugabyte');
  const heartbeatMs = settings?.number('raft_heartbeat_interval_ms') ?? 500;
  const missed = settings?.number('leader_failure_max_missed_heartbeat_periods') ?? 6;
  const least = Math.round(heartbeatMs * missed);
  const config: RaftConfig = {
    system: 'the tablet',
    members: raftMembers(members, () => ({ voter: true })),
    heartbeatMs,
    electionMs: [least, Math.round(least * 1.5)],
    preVote: true,
    stickyMs: least,
    leaseMs: LEASE_MS,
    lease: { wallClock: false, stepsDown: false, blocks: true },
    forwards: true,
    reads: 'lease',
    reconnectMs: [0, 2000],
    flushed: settings?.flag('durable_wal_write') !== false,
    because: {
      election: because(
        cluster,
        'yugabyte',
        'raft_heartbeat_interval_ms',
        'leader_failure_max_missed_heartbeat_periods',
      ),
      preVote: [],
      reads: [],
      disk: because(cluster, 'yugabyte', 'durable_wal_write'),
    },
  };
  return {
    members,
    program: 'yb-tserver',
    config,
    levels: [
      { name: 'read', linearizable: true, mode: 'lease' },
      { name: 'follower read', linearizable: false, mode: 'any' },
    ],
    limits: ['One tablet is played; masters are taken as well.'],
  };
}
