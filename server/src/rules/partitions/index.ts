import type { Rule } from '../rule.js';
import attachPartitionLock from './attach-partition-lock.js';
import clusteringKeyTooFine from './clustering-key-too-fine.js';
import clusteringOrderNotInQueries from './clustering-order-not-in-queries.js';
import detachPartitionNotConcurrent from './detach-partition-not-concurrent.js';
import disallowPartitioning from './disallow-partitioning.js';
import fkNotColocated from './fk-not-colocated.js';
import hashModulusMismatch from './hash-modulus-mismatch.js';
import inheritancePartitioning from './inheritance-partitioning.js';
import mutablePartitionKey from './mutable-partition-key.js';
import noDefaultPartition from './no-default-partition.js';
import noFuturePartitions from './no-future-partitions.js';
import partitionByExpression from './partition-by-expression.js';
import partitionCandidate from './partition-candidate.js';
import partitionFilterNotRequired from './partition-filter-not-required.js';
import partitionGap from './partition-gap.js';
import partitionKeyCardinality from './partition-key-cardinality.js';
import partitionKeyNotInQueries from './partition-key-not-in-queries.js';
import partitionKeyNotInUnique from './partition-key-not-in-unique.js';
import partitionKeyWrapped from './partition-key-wrapped.js';
import partitionOfUnpartitioned from './partition-of-unpartitioned.js';
import partitionOverlap from './partition-overlap.js';
import partitionSize from './partition-size.js';
import partitionStrategyMismatch from './partition-strategy-mismatch.js';
import partitionedForeignKey from './partitioned-foreign-key.js';
import poorDistributionColumn from './poor-distribution-column.js';
import rangeShardHotspot from './range-shard-hotspot.js';
import retentionByDelete from './retention-by-delete.js';
import rowWithoutPartition from './row-without-partition.js';
import skewedShardKey from './skewed-shard-key.js';
import tooManyClusteringColumns from './too-many-clustering-columns.js';
import tooManyPartitions from './too-many-partitions.js';
import unclusteredLargeTable from './unclustered-large-table.js';
import unevenPartitions from './uneven-partitions.js';
import wrongPartitionStrategy from './wrong-partition-strategy.js';

/** By weight. */
export const PARTITIONS: readonly Rule[] = [
  partitionKeyNotInUnique,
  partitionOfUnpartitioned,
  partitionStrategyMismatch,
  hashModulusMismatch,
  partitionedForeignKey,
  fkNotColocated,
  rowWithoutPartition,
  partitionGap,
  partitionOverlap,
  partitionKeyWrapped,
  partitionKeyNotInQueries,
  partitionKeyCardinality,
  mutablePartitionKey,
  wrongPartitionStrategy,
  partitionByExpression,
  poorDistributionColumn,
  rangeShardHotspot,
  skewedShardKey,
  partitionCandidate,
  partitionSize,
  tooManyPartitions,
  retentionByDelete,
  noFuturePartitions,
  unclusteredLargeTable,
  tooManyClusteringColumns,
  clusteringKeyTooFine,
  clusteringOrderNotInQueries,
  partitionFilterNotRequired,
  unevenPartitions,
  inheritancePartitioning,
  attachPartitionLock,
  detachPartitionNotConcurrent,
  noDefaultPartition,
  disallowPartitioning,
];
