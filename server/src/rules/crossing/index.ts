import type { Rule } from '../rule.js';
import autoIncrementCollides from './auto-increment-collides.js';
import cascadeInMultiPrimaryGroup from './cascade-in-multi-primary-group.js';
import counterInRing from './counter-in-ring.js';
import counterUnderLastWrite from './counter-under-last-write.js';
import engineNotCrashSafe from './engine-not-crash-safe.js';
import engineOutsideGroup from './engine-outside-group.js';
import freshnessAgainstDelay from './freshness-against-delay.js';
import gcacheAgainstWrites from './gcache-against-writes.js';
import identityFullOnLargeTable from './identity-full-on-large-table.js';
import keylessTableInGroup from './keyless-table-in-group.js';
import keylessTableOnReplica from './keyless-table-on-replica.js';
import largeDeleteAgainstLimit from './large-delete-against-limit.js';
import largeObjectsNotPublished from './large-objects-not-published.js';
import overwriteWithoutTimestamp from './overwrite-without-timestamp.js';
import publicationCutsForeignKey from './publication-cuts-foreign-key.js';
import publishedByLeaf from './published-by-leaf.js';
import publishedChunks from './published-chunks.js';
import publishedWithoutIdentity from './published-without-identity.js';
import randomDefaultInStatementLog from './random-default-in-statement-log.js';
import sequenceWithTwoWriters from './sequence-with-two-writers.js';
import sequencesNotPublished from './sequences-not-published.js';
import slotLimitAgainstWrites from './slot-limit-against-writes.js';
import strongReadFromReplica from './strong-read-from-replica.js';
import strongTableInSmallKeyspace from './strong-table-in-small-keyspace.js';
import uniqueKeyInRing from './unique-key-in-ring.js';
import unloggedBesideStandby from './unlogged-beside-standby.js';

export const CROSSING: readonly Rule[] = [
  autoIncrementCollides,
  cascadeInMultiPrimaryGroup,
  counterInRing,
  counterUnderLastWrite,
  engineNotCrashSafe,
  engineOutsideGroup,
  freshnessAgainstDelay,
  gcacheAgainstWrites,
  identityFullOnLargeTable,
  keylessTableInGroup,
  keylessTableOnReplica,
  largeDeleteAgainstLimit,
  largeObjectsNotPublished,
  overwriteWithoutTimestamp,
  publicationCutsForeignKey,
  publishedByLeaf,
  publishedChunks,
  publishedWithoutIdentity,
  randomDefaultInStatementLog,
  sequenceWithTwoWriters,
  sequencesNotPublished,
  slotLimitAgainstWrites,
  strongReadFromReplica,
  strongTableInSmallKeyspace,
  uniqueKeyInRing,
  unloggedBesideStandby,
];
