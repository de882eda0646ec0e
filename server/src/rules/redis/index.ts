import type { Rule } from '../rule.js';
import redisAnnounceLoopback from './redis-announce-loopback.js';
import redisClientPastSentinel from './redis-client-past-sentinel.js';
import redisClusterMasters from './redis-cluster-masters.js';
import redisClusterNoFailover from './redis-cluster-no-failover.js';
import redisClusterOneMachine from './redis-cluster-one-machine.js';
import redisClusterPartial from './redis-cluster-partial.js';
import redisClusterReplicaof from './redis-cluster-replicaof.js';
import redisClusterTiming from './redis-cluster-timing.js';
import redisClusterValidity from './redis-cluster-validity.js';
import redisEmptyRestart from './redis-empty-restart.js';
import redisEviction from './redis-eviction.js';
import redisFsync from './redis-fsync.js';
import redisLagSwitchesOff from './redis-lag-switches-off.js';
import redisLossWindow from './redis-loss-window.js';
import redisMinReplicasBlocks from './redis-min-replicas-blocks.js';
import redisNoMasterauth from './redis-no-masterauth.js';
import redisNodesDiffer from './redis-nodes-differ.js';
import redisOldName from './redis-old-name.js';
import redisOpenToAll from './redis-open-to-all.js';
import redisReplTimeout from './redis-repl-timeout.js';
import redisReplicaPriority from './redis-replica-priority.js';
import redisSmallBacklog from './redis-small-backlog.js';
import redisUnboundedLoss from './redis-unbounded-loss.js';
import redisWritableReplica from './redis-writable-replica.js';
import sentinelBesideMaster from './sentinel-beside-master.js';
import sentinelClientUnknownMaster from './sentinel-client-unknown-master.js';
import sentinelDownAfter from './sentinel-down-after.js';
import sentinelEvenCount from './sentinel-even-count.js';
import sentinelFailoverTimeout from './sentinel-failover-timeout.js';
import sentinelHostname from './sentinel-hostname.js';
import sentinelLoopback from './sentinel-loopback.js';
import sentinelMastersDiffer from './sentinel-masters-differ.js';
import sentinelNoPassword from './sentinel-no-password.js';
import sentinelOwnFile from './sentinel-own-file.js';
import sentinelParallelSyncs from './sentinel-parallel-syncs.js';
import sentinelPhantoms from './sentinel-phantoms.js';
import sentinelQuorumOne from './sentinel-quorum-one.js';
import sentinelQuorumUnreachable from './sentinel-quorum-unreachable.js';
import sentinelTooFew from './sentinel-too-few.js';
import sentinelViewsDiffer from './sentinel-views-differ.js';

export const REDIS: readonly Rule[] = [
  redisAnnounceLoopback,
  redisClusterMasters,
  redisClusterNoFailover,
  redisClusterOneMachine,
  redisClusterPartial,
  redisClusterReplicaof,
  redisClusterTiming,
  redisClusterValidity,
  redisEmptyRestart,
  redisEviction,
  redisFsync,
  redisLagSwitchesOff,
  redisLossWindow,
  redisMinReplicasBlocks,
  redisNoMasterauth,
  redisNodesDiffer,
  redisOldName,
  redisOpenToAll,
  redisReplTimeout,
  redisReplicaPriority,
  redisSmallBacklog,
  redisUnboundedLoss,
  redisWritableReplica,
  sentinelBesideMaster,
  sentinelDownAfter,
  sentinelEvenCount,
  sentinelFailoverTimeout,
  sentinelHostname,
  sentinelLoopback,
  sentinelMastersDiffer,
  sentinelNoPassword,
  sentinelOwnFile,
  sentinelParallelSyncs,
  sentinelPhantoms,
  sentinelQuorumOne,
  sentinelQuorumUnreachable,
  sentinelTooFew,
  sentinelViewsDiffer,
  redisClientPastSentinel,
  sentinelClientUnknownMaster,
];
