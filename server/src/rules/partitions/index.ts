import type { Rule } from '../rule.js';
import attachPartitionLock from './attach-partition-lock.js';
import detachPartitionNotConcurrent from './detach-partition-not-concurrent.js';
import hashModulusMismatch from './hash-modulus-mismatch.js';
import inheritancePartitioning from './inheritance-partitioning.js';
import mutablePartitionKey from './mutable-partition-key.js';
import noDefaultPartition from './no-default-partition.js';
import noFuturePartitions from './no-future-partitions.js';
import partitionByExpression from './partition-by-expression.js';
import partitionCandidate from './partition-candidate.js';
import partitionGap from './partition-gap.js';
import partitionKeyNotInQueries from './partition-key-not-in-queries.js';
import partitionKeyNotInUnique from './partition-key-not-in-unique.js';
import partitionKeyWrapped from './partition-key-wrapped.js';
import partitionOfUnpartitioned from './partition-of-unpartitioned.js';
import partitionOverlap from './partition-overlap.js';
import partitionSize from './partition-size.js';
import partitionStrategyMismatch from './partition-strategy-mismatch.js';
import partitionedForeignKey from './partitioned-foreign-key.js';
import retentionByDelete from './retention-by-delete.js';
import rowWithoutPartition from './row-without-partition.js';
import tooManyPartitions from './too-many-partitions.js';
import unevenPartitions from './uneven-partitions.js';
import wrongPartitionStrategy from './wrong-partition-strategy.js';

/** By weight. */
export const PARTITIONS: readonly Rule[] = [
  partitionKeyNotInUnique,
  partitionOfUnpartitioned,
  partitionStrategyMismatch,
  hashModulusMismatch,
  partitionedForeignKey,
  rowWithoutPartition,
  partitionGap,
  partitionOverlap,
  partitionKeyWrapped,
  partitionKeyNotInQueries,
  mutablePartitionKey,
  wrongPartitionStrategy,
  partitionByExpression,
  partitionCandidate,
  partitionSize,
  tooManyPartitions,
  retentionByDelete,
  noFuturePartitions,
  unevenPartitions,
  inheritancePartitioning,
  attachPartitionLock,
  detachPartitionNotConcurrent,
  noDefaultPartition,
];
