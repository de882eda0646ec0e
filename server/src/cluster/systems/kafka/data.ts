import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';

/** Brokers and controllers with the same config: a file, a service, a pool of an operator. */
export interface KafkaNode {
  readonly kind: 'node';
  readonly from: 'file' | 'service' | 'chart' | 'operator';
  readonly uri: string;
  /** Stands in a compose file. */
  readonly compose?: true;
  /** Of a file that a compose file mounts: folders of its container that something else is mounted at. */
  readonly mounted?: readonly string[];
  /** That compose file. */
  readonly mountedBy?: string;
  readonly folder: string;
  readonly name: string;
  /** What files that speak of the same cluster call it: Strimzi's name. */
  readonly cluster?: string;
  /** Of Kubernetes, where it is told. */
  readonly namespace?: string;
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  readonly hosts: readonly string[];
  readonly site: Site;
  /** How many there are; undefined: not told. */
  readonly copies: number | undefined;
  /** An operator or chart keeps the controllers: `voters` beside the brokers. */
  readonly controllers?: number;
  /** Of an operator: the cluster itself, or a pool of it. */
  readonly resource?: 'cluster' | 'pool';
  /** An operator spreads copies over zones. */
  readonly spread?: boolean;
  /** Of an operator: where it says that what is stored goes with the pod. */
  readonly ephemeral?: Origin;
  /** ZooKeeper of an operator. */
  readonly zookeepers?: number;
  readonly origin: Origin;
}

export interface KafkaTopic {
  readonly kind: 'topic';
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly cluster?: string;
  /** Of Kubernetes, where it is told. */
  readonly namespace?: string;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export type ClientRole = 'producer' | 'consumer' | 'streams' | 'connect';

/** A program, by its properties. */
export interface KafkaClient {
  readonly kind: 'client';
  readonly role: ClientRole;
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly targets: readonly Named[];
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  readonly origin: Origin;
}

/** What a compose file mounts into the containers of brokers. */
export interface KafkaMounts {
  readonly kind: 'mounts';
  readonly uri: string;
  /** Files of properties by their URI in lower case, and the folders that something else is mounted at beside them. */
  readonly started: readonly { readonly file: string; readonly folders: readonly string[] }[];
  /** Files that only comments mount: their brokers are not started. */
  readonly commented: readonly string[];
}

export type KafkaData = KafkaNode | KafkaTopic | KafkaClient | KafkaMounts;
