import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import type { KafkaData } from './data.js';
import { guarantees } from './guarantees.js';
import { MOUNTS } from './mounts.js';
import { STRIMZI, TERRAFORM } from './operators.js';
import {
  BROKER_PARAMETERS,
  CONNECT_PARAMETERS,
  CONSUMER_PARAMETERS,
  PRODUCER_PARAMETERS,
  STREAMS_PARAMETERS,
  TOPIC_PARAMETERS,
} from './parameters.js';
import { PROPERTY_FILES } from './read.js';
import { IMAGE, nameOf, SERVICES, versionOfTag } from './services.js';
import { SPRING } from './spring.js';

/** Kafka: partitions with a leader each and copies in sync, under controllers or ZooKeeper. */
export const KAFKA = defineSystem<KafkaData>({
  system: 'kafka',
  parameters: [
    BROKER_PARAMETERS,
    TOPIC_PARAMETERS,
    PRODUCER_PARAMETERS,
    CONSUMER_PARAMETERS,
    STREAMS_PARAMETERS,
    CONNECT_PARAMETERS,
  ],
  formats: [PROPERTY_FILES, MOUNTS, SPRING, STRIMZI, TERRAFORM],
  services: [SERVICES],
  images: {
    repository: IMAGE,
    versionOf: versionOfTag,
    withVersion: (data, version) =>
      data.kind !== 'node' || data.resource !== undefined || data.version !== undefined
        ? data
        : { ...data, version },
  },
  variable: name => BROKER_PARAMETERS.find(nameOf(name) ?? ''),
  assemble,
  guarantees,
});
