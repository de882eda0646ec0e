import type { Cluster } from '../cluster/model.js';
import type { Responsible } from './kit/responsible.js';
import type { Protocol } from './protocol.js';
import type { Host, Latency, Process } from './world/places.js';
import type { World } from './world/world.js';

/** A family of protocols: which clusters it speaks for, and how one of them becomes a model that can be played. */
export interface Family {
  /** `lease`, `raft`, `primary-backup` … */
  readonly id: string;
  readonly title: string;
  /** Undefined: not its kind, or the files do not tell enough; then `why` says what is missing, a whole sentence. */
  prepare(cluster: Cluster, all: readonly Cluster[]): Prepared | { readonly why: string } | undefined;
}

/** A cluster made ready: who takes part, and the protocol over a world of them. */
export interface Prepared {
  readonly family: string;
  readonly title: string;
  readonly hosts: readonly Host[];
  readonly processes: readonly Process[];
  readonly latency?: Latency;
  /** Declares its cells in the world. What it goes by is told by the cluster's effective settings. */
  create(world: World): Protocol;
  /** How coarse time may be for a search, in ms: about half of the shortest timer that matters; 0: no clock is needed. */
  readonly searchUnitMs: number;
  /** What readers are promised, level by level; the first one is what clients use. */
  readonly readLevels: readonly ReadLevel[];
  /** What the model leaves out, whole sentences: verdicts say so. */
  readonly limits: readonly string[];
  /** Settings that say what clients are promised: to blame as well where nothing that happens names them. */
  readonly responsible?: Responsible;
}

export interface ReadLevel {
  readonly name: string;
  /** A read that misses a write acknowledged before it breaks the promise. */
  readonly linearizable: boolean;
}

export function isPrepared(found: ReturnType<Family['prepare']>): found is Prepared {
  return found !== undefined && 'create' in found;
}
