import type { Rule } from '../rule.js';
import asyncLossless from './claim-async-lossless.js';
import bothHalvesRun from './claim-both-halves-run.js';
import cnpgZeroLoss from './claim-cnpg-zero-loss.js';
import consistentReadGlobal from './claim-consistent-read-global.js';
import dynamodbSiblings from './claim-dynamodb-siblings.js';
import etcdElectionTimeout from './claim-etcd-election-timeout.js';
import evenVoters from './claim-even-voters.js';
import galeraAllNodes from './claim-galera-all-nodes.js';
import garbdOnDataNodes from './claim-garbd-on-data-nodes.js';
import lagBoundsLoss from './claim-lag-bounds-loss.js';
import majority from './claim-majority.js';
import majorityFormula from './claim-majority-formula.js';
import minReplicas from './claim-min-replicas.js';
import minimumMasterNodes from './claim-minimum-master-nodes.js';
import mongodbMajorityDefault from './claim-mongodb-majority-default.js';
import overlapArithmetic from './claim-overlap-arithmetic.js';
import overlapIsLinearizable from './claim-overlap-is-linearizable.js';
import patroniCopies from './claim-patroni-copies.js';
import patroniNodeCount from './claim-patroni-node-count.js';
import quorumIsLocal from './claim-quorum-is-local.js';
import recoveryConf from './claim-recovery-conf.js';
import redisWait from './claim-redis-wait.js';
import replicaReadsLatest from './claim-replica-reads-latest.js';
import searchWriteQuorum from './claim-search-write-quorum.js';
import semiSyncLossless from './claim-semi-sync-lossless.js';
import semiSyncWaitPoint from './claim-semi-sync-wait-point.js';
import sentinelQuorum from './claim-sentinel-quorum.js';
import sloppyQuorum from './claim-sloppy-quorum.js';
import slotsLikeStandbyNames from './claim-slots-like-standby-names.js';
import splitBrainIsNoQuorum from './claim-split-brain-is-no-quorum.js';
import toleratedFailures from './claim-tolerated-failures.js';
import waitsForBoth from './claim-waits-for-both.js';

export const CLAIMS: readonly Rule[] = [
  asyncLossless,
  bothHalvesRun,
  cnpgZeroLoss,
  consistentReadGlobal,
  dynamodbSiblings,
  etcdElectionTimeout,
  evenVoters,
  galeraAllNodes,
  garbdOnDataNodes,
  lagBoundsLoss,
  majority,
  majorityFormula,
  minReplicas,
  minimumMasterNodes,
  mongodbMajorityDefault,
  overlapArithmetic,
  overlapIsLinearizable,
  patroniCopies,
  patroniNodeCount,
  quorumIsLocal,
  recoveryConf,
  redisWait,
  replicaReadsLatest,
  searchWriteQuorum,
  semiSyncLossless,
  semiSyncWaitPoint,
  sentinelQuorum,
  sloppyQuorum,
  slotsLikeStandbyNames,
  splitBrainIsNoQuorum,
  toleratedFailures,
  waitsForBoth,
];
