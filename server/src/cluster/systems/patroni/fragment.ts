import type { Origin } from '../../../sql/reading.js';
import type { Named, Site } from '../../model.js';
import type { Fragment } from '../../module.js';
import type { Effective, Written } from '../../settings.js';
import type { System } from '../../systems.js';
import type { Version } from '../../version.js';

/** What one file, environment or pod template says of a Patroni cluster. */
export interface PatroniData {
  /**
   * `dynamic`: the configuration in the DCS alone, as `patronictl edit-config` shows it. `pin`: nothing but what is
   * installed or switched on elsewhere.
   */
  readonly kind: 'node' | 'dynamic' | 'pin';
  /** Undefined: not said. A text that a template decides is `hidden`. */
  readonly scope: Named | undefined;
  readonly namespace: string;
  readonly name: Named | undefined;
  /** A template or variable decides the scope or the name. */
  readonly hidden: boolean;
  readonly group: number | undefined;
  /** The dynamic configuration, with dotted names. */
  readonly dynamic: readonly Written[];
  /** `postgresql.parameters` of the dynamic configuration. */
  readonly dynamicParameters: readonly Written[];
  /** The node's own settings. What is ignored in its file begins with `local.`. */
  readonly local: readonly Written[];
  readonly localParameters: readonly Written[];
  /** Lines of pg_hba.conf. */
  readonly hba: readonly Named[];
  readonly dcs: Dcs | undefined;
  /** Whether initdb makes data checksums; undefined: not said. */
  readonly checksums: boolean | undefined;
  readonly addresses: readonly string[];
  readonly site: Site;
  /** How many nodes are made of it; undefined: not told. */
  readonly replicas: number | undefined;
  /** Of a pin: an etcd of the project is started with version 2 of its protocol. */
  readonly servesV2?: true;
  /** Of a pin: something in the project loads a watchdog's module or hands its device over. */
  readonly watches?: true;
  /** Of a pin: an image is made of the files beside it. */
  readonly builds?: true;
  /** Of a pin: containers whose port of the REST API is reached from outside. */
  readonly publishes?: true;
  readonly versions: { readonly patroni?: Version; readonly postgres?: Version };
  readonly origin: Origin;
  /** From a container instead of a file of Patroni. */
  readonly service: boolean;
  /** URIs of files that the container mounts. */
  readonly mounts?: readonly string[];
  /** One container of a file that each machine has of its own: the other nodes are not shown. */
  readonly perMachine?: boolean;
  /** The name is the container's, for nothing else tells one. */
  readonly unnamed?: boolean;
  /** What an image or operator writes where nobody else does. */
  readonly defaults?: Readonly<Record<string, Effective>>;
}

/** Setting of our own: the ports of a container that are reached from outside its network, where that is told. */
export const PUBLISHED = 'ports.published';

/**
 * Setting of our own, of a file that an image is made of: `true` where a container's port of the REST API is published
 * somewhere in the project.
 */
export const IN_IMAGE = 'ports.image';

/** Setting of our own: the project prepares a watchdog's device. */
export const WATCHED = 'watchdog.prepared';

/** Where the lock is kept. */
export interface Dcs {
  readonly kind: DcsKind;
  readonly addresses: readonly Named[];
  /** A template or variable hides the addresses. */
  readonly hidden: boolean;
  readonly origin: Origin;
}

export type DcsKind = 'consul' | 'etcd' | 'etcd3' | 'exhibitor' | 'kubernetes' | 'raft' | 'zookeeper';

/** In the order in which Patroni looks for them: the first one in the file counts. */
export const DCS_KINDS: readonly DcsKind[] = [
  'consul',
  'etcd',
  'etcd3',
  'exhibitor',
  'kubernetes',
  'raft',
  'zookeeper',
];

/** The system that a kind of DCS is; Patroni's own Raft is none. */
export const DCS_SYSTEMS: Readonly<Record<DcsKind, System | 'kubernetes'>> = {
  consul: 'consul',
  etcd: 'etcd',
  etcd3: 'etcd',
  exhibitor: 'zookeeper',
  kubernetes: 'kubernetes',
  raft: 'patroni',
  zookeeper: 'zookeeper',
};

export type PatroniFragment = Fragment<PatroniData>;
