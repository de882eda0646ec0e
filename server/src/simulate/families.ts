import type { Cluster } from '../cluster/model.js';
import { SYSTEMS } from '../cluster/systems.js';
import { type Family, isPrepared, type Prepared } from './family.js';
import { responsibleOf } from './kit/responsible.js';
import { CLOUDNATIVEPG } from './protocols/cloudnativepg/index.js';
import { SEARCH } from './protocols/elasticsearch/index.js';
import { KAFKA } from './protocols/kafka/index.js';
import { LEADERLESS } from './protocols/leaderless/index.js';
import { LEASE } from './protocols/lease/index.js';
import { MONGODB } from './protocols/mongodb/index.js';
import { AUTO_FAILOVER, REPMGR } from './protocols/monitor/index.js';
import { MULTI_LEADER } from './protocols/multi-leader/index.js';
import { NDB } from './protocols/ndb/index.js';
import { PAXOS } from './protocols/paxos/index.js';
import { PRIMARY_BACKUP } from './protocols/primary-backup/index.js';
import { RAFT } from './protocols/raft/index.js';
import { REDIS_CLUSTER } from './protocols/redis-cluster/index.js';
import { REDIS_SENTINEL } from './protocols/redis-sentinel/index.js';
import { SPANNER } from './protocols/spanner/index.js';
import { VIRTUAL_SYNCHRONY } from './protocols/virtual-synchrony/index.js';

/** All families, in the order in which they are asked: whoever decides about the leader before the database itself. */
export const FAMILIES: readonly Family[] = [
  LEASE,
  CLOUDNATIVEPG,
  REPMGR,
  AUTO_FAILOVER,
  REDIS_SENTINEL,
  REDIS_CLUSTER,
  MONGODB,
  KAFKA,
  SEARCH,
  LEADERLESS,
  MULTI_LEADER,
  PRIMARY_BACKUP,
  VIRTUAL_SYNCHRONY,
  RAFT,
  PAXOS,
  NDB,
  SPANNER,
];

/** The model of a cluster that can be played; else a whole sentence that says why there is none. */
export function prepare(cluster: Cluster, all: readonly Cluster[]): Prepared | { readonly why: string } {
  let why: string | undefined;
  for (const family of FAMILIES) {
    const found = family.prepare(cluster, all);
    if (isPrepared(found)) return { ...found, responsible: responsibleOf(cluster) };
    why ??= found?.why;
  }
  return {
    why:
      why ??
      (cluster.system === 'neutral'
        ? `${cluster.name} is described by a protocol that cannot be simulated.`
        : `Clusters of ${SYSTEMS[cluster.system]} cannot be simulated.`),
  };
}
