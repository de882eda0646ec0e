import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

export type CassandraSystem = 'cassandra' | 'scylla';

/** Where a node stands, in Cassandra's words. */
export interface Place {
  readonly dc?: Named;
  readonly rack?: Named;
}

/** A node: a `cassandra.yaml`, a service or a rack of an operator. */
export interface NodeDraft {
  readonly kind: 'node';
  readonly from: 'file' | 'service' | 'operator';
  readonly uri: string;
  readonly name: string;
  readonly clusterName?: Named;
  /** Nodes with the same name and scope belong together. */
  readonly scope: string;
  readonly folder: string;
  readonly written: readonly Written[];
  readonly seeds: readonly Named[];
  readonly addresses: readonly string[];
  /** What the service or operator says of its place; by a file, the snitch's own file tells. */
  readonly place: Place;
  readonly version?: { readonly version: Version; readonly origin: Origin };
  /** How many such nodes; undefined: not told. */
  readonly count: number | undefined;
  /** A repair schedule that the operator keeps. */
  readonly repaired?: boolean;
  /** Config files of the project that it starts with. */
  readonly mounts: readonly string[];
  readonly origin: Origin;
}

/** `cassandra-rackdc.properties`. */
export interface RackDcDraft {
  readonly kind: 'rackdc';
  readonly folder: string;
  readonly place: Place;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** `cassandra-topology.properties`: every node of the cluster. */
export interface TopologyDraft {
  readonly kind: 'topology';
  readonly folder: string;
  readonly nodes: readonly { readonly address: Named; readonly dc: string; readonly rack: string }[];
  readonly byDefault?: { readonly dc: string; readonly rack: string; readonly origin: Origin };
  readonly origin: Origin;
}

export interface Factor {
  readonly dc: string;
  readonly copies: number;
  /** Transient ones among them. */
  readonly transient: number;
  readonly origin: Origin;
}

export interface KeyspaceDraft {
  readonly kind: 'keyspace';
  readonly folder: string;
  readonly name: string;
  readonly alters: boolean;
  readonly strategy: string;
  readonly strategyOrigin: Origin;
  readonly factors: readonly Factor[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export interface TableDraft {
  readonly kind: 'table';
  readonly folder: string;
  readonly name: string;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** Consistency levels that programs and scripts ask for. */
export interface ClientDraft {
  readonly kind: 'client';
  readonly from: 'cqlsh' | 'java driver' | 'spring' | 'code';
  readonly folder: string;
  readonly name: string;
  readonly targets: readonly Named[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** A repair schedule: Reaper's. */
export interface RepairDraft {
  readonly kind: 'repair';
  readonly folder: string;
  /** Days between two repairs; undefined: not told. */
  readonly days: number | undefined;
  readonly origin: Origin;
}

export type CassandraData =
  | NodeDraft
  | RackDcDraft
  | TopologyDraft
  | KeyspaceDraft
  | TableDraft
  | ClientDraft
  | RepairDraft;

/** The folder of a file, without the last `/`. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** The folder that stands for a node or project: above `conf`, `config`, `etc` and the like. */
export function placeOf(folder: string): string {
  let place = folder;
  for (
    let i = 0;
    i < 4 && /\/(?:conf|config|configs|etc|cassandra|scylla|resources|opt)$/i.test(place);
    i++
  ) {
    place = folderOf(place);
  }
  return place;
}
