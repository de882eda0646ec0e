import type { Rule } from '../rule.js';
import galeraArbitratorBesideData from './galera-arbitrator-beside-data.js';
import galeraBootstrapOption from './galera-bootstrap-option.js';
import galeraDirtyReads from './galera-dirty-reads.js';
import galeraEmptyAddress from './galera-empty-address.js';
import galeraEvenVotes from './galera-even-votes.js';
import galeraEvsOrder from './galera-evs-order.js';
import galeraFlushAtCommit from './galera-flush-at-commit.js';
import galeraHeavyNode from './galera-heavy-node.js';
import galeraIgnoresQuorum from './galera-ignores-quorum.js';
import galeraOneSegment from './galera-one-segment.js';
import galeraRecoveryOff from './galera-recovery-off.js';
import galeraSlowDetection from './galera-slow-detection.js';
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
  galeraIgnoresQuorum,
  galeraBootstrapOption,
  galeraEmptyAddress,
  galeraRecoveryOff,
  galeraEvsOrder,
  galeraSlowDetection,
  galeraFlushAtCommit,
  galeraStaleReads,
  galeraDirtyReads,
];
