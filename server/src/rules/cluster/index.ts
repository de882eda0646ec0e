import type { Rule } from '../rule.js';
import clusterCommitNeedsAll from './cluster-commit-needs-all.js';
import clusterCommitNever from './cluster-commit-never.js';
import clusterCopiesInOneZone from './cluster-copies-in-one-zone.js';
import clusterDescription from './cluster-description.js';
import clusterDistantCommit from './cluster-distant-commit.js';
import clusterEqualHalves from './cluster-equal-halves.js';
import clusterEvenVoters from './cluster-even-voters.js';
import clusterFileBroken from './cluster-file-broken.js';
import clusterHastyFailover from './cluster-hasty-failover.js';
import clusterMajorityInOneZone from './cluster-majority-in-one-zone.js';
import clusterMemberNotShown from './cluster-member-not-shown.js';
import clusterNobodyTakesOver from './cluster-nobody-takes-over.js';
import clusterObjectiveAvailability from './cluster-objective-availability.js';
import clusterObjectiveRpo from './cluster-objective-rpo.js';
import clusterObjectiveRto from './cluster-objective-rto.js';
import clusterObjectiveStaleness from './cluster-objective-staleness.js';
import clusterOwnWritesElsewhere from './cluster-own-writes-elsewhere.js';
import clusterQuorumsMiss from './cluster-quorums-miss.js';
import clusterSingleRouter from './cluster-single-router.js';
import clusterStoreAddressesDiffer from './cluster-store-addresses-differ.js';
import clusterStoreMembers from './cluster-store-members.js';
import clusterStoreWithMajority from './cluster-store-with-majority.js';
import clusterTwoPrimaries from './cluster-two-primaries.js';
import clusterTwoVoters from './cluster-two-voters.js';
import clusterVotersShareHost from './cluster-voters-share-host.js';

/** Rules that hold for clusters of any system. */
export const CLUSTER: readonly Rule[] = [
  clusterCommitNeedsAll,
  clusterCommitNever,
  clusterCopiesInOneZone,
  clusterDescription,
  clusterDistantCommit,
  clusterEqualHalves,
  clusterEvenVoters,
  clusterFileBroken,
  clusterHastyFailover,
  clusterMajorityInOneZone,
  clusterMemberNotShown,
  clusterNobodyTakesOver,
  clusterObjectiveAvailability,
  clusterObjectiveRpo,
  clusterObjectiveRto,
  clusterObjectiveStaleness,
  clusterOwnWritesElsewhere,
  clusterQuorumsMiss,
  clusterSingleRouter,
  clusterStoreAddressesDiffer,
  clusterStoreMembers,
  clusterStoreWithMajority,
  clusterTwoPrimaries,
  clusterTwoVoters,
  clusterVotersShareHost,
];
