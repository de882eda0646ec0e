import type { Rule } from '../rule.js';
import freshnessNotMet from './freshness-not-met.js';
import kafkaEngineWithoutView from './kafka-engine-without-view.js';
import keylessUpsert from './keyless-upsert.js';
import logstashMemoryQueue from './logstash-memory-queue.js';
import logstashMissesRows from './logstash-misses-rows.js';
import logstashNoDocumentId from './logstash-no-document-id.js';
import missingWatermark from './missing-watermark.js';
import processingTimeWindow from './processing-time-window.js';
import sinkDeliveryGuarantee from './sink-delivery-guarantee.js';
import temporalJoinUnversioned from './temporal-join-unversioned.js';
import unboundedAggregate from './unbounded-aggregate.js';
import unboundedJoin from './unbounded-join.js';
import updatesIntoAppendOnly from './updates-into-append-only.js';

/** By weight. */
export const STREAMING: readonly Rule[] = [
  keylessUpsert,
  updatesIntoAppendOnly,
  missingWatermark,
  temporalJoinUnversioned,
  unboundedJoin,
  unboundedAggregate,
  sinkDeliveryGuarantee,
  processingTimeWindow,
  freshnessNotMet,
  kafkaEngineWithoutView,
  logstashMissesRows,
  logstashNoDocumentId,
  logstashMemoryQueue,
];
