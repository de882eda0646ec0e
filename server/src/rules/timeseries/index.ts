import type { Rule } from '../rule.js';
import aggregateRefreshPastRetention from './aggregate-refresh-past-retention.js';
import chunkIndexMemory from './chunk-index-memory.js';
import chunkIntervalTooSmall from './chunk-interval-too-small.js';
import compressAfterRetention from './compress-after-retention.js';
import compressionWithoutPolicy from './compression-without-policy.js';
import continuousAggregateWithoutPolicy from './continuous-aggregate-without-policy.js';
import hypertableBadColumnType from './hypertable-bad-column-type.js';
import hypertableCandidate from './hypertable-candidate.js';
import hypertableFkToHypertable from './hypertable-fk-to-hypertable.js';
import orderbyNotTimeFirst from './orderby-not-time-first.js';
import retentionNotScheduled from './retention-not-scheduled.js';
import retentionShorterThanChunk from './retention-shorter-than-chunk.js';
import retentionWithoutAggregate from './retention-without-aggregate.js';
import segmentbyDensity from './segmentby-density.js';
import segmentbyOrderbyCoverage from './segmentby-orderby-coverage.js';
import spacePartitionDiscouraged from './space-partition-discouraged.js';
import staleAggregate from './stale-aggregate.js';

/** By weight. */
export const TIMESERIES: readonly Rule[] = [
  hypertableFkToHypertable,
  aggregateRefreshPastRetention,
  chunkIntervalTooSmall,
  chunkIndexMemory,
  segmentbyDensity,
  segmentbyOrderbyCoverage,
  orderbyNotTimeFirst,
  compressAfterRetention,
  compressionWithoutPolicy,
  continuousAggregateWithoutPolicy,
  staleAggregate,
  retentionNotScheduled,
  retentionShorterThanChunk,
  retentionWithoutAggregate,
  hypertableCandidate,
  spacePartitionDiscouraged,
  hypertableBadColumnType,
];
