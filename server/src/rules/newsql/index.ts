import type { Rule } from '../rule.js';
import crdbConstraintsExceedReplicas from './crdb-constraints-exceed-replicas.js';
import crdbEvenReplicas from './crdb-even-replicas.js';
import crdbFollowerReads from './crdb-follower-reads.js';
import crdbInsecure from './crdb-insecure.js';
import crdbLeaseElsewhere from './crdb-lease-elsewhere.js';
import crdbLocalityMissing from './crdb-locality-missing.js';
import crdbMaxOffset from './crdb-max-offset.js';
import crdbShortHistory from './crdb-short-history.js';
import crdbSurviveRegionNeedsThree from './crdb-survive-region-needs-three.js';
import crdbTwoNodes from './crdb-two-nodes.js';
import crdbZoneGoalInRegions from './crdb-zone-goal-in-regions.js';
import spannerGrowingKey from './spanner-growing-key.js';
import spannerLeaderElsewhere from './spanner-leader-elsewhere.js';
import spannerOneRegion from './spanner-one-region.js';
import tidbCdcFollowsBehind from './tidb-cdc-follows-behind.js';
import tidbDrAutoSync from './tidb-dr-auto-sync.js';
import tidbEvenReplicas from './tidb-even-replicas.js';
import tidbFewerStoresThanCopies from './tidb-fewer-stores-than-copies.js';
import tidbLabelsUnused from './tidb-labels-unused.js';
import tidbPdVotes from './tidb-pd-votes.js';
import tidbStoresShareHost from './tidb-stores-share-host.js';
import ybFewerServersThanCopies from './yb-fewer-servers-than-copies.js';
import ybPlacementMinimums from './yb-placement-minimums.js';
import ybPlacementOneZone from './yb-placement-one-zone.js';
import ybReplicationFactor from './yb-replication-factor.js';

/** Rules on databases that spread SQL over many nodes by consensus. */
export const NEWSQL: readonly Rule[] = [
  crdbConstraintsExceedReplicas,
  crdbEvenReplicas,
  crdbFollowerReads,
  crdbInsecure,
  crdbLeaseElsewhere,
  crdbLocalityMissing,
  crdbMaxOffset,
  crdbShortHistory,
  crdbSurviveRegionNeedsThree,
  crdbTwoNodes,
  crdbZoneGoalInRegions,
  spannerLeaderElsewhere,
  spannerOneRegion,
  tidbCdcFollowsBehind,
  tidbDrAutoSync,
  tidbEvenReplicas,
  tidbFewerStoresThanCopies,
  tidbLabelsUnused,
  tidbPdVotes,
  tidbStoresShareHost,
  ybFewerServersThanCopies,
  ybPlacementMinimums,
  ybPlacementOneZone,
  ybReplicationFactor,
  spannerGrowingKey,
];
