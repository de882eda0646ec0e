import type { Rule } from '../rule.js';
import attachPartitionLock from './attach-partition-lock.js';
import detachPartitionNotConcurrent from './detach-partition-not-concurrent.js';
import hashModulusMismatch from './hash-modulus-mismatch.js';
import inheritancePartitioning from './inheritance-partitioning.js';
import mutablePartitionKey from './mutable-partition-key.js';
import noDefaultPartition from './no-default-partition.js';
import partitionByExpression from './partition-by-expression.js';
import partitionGap from './partition-gap.js';
import partitionKeyNotInUnique from './partition-key-not-in-unique.js';
import partitionOfUnpartitioned from './partition-of-unpartitioned.js';
import partitionOverlap from './partition-overlap.js';
import partitionStrategyMismatch from './partition-strategy-mismatch.js';
import partitionedForeignKey from './partitioned-foreign-key.js';
import tooManyPartitions from './too-many-partitions.js';
import wrongPartitionStrategy from './wrong-partition-strategy.js';

/** By weight. */
export const PARTITIONS: readonly Rule[] = [
  partitionKeyNotInUnique,
  partitionOfUnpartitioned,
  partitionStrategyMismatch,
  hashModulusMismatch,
  partitionedForeignKey,
  partitionGap,
  partitionOverlap,
  mutablePartitionKey,
  wrongPartitionStrategy,
  partitionByExpression,
  tooManyPartitions,
  inheritancePartitioning,
  attachPartitionLock,
  detachPartitionNotConcurrent,
  noDefaultPartition,
];
