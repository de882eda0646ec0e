import type { Rule } from '../rule.js';
import galeraArbitratorBesideData from './galera-arbitrator-beside-data.js';
import galeraAutoIncrement from './galera-auto-increment.js';
import galeraAutoincLockMode from './galera-autoinc-lock-mode.js';
import galeraBinlogFormat from './galera-binlog-format.js';
import galeraBootstrapOption from './galera-bootstrap-option.js';
import galeraCausalReads from './galera-causal-reads.js';
import galeraClearText from './galera-clear-text.js';
import galeraDirtyReads from './galera-dirty-reads.js';
import galeraEmptyAddress from './galera-empty-address.js';
import galeraEvenVotes from './galera-even-votes.js';
import galeraEvsOrder from './galera-evs-order.js';
import galeraFlowControl from './galera-flow-control.js';
import galeraFlushAtCommit from './galera-flush-at-commit.js';
import galeraHeavyNode from './galera-heavy-node.js';
import galeraIgnoresQuorum from './galera-ignores-quorum.js';
import galeraNonpk from './galera-nonpk.js';
import galeraNotJoined from './galera-not-joined.js';
import galeraOneApplier from './galera-one-applier.js';
import galeraOneSegment from './galera-one-segment.js';
import galeraOptionsOverwritten from './galera-options-overwritten.js';
import galeraOtherEngine from './galera-other-engine.js';
import galeraRecoveryOff from './galera-recovery-off.js';
import galeraSlowDetection from './galera-slow-detection.js';
import galeraSmallGcache from './galera-small-gcache.js';
import galeraSstBlocksDonor from './galera-sst-blocks-donor.js';
import galeraSstDonor from './galera-sst-donor.js';
import galeraSstPassword from './galera-sst-password.js';
import galeraStaleReads from './galera-stale-reads.js';
import galeraTwoNodes from './galera-two-nodes.js';
import galeraTwoSites from './galera-two-sites.js';

export const GALERA: readonly Rule[] = [
  galeraTwoNodes,
  galeraEvenVotes,
  galeraHeavyNode,
  galeraArbitratorBesideData,
  galeraTwoSites,
  galeraOneSegment,
  galeraOptionsOverwritten,
  galeraIgnoresQuorum,
  galeraBootstrapOption,
  galeraEmptyAddress,
  galeraRecoveryOff,
  galeraEvsOrder,
  galeraSlowDetection,
  galeraFlushAtCommit,
  galeraStaleReads,
  galeraDirtyReads,
  galeraCausalReads,
  galeraNotJoined,
  galeraBinlogFormat,
  galeraAutoincLockMode,
  galeraOtherEngine,
  galeraSstBlocksDonor,
  galeraSstPassword,
  galeraSstDonor,
  galeraSmallGcache,
  galeraFlowControl,
  galeraOneApplier,
  galeraAutoIncrement,
  galeraNonpk,
  galeraClearText,
];
