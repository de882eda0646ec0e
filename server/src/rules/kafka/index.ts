import type { Rule } from '../rule.js';
import kafkaAutoCommit from './kafka-auto-commit.js';
import kafkaBrokersDiffer from './kafka-brokers-differ.js';
import kafkaCombinedRoles from './kafka-combined-roles.js';
import kafkaDataInTmp from './kafka-data-in-tmp.js';
import kafkaDeliveryTimeout from './kafka-delivery-timeout.js';
import kafkaDuplicateNode from './kafka-duplicate-node.js';
import kafkaEphemeralStorage from './kafka-ephemeral-storage.js';
import kafkaEvenControllers from './kafka-even-controllers.js';
import kafkaFlushEachMessage from './kafka-flush-each-message.js';
import kafkaIdempotenceRefused from './kafka-idempotence-refused.js';
import kafkaInternalTopicsOneCopy from './kafka-internal-topics-one-copy.js';
import kafkaLagBelowFetch from './kafka-lag-below-fetch.js';
import kafkaLeaderAlone from './kafka-leader-alone.js';
import kafkaMirrorCircle from './kafka-mirror-circle.js';
import kafkaMirrorLags from './kafka-mirror-lags.js';
import kafkaMirrorOneCopy from './kafka-mirror-one-copy.js';
import kafkaMoreCopiesThanBrokers from './kafka-more-copies-than-brokers.js';
import kafkaNeverWritable from './kafka-never-writable.js';
import kafkaNoCopyToSpare from './kafka-no-copy-to-spare.js';
import kafkaOffsetsLatestGap from './kafka-offsets-latest-gap.js';
import kafkaOneCopy from './kafka-one-copy.js';
import kafkaPlaintext from './kafka-plaintext.js';
import kafkaRackUnknown from './kafka-rack-unknown.js';
import kafkaReadsAborted from './kafka-reads-aborted.js';
import kafkaRemovedSetting from './kafka-removed-setting.js';
import kafkaReordering from './kafka-reordering.js';
import kafkaRetentionIgnored from './kafka-retention-ignored.js';
import kafkaSessionHeartbeat from './kafka-session-heartbeat.js';
import kafkaStreamsCopies from './kafka-streams-copies.js';
import kafkaStreamsExactlyOnce from './kafka-streams-exactly-once.js';
import kafkaUncleanElection from './kafka-unclean-election.js';
import kafkaVotersDiffer from './kafka-voters-differ.js';
import kafkaWeakAcks from './kafka-weak-acks.js';
import kafkaZookeeperRemoved from './kafka-zookeeper-removed.js';

export const KAFKA: readonly Rule[] = [
  kafkaAutoCommit,
  kafkaBrokersDiffer,
  kafkaCombinedRoles,
  kafkaDataInTmp,
  kafkaDeliveryTimeout,
  kafkaDuplicateNode,
  kafkaEphemeralStorage,
  kafkaEvenControllers,
  kafkaFlushEachMessage,
  kafkaIdempotenceRefused,
  kafkaInternalTopicsOneCopy,
  kafkaLagBelowFetch,
  kafkaLeaderAlone,
  kafkaMirrorCircle,
  kafkaMirrorLags,
  kafkaMirrorOneCopy,
  kafkaMoreCopiesThanBrokers,
  kafkaNeverWritable,
  kafkaNoCopyToSpare,
  kafkaOffsetsLatestGap,
  kafkaOneCopy,
  kafkaPlaintext,
  kafkaRackUnknown,
  kafkaReadsAborted,
  kafkaRemovedSetting,
  kafkaReordering,
  kafkaRetentionIgnored,
  kafkaSessionHeartbeat,
  kafkaStreamsCopies,
  kafkaStreamsExactlyOnce,
  kafkaUncleanElection,
  kafkaVotersDiffer,
  kafkaWeakAcks,
  kafkaZookeeperRemoved,
];
