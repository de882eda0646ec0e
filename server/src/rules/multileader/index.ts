import type { Rule } from '../rule.js';
import couchdbDelayedCommits from './couchdb-delayed-commits.js';
import couchdbFewCopies from './couchdb-few-copies.js';
import couchdbMoreCopiesThanNodes from './couchdb-more-copies-than-nodes.js';
import couchdbOpenToAll from './couchdb-open-to-all.js';
import couchdbPlacementOverrides from './couchdb-placement-overrides.js';
import couchdbPlainReplication from './couchdb-plain-replication.js';
import couchdbQuorumIgnored from './couchdb-quorum-ignored.js';
import couchdbTwoWays from './couchdb-two-ways.js';
import dynamoReplicaRecovery from './dynamo-replica-recovery.js';
import dynamoStrongFeatures from './dynamo-strong-features.js';
import dynamoStrongRegions from './dynamo-strong-regions.js';

export const MULTILEADER: readonly Rule[] = [
  couchdbDelayedCommits,
  couchdbFewCopies,
  couchdbMoreCopiesThanNodes,
  couchdbOpenToAll,
  couchdbPlacementOverrides,
  couchdbPlainReplication,
  couchdbQuorumIgnored,
  couchdbTwoWays,
  dynamoReplicaRecovery,
  dynamoStrongFeatures,
  dynamoStrongRegions,
];
