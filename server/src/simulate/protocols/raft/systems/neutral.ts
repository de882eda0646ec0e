import type { Cluster } from '../../../../cluster/model.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, type RaftLevel, raftMembers, takingPart } from '../prepare.js';

/** How long a leader may be silent where a description does not say. */
const DETECTION_MS = 1000;

const QUORUM: RaftLevel = { name: 'leader', linearizable: true, mode: 'quorum' };
const ANY: RaftLevel = { name: 'any', linearizable: false, mode: 'any' };

/** A cluster that is described as one of Raft: what the paper has, with pre-vote and a check of the quorum. */
export function neutralRaft(cluster: Cluster): RaftGroup | { readonly why: string } | undefined {
  if (cluster.settings.neutral?.text('protocol') !== 'raft') return undefined;
  const members = takingPart(cluster);
  if (members.some(({ votes }) => votes > 1))
    return { why: 'Members with several votes cannot be simulated.' };
  const { least, most, heartbeatMs } = timesOf(cluster);
  const config: RaftConfig = {
    system: cluster.name,
    members: raftMembers(members, ({ role, leader }) => ({
      ...(role === 'witness' ? { witness: true, follows: true } : {}),
      ...(leader === true ? { preferred: true } : {}),
    })),
    heartbeatMs,
    electionMs: [least, most],
    preVote: true,
    stickyMs: least,
    checkQuorumMs: least,
    forwards: true,
    reads: 'quorum',
    flushed: cluster.commit.level !== 'received',
    because: {
      election: because(cluster, 'neutral', 'failover.detection'),
      preVote: [],
      reads: because(cluster, 'neutral', 'clients.reads'),
      disk: because(cluster, 'neutral', 'commit.level'),
    },
  };
  const near = cluster.clients.some(({ settings }) =>
    /^(?:followers|nearest|any)$/.test(settings.neutral?.text('clients.reads') ?? ''),
  );
  return {
    members,
    program: 'node',
    config,
    levels: near ? [ANY, QUORUM] : [QUORUM, ANY],
    ...(cluster.links.some(({ latencyMs }) => latencyMs !== undefined)
      ? { latency: latencyOf(cluster) }
      : {}),
    limits: [],
  };
}

/** From when on a leader counts as silent, and how often it says that it is there. */
export function timesOf({ failover }: Cluster): { least: number; most: number; heartbeatMs: number } {
  const least = Math.max(10, failover.detectMs?.[0] ?? DETECTION_MS);
  const most = Math.max(least * 2, failover.detectMs?.[1] ?? 0);
  return { least, most, heartbeatMs: Math.max(1, Math.round(least / 10)) };
}

/** What the links of a cluster say; of members without one, what stands for a zone. */
export function latencyOf({ links }: Cluster): (from: string, to: string) => number | undefined {
  const known = new Map<string, number>();
  for (const { from, to, latencyMs } of links) {
    if (latencyMs === undefined) continue;
    known.set(`${from}\n${to}`, latencyMs);
    if (!known.has(`${to}\n${from}`)) known.set(`${to}\n${from}`, latencyMs);
  }
  return (from, to) => known.get(`${from}\n${to}`);
}
