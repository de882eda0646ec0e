import type { Rule } from '../rule.js';
import cnpgZeroLoss from './claim-cnpg-zero-loss.js';
import lagBoundsLoss from './claim-lag-bounds-loss.js';
import patroniCopies from './claim-patroni-copies.js';
import patroniNodeCount from './claim-patroni-node-count.js';
import recoveryConf from './claim-recovery-conf.js';
import replicaReadsLatest from './claim-replica-reads-latest.js';
import semiSyncLossless from './claim-semi-sync-lossless.js';
import semiSyncWaitPoint from './claim-semi-sync-wait-point.js';
import slotsLikeStandbyNames from './claim-slots-like-standby-names.js';
import waitsForBoth from './claim-waits-for-both.js';

export const CLAIMS: readonly Rule[] = [
  waitsForBoth,
  replicaReadsLatest,
  semiSyncLossless,
  semiSyncWaitPoint,
  patroniCopies,
  patroniNodeCount,
  lagBoundsLoss,
  cnpgZeroLoss,
  recoveryConf,
  slotsLikeStandbyNames,
];
