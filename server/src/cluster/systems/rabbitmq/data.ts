import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';

/** A node's file, a container, or a cluster of the operator. */
export interface RabbitNode {
  readonly kind: 'node';
  readonly from: 'file' | 'service' | 'operator';
  /** A file of Erlang terms, which goes over the other one. */
  readonly advanced?: true;
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly written: readonly Written[];
  /** `cluster_formation.classic_config.nodes.1 = rabbit@a`. */
  readonly listed: readonly Named[];
  readonly version?: ToldVersion;
  readonly hosts: readonly string[];
  /** Undefined: not told. */
  readonly copies: number | undefined;
  readonly origin: Origin;
}

/** A queue with its arguments, or a policy for queues. */
export interface RabbitQueue {
  readonly kind: 'queue' | 'policy';
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  readonly origin: Origin;
}

export type RabbitData = RabbitNode | RabbitQueue;
