import type { Cluster } from '../../../../cluster/model.js';
import { isAtLeast } from '../../../../cluster/version.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, raftMembers, settingsOf, takingPart } from '../prepare.js';

/**
 * Consul. `raft_multiplier` multiplies 1 s of heartbeat and election timeout and 0.5 s of leader lease
 * (https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/raft#raft_multiplier). Servers wait one to two timeouts, vote
 * for nobody while they have a leader, and the leader steps down when no majority has answered for the length of its lease
 * (https://github.com/hashicorp/raft/blob/main/raft.go: `runFollower`, `requestVote`, `checkLeaderLease`). Pre-vote came
 * with 1.20 (https://github.com/hashicorp/consul/pull/21758).
 */
export function consulGroup(cluster: Cluster): RaftGroup {
  const members = takingPart(cluster);
  const settings = settingsOf(cluster, 'consul');
  const times = settings?.number('performance.raft_multiplier') ?? 5;
  const version = cluster.versions.consul?.version;
  const config: RaftConfig = {
    system: 'Consul',
    members: raftMembers(members),
    // Heartbeats go out after a tenth of the timeout to twice that.
    heartbeatMs: 150 * times,
    electionMs: [1000 * times, 2000 * times],
    preVote: version === undefined ? 'either' : isAtLeast(version, '1.20'),
    stickyMs: Infinity,
    leaseMs: 500 * times,
    lease: { wallClock: false, stepsDown: true, blocks: false },
    forwards: true,
    reads: 'leader',
    // A connection that was silent is dialled again; a lost SYN is sent again after 1 and 3 s.
    reconnectMs: [0, 3000],
    flushed: true,
    membership: { strict: false },
    because: {
      election: because(cluster, 'consul', 'performance.raft_multiplier'),
      preVote: [],
      reads: because(cluster, 'consul', 'performance.raft_multiplier'),
    },
  };
  return {
    members,
    program: 'consul',
    config,
    // https://developer.hashicorp.com/consul/api-docs/features/consistency
    levels: [
      { name: 'default', linearizable: false, mode: 'leader' },
      { name: 'consistent', linearizable: true, mode: 'quorum' },
      { name: 'stale', linearizable: false, mode: 'any' },
    ],
    limits: ['Autopilot does not remove servers here.'],
  };
}
