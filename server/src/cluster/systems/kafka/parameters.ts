import { parameterTable } from '../../parameter.js';
import { BROKER } from './parameters/broker.js';
import { CONNECT, CONSUMER, PRODUCER, STREAMS } from './parameters/clients.js';
import { TOPIC } from './parameters/topic.js';

export const BROKER_PARAMETERS = parameterTable('kafka', BROKER);
export const TOPIC_PARAMETERS = parameterTable('kafka', TOPIC);
export const PRODUCER_PARAMETERS = parameterTable('kafka', PRODUCER);
export const CONSUMER_PARAMETERS = parameterTable('kafka', CONSUMER);
export const STREAMS_PARAMETERS = parameterTable('kafka', STREAMS);
/** Workers of Kafka Connect, and MirrorMaker. */
export const CONNECT_PARAMETERS = parameterTable('kafka', CONNECT);
