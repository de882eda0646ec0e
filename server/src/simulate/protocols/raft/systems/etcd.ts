import type { Cluster } from '../../../../cluster/model.js';
import { isAtLeast } from '../../../../cluster/version.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, type RaftLevel, raftMembers, settingsOf, takingPart } from '../prepare.js';

/**
 * etcd. A member stands for election 10 to 19 ticks of `heartbeat-interval` after it last heard of the leader, where the timeout is 10
 * of them; the leader checks its quorum once in a timeout (https://github.com/etcd-io/raft/blob/main/raft.go: `tickElection`, `tickHeartbeat`,
 * `Step`). Pre-vote is the default since 3.5 (https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.5.md).
 *
 * Peers have a second and an election timeout to connect (`peerDialTimeout`), and a lost SYN is sent again after a second:
 * members that were cut off hear each other within about 1.1 s. A member that starts looks every 50 ms whether more than one peer is
 * connected, and then skips all but two ticks of its election timeout (`adjustTicks` in
 * https://github.com/etcd-io/etcd/blob/main/server/etcdserver/server.go), unless `initial-election-tick-advance` is off.
 */
export function etcdGroup(cluster: Cluster): RaftGroup {
  const members = takingPart(cluster);
  const settings = settingsOf(cluster, 'etcd');
  const heartbeatMs = settings?.number('heartbeat-interval') ?? 100;
  const electionMs = settings?.number('election-timeout') ?? 1000;
  // The first tick comes sooner than a whole one after the leader was heard.
  const range = (timeout: number): readonly [number, number] => [
    Math.max(1, Math.round(timeout - heartbeatMs / 2)),
    Math.max(timeout, timeout * 2 - heartbeatMs),
  ];
  const preVote = preVoteOf(cluster);
  const config: RaftConfig = {
    system: 'etcd',
    members: raftMembers(members, ({ settings: own }) => {
      const timeout = own.etcd?.number('election-timeout') ?? electionMs;
      return timeout === electionMs ? {} : { electionMs: range(timeout) };
    }),
    heartbeatMs,
    electionMs: range(electionMs),
    preVote,
    stickyMs: electionMs,
    silent: true,
    checkQuorumMs: electionMs,
    forwards: true,
    reads: 'quorum',
    reconnectMs: [0, 1100],
    // `ConnReadTimeout` of its rafthttp.
    silentMs: 5_000,
    ticks: true,
    ...(settings?.flag('initial-election-tick-advance') === false
      ? {}
      : { startTicksMs: Math.max(0, electionMs - 2 * heartbeatMs) }),
    flushed: !members.some(({ settings: own }) => own.etcd?.flag('unsafe-no-fsync') === true),
    membership: { strict: settings?.flag('strict-reconfig-check') !== false },
    because: {
      election: because(cluster, 'etcd', 'election-timeout'),
      // Where a choice stands for a version that is not known, no default of one is the cause.
      preVote: preVote === 'either' ? [] : because(cluster, 'etcd', 'pre-vote'),
      reads: [],
      membership: because(cluster, 'etcd', 'strict-reconfig-check'),
      disk: because(cluster, 'etcd', 'unsafe-no-fsync'),
    },
  };
  return { members, program: 'etcd', config, levels: levelsOf(cluster), limits: [] };
}

/** What files say; else the version; where that is not told either, it may be so or so. */
function preVoteOf(cluster: Cluster): RaftConfig['preVote'] {
  const written = cluster.members.find(({ settings }) => settings.etcd?.given('pre-vote') !== undefined);
  if (written !== undefined) return written.settings.etcd?.flag('pre-vote') ?? 'either';
  const version = cluster.versions.etcd?.version ?? cluster.members.find(each => each.version)?.version;
  return version === undefined ? 'either' : isAtLeast(version, '3.5');
}

/** https://etcd.io/docs/v3.5/learning/api_guarantees/#linearizability */
function levelsOf(cluster: Cluster): readonly RaftLevel[] {
  const linearizable: RaftLevel = { name: 'linearizable', linearizable: true, mode: 'quorum' };
  const serializable: RaftLevel = { name: 'serializable', linearizable: false, mode: 'any' };
  const asks = cluster.clients.some(({ settings }) => settings.etcd?.text('consistency') === 's');
  return asks ? [serializable, linearizable] : [linearizable, serializable];
}
