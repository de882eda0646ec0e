import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';

/** A process of etcd, as a file, a service or a chart has it. Settings go by the names of the flags. */
export interface EtcdNode {
  readonly kind: 'node';
  readonly from: 'file' | 'service' | 'chart';
  readonly uri: string;
  /** Stands in a compose file. */
  readonly compose?: true;
  readonly folder: string;
  /** Set where somebody named it; etcd's own default is `default`. */
  readonly name?: string;
  /** The name is that of its container, as the file does not tell its own: a template, or none at all. */
  readonly guessed?: true;
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  /** Names of the container or pod. */
  readonly hosts: readonly string[];
  readonly site: Site;
  /** Files of variables on the machine that it is started with: their names, without folders. */
  readonly variableFiles?: readonly string[];
  /** How many of it are started; undefined: not told. */
  readonly copies: number | undefined;
  readonly origin: Origin;
}

/** `etcdctl member add NAME --learner`: takes part without a vote. */
export interface EtcdLearner {
  readonly kind: 'learner';
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly origin: Origin;
}

/** `etcdctl get --consistency=s`: a program that reads what one member has. */
export interface EtcdReader {
  readonly kind: 'reader';
  readonly uri: string;
  readonly folder: string;
  readonly targets: readonly Named[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export type EtcdData = EtcdNode | EtcdLearner | EtcdReader;
