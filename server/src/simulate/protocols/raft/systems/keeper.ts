import type { Cluster } from '../../../../cluster/model.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, raftMembers, settingsOf, takingPart } from '../prepare.js';

/** In heartbeats: after so long without a majority a leader of NuRaft gives up, where nothing else is set. */
const EXPIRY = 20;

/**
 * ClickHouse Keeper, on NuRaft
 * (https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper#configuration). Reads are answered by the server that was asked
 * unless `quorum_reads` is set.
 */
export function keeperGroup(cluster: Cluster): RaftGroup | undefined {
  const members = takingPart(cluster);
  // Servers of ClickHouse itself have no votes.
  if (!members.some(({ votes }) => votes > 0)) return undefined;
  const settings = settingsOf(cluster, 'clickhouse');
  const of = (name: string) => `keeper_server.coordination_settings.${name}`;
  const heartbeatMs = settings?.number(of('heart_beat_interval_ms')) ?? 500;
  const least = settings?.number(of('election_timeout_lower_bound_ms')) ?? 1000;
  const most = settings?.number(of('election_timeout_upper_bound_ms')) ?? 2000;
  const config: RaftConfig = {
    system: 'ClickHouse Keeper',
    members: raftMembers(members),
    heartbeatMs,
    electionMs: [least, Math.max(least, most)],
    preVote: true,
    stickyMs: least,
    leaseMs: heartbeatMs * EXPIRY,
    lease: { wallClock: false, stepsDown: true, blocks: false },
    forwards: true,
    reads: 'any',
    reconnectMs: [0, 3000],
    flushed: settings?.flag(of('force_sync')) !== false,
    because: {
      election: because(
        cluster,
        'clickhouse',
        of('election_timeout_lower_bound_ms'),
        of('election_timeout_upper_bound_ms'),
      ),
      preVote: [],
      reads: because(cluster, 'clickhouse', of('quorum_reads')),
      disk: because(cluster, 'clickhouse', of('force_sync')),
    },
  };
  const quorum = { name: 'quorum_reads', linearizable: true, mode: 'quorum' } as const;
  const local = { name: 'read', linearizable: false, mode: 'any' } as const;
  return {
    members,
    program: 'clickhouse-keeper',
    config,
    levels: settings?.flag(of('quorum_reads')) === true ? [quorum, local] : [local, quorum],
    limits: [],
  };
}
