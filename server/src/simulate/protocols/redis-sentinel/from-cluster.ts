import type { Cluster, Member } from '../../../cluster/model.js';
import { because } from '../../kit/reasons.js';
import { nodeOf } from '../redis/nodes.js';
import type { SentinelConfig, SentinelNode } from './config.js';

/** Servers and Sentinels of a cluster, in the order of their processes. */
export interface SentinelParts {
  readonly servers: readonly Member[];
  readonly sentinels: readonly Member[];
}

export function partsOf(cluster: Cluster): SentinelParts {
  return {
    servers: cluster.members.filter(({ role }) => role === 'data' || role === 'learner'),
    sentinels: cluster.members.filter(
      ({ role, settings }) => role === 'witness' && settings.sentinel !== undefined,
    ),
  };
}

export function configOf(cluster: Cluster, { servers, sentinels }: SentinelParts): SentinelConfig {
  return {
    servers: servers.map(member => nodeOf(member, cluster)),
    sentinels: sentinels.map(member => sentinelOf(member, cluster, sentinels)),
    master: Math.max(
      0,
      servers.findIndex(({ leader }) => leader === true),
    ),
  };
}

function sentinelOf(member: Member, cluster: Cluster, all: readonly Member[]): SentinelNode {
  const settings = member.settings.sentinel ?? cluster.settings.sentinel;
  const phantoms = phantomsOf(member, all);
  return {
    name: member.id,
    quorum: settings?.number('quorum') ?? Math.floor(all.length / 2) + 1,
    downAfterMs: settings?.number('down-after-milliseconds') ?? 30_000,
    failoverTimeoutMs: settings?.number('failover-timeout') ?? 180_000,
    parallelSyncs: Math.max(1, settings?.number('parallel-syncs') ?? 1),
    voters: all.length + phantoms,
    because: {
      down: because(member, 'sentinel', 'down-after-milliseconds'),
      quorum: because(member, 'sentinel', 'quorum'),
      voters: phantoms > 0 ? because(member, 'sentinel', 'known-sentinel') : [],
      retry: because(member, 'sentinel', 'failover-timeout'),
    },
  };
}

/** Sentinels that its file remembers and that no other file shows: they count as voters and never vote. */
function phantomsOf(member: Member, all: readonly Member[]): number {
  const known = new Set(
    (member.settings.sentinel?.written ?? []).flatMap(({ key, raw }) =>
      key === 'known-sentinel' && typeof raw === 'string' ? [raw.toLowerCase()] : [],
    ),
  );
  const shown = new Set(all.flatMap(({ addresses }) => addresses.map(address => address.toLowerCase())));
  // Where a Sentinel goes by a name that nobody else uses, it cannot be told from one that is gone.
  if (![...known].some(address => shown.has(address))) return Math.max(0, known.size - (all.length - 1));
  return [...known].filter(address => !shown.has(address)).length;
}
