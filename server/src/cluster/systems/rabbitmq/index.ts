import { defineSystem } from '../../module.js';
import { ADVANCED } from './advanced.js';
import { assemble } from './assemble.js';
import type { RabbitData } from './data.js';
import { guarantees } from './guarantees.js';
import { QUEUE_PARAMETERS, RABBITMQ_PARAMETERS } from './parameters.js';
import { CONF, DEFINITIONS, OPERATOR } from './read.js';
import { SERVICES } from './services.js';

/** RabbitMQ: queues with one copy, with mirrors, or with copies that elect a leader by majority. */
export const RABBITMQ = defineSystem<RabbitData>({
  system: 'rabbitmq',
  parameters: [RABBITMQ_PARAMETERS, QUEUE_PARAMETERS],
  formats: [CONF, ADVANCED, DEFINITIONS, OPERATOR],
  services: [SERVICES],
  images: {
    repository: /(?:^|\/)rabbitmq$/,
    withVersion: (data, version) => (data.version === undefined ? { ...data, version } : data),
  },
  assemble,
  guarantees,
});
