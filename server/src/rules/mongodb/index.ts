import type { Rule } from '../rule.js';
import mongoAnyCertificate from './mongo-any-certificate.js';
import mongoArbiterBlocksMajority from './mongo-arbiter-blocks-majority.js';
import mongoArbiterColocated from './mongo-arbiter-colocated.js';
import mongoAuthWithoutKey from './mongo-auth-without-key.js';
import mongoCatchUpOff from './mongo-catch-up-off.js';
import mongoChainingIgnored from './mongo-chaining-ignored.js';
import mongoClientOtherSet from './mongo-client-other-set.js';
import mongoConfigServers from './mongo-config-servers.js';
import mongoDelayedVisible from './mongo-delayed-visible.js';
import mongoDelayedVoter from './mongo-delayed-voter.js';
import mongoDirectConnection from './mongo-direct-connection.js';
import mongoElectableInOneSite from './mongo-electable-in-one-site.js';
import mongoElectionTimeout from './mongo-election-timeout.js';
import mongoFlowControlOff from './mongo-flow-control-off.js';
import mongoForcedReconfig from './mongo-forced-reconfig.js';
import mongoJournalOff from './mongo-journal-off.js';
import mongoLinearizableSecondary from './mongo-linearizable-secondary.js';
import mongoLocalhostMixed from './mongo-localhost-mixed.js';
import mongoMajorityInMemory from './mongo-majority-in-memory.js';
import mongoMemberRefused from './mongo-member-refused.js';
import mongoOpenToAll from './mongo-open-to-all.js';
import mongoPriorityTakeover from './mongo-priority-takeover.js';
import mongoPsaDefaultWriteConcern from './mongo-psa-default-write-concern.js';
import mongoRemovedSetting from './mongo-removed-setting.js';
import mongoRetryWritesOff from './mongo-retry-writes-off.js';
import mongoSetNameDiffers from './mongo-set-name-differs.js';
import mongoSeveralArbiters from './mongo-several-arbiters.js';
import mongoSingleElectable from './mongo-single-electable.js';
import mongoSlaveDelay from './mongo-slave-delay.js';
import mongoSmallOplog from './mongo-small-oplog.js';
import mongoStaleReads from './mongo-stale-reads.js';
import mongoTooManyVoters from './mongo-too-many-voters.js';
import mongoWeakWriteConcern from './mongo-weak-write-concern.js';
import mongoWriteConcernUnreachable from './mongo-write-concern-unreachable.js';

export const MONGODB: readonly Rule[] = [
  mongoAnyCertificate,
  mongoArbiterBlocksMajority,
  mongoArbiterColocated,
  mongoAuthWithoutKey,
  mongoCatchUpOff,
  mongoChainingIgnored,
  mongoClientOtherSet,
  mongoConfigServers,
  mongoDelayedVisible,
  mongoDelayedVoter,
  mongoDirectConnection,
  mongoElectableInOneSite,
  mongoElectionTimeout,
  mongoFlowControlOff,
  mongoForcedReconfig,
  mongoJournalOff,
  mongoLinearizableSecondary,
  mongoLocalhostMixed,
  mongoMajorityInMemory,
  mongoMemberRefused,
  mongoOpenToAll,
  mongoPriorityTakeover,
  mongoPsaDefaultWriteConcern,
  mongoRemovedSetting,
  mongoRetryWritesOff,
  mongoSetNameDiffers,
  mongoSeveralArbiters,
  mongoSingleElectable,
  mongoSlaveDelay,
  mongoSmallOplog,
  mongoStaleReads,
  mongoTooManyVoters,
  mongoWeakWriteConcern,
  mongoWriteConcernUnreachable,
];
