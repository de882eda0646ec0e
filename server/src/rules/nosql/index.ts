import type { Rule } from '../rule.js';
import allowFiltering from './allow-filtering.js';
import clusteringOrderAgainstQueries from './clustering-order-against-queries.js';
import counterColumn from './counter-column.js';
import counterWithOtherColumns from './counter-with-other-columns.js';
import durableWritesOff from './durable-writes-off.js';
import dynamoAttributesMismatch from './dynamo-attributes-mismatch.js';
import dynamoHotKey from './dynamo-hot-key.js';
import dynamoIndexCapacity from './dynamo-index-capacity.js';
import dynamoIndexLimits from './dynamo-index-limits.js';
import dynamoLastWriterWins from './dynamo-last-writer-wins.js';
import dynamoLocalIndexLimit from './dynamo-local-index-limit.js';
import dynamoNoDeletionProtection from './dynamo-no-deletion-protection.js';
import dynamoNoRecovery from './dynamo-no-recovery.js';
import dynamoReplicaCapacity from './dynamo-replica-capacity.js';
import dynamoReplicaStream from './dynamo-replica-stream.js';
import dynamoTtlType from './dynamo-ttl-type.js';
import esDateFormat from './es-date-format.js';
import esFielddataOnText from './es-fielddata-on-text.js';
import esFloatForMoney from './es-float-for-money.js';
import esIdAsText from './es-id-as-text.js';
import esMappingExplosion from './es-mapping-explosion.js';
import esMappingType from './es-mapping-type.js';
import esNestedFields from './es-nested-fields.js';
import esNoLifecycle from './es-no-lifecycle.js';
import esNoReplicas from './es-no-replicas.js';
import esRefreshInterval from './es-refresh-interval.js';
import esShardCount from './es-shard-count.js';
import excessReplicationFactor from './excess-replication-factor.js';
import experimentalMaterializedView from './experimental-materialized-view.js';
import hotPartition from './hot-partition.js';
import inOverPartitions from './in-over-partitions.js';
import largeCollection from './large-collection.js';
import lightweightTransaction from './lightweight-transaction.js';
import listReadBeforeWrite from './list-read-before-write.js';
import loggedBatchOverPartitions from './logged-batch-over-partitions.js';
import lowGcGrace from './low-gc-grace.js';
import lowReplicationFactor from './low-replication-factor.js';
import mixedLightweightTransactions from './mixed-lightweight-transactions.js';
import nullInsertTombstone from './null-insert-tombstone.js';
import queryWithoutPartitionKey from './query-without-partition-key.js';
import queueInTable from './queue-in-table.js';
import secondaryIndexCardinality from './secondary-index-cardinality.js';
import simpleStrategy from './simple-strategy.js';
import tooManyMaterializedViews from './too-many-materialized-views.js';
import tooManySecondaryIndexes from './too-many-secondary-indexes.js';
import ttlWithoutTwcs from './ttl-without-twcs.js';
import twcsWindows from './twcs-windows.js';
import unboundedPartition from './unbounded-partition.js';
import widePartition from './wide-partition.js';

/** By weight. */
export const NOSQL: readonly Rule[] = [
  unboundedPartition,
  widePartition,
  hotPartition,
  queryWithoutPartitionKey,
  allowFiltering,
  queueInTable,
  mixedLightweightTransactions,
  lightweightTransaction,
  loggedBatchOverPartitions,
  inOverPartitions,
  nullInsertTombstone,
  listReadBeforeWrite,
  clusteringOrderAgainstQueries,
  counterWithOtherColumns,
  counterColumn,
  largeCollection,
  lowReplicationFactor,
  simpleStrategy,
  durableWritesOff,
  excessReplicationFactor,
  secondaryIndexCardinality,
  tooManySecondaryIndexes,
  tooManyMaterializedViews,
  experimentalMaterializedView,
  lowGcGrace,
  ttlWithoutTwcs,
  twcsWindows,
  dynamoAttributesMismatch,
  dynamoHotKey,
  dynamoIndexLimits,
  dynamoLocalIndexLimit,
  dynamoIndexCapacity,
  dynamoLastWriterWins,
  dynamoReplicaCapacity,
  dynamoReplicaStream,
  dynamoTtlType,
  dynamoNoRecovery,
  dynamoNoDeletionProtection,
  esMappingType,
  esMappingExplosion,
  esIdAsText,
  esFielddataOnText,
  esNestedFields,
  esDateFormat,
  esFloatForMoney,
  esNoReplicas,
  esNoLifecycle,
  esShardCount,
  esRefreshInterval,
];
