import type { Rule } from '../rule.js';
import cnpgZeroLoss from './claim-cnpg-zero-loss.js';
import consistentReadGlobal from './claim-consistent-read-global.js';
import dynamodbSiblings from './claim-dynamodb-siblings.js';
import galeraAllNodes from './claim-galera-all-nodes.js';
import garbdOnDataNodes from './claim-garbd-on-data-nodes.js';
import lagBoundsLoss from './claim-lag-bounds-loss.js';
import minimumMasterNodes from './claim-minimum-master-nodes.js';
import mongodbMajorityDefault from './claim-mongodb-majority-default.js';
import overlapArithmetic from './claim-overlap-arithmetic.js';
import overlapIsLinearizable from './claim-overlap-is-linearizable.js';
import patroniCopies from './claim-patroni-copies.js';
import patroniNodeCount from './claim-patroni-node-count.js';
import quorumIsLocal from './claim-quorum-is-local.js';
import recoveryConf from './claim-recovery-conf.js';
import replicaReadsLatest from './claim-replica-reads-latest.js';
import searchWriteQuorum from './claim-search-write-quorum.js';
import semiSyncLossless from './claim-semi-sync-lossless.js';
import semiSyncWaitPoint from './claim-semi-sync-wait-point.js';
import sloppyQuorum from './claim-sloppy-quorum.js';
import slotsLikeStandbyNames from './claim-slots-like-standby-names.js';
import waitsForBoth from './claim-waits-for-both.js';

export const CLAIMS: readonly Rule[] = [
  cnpgZeroLoss,
  consistentReadGlobal,
  dynamodbSiblings,
  galeraAllNodes,
  garbdOnDataNodes,
  lagBoundsLoss,
  minimumMasterNodes,
  mongodbMajorityDefault,
  overlapArithmetic,
  overlapIsLinearizable,
  patroniCopies,
  patroniNodeCount,
  quorumIsLocal,
  recoveryConf,
  replicaReadsLatest,
  searchWriteQuorum,
  semiSyncLossless,
  semiSyncWaitPoint,
  sloppyQuorum,
  slotsLikeStandbyNames,
  waitsForBoth,
];
