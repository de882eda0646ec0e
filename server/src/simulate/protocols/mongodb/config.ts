import type { SettingRef } from '../../history/model.js';

/** A replica set of MongoDB. Times in ms. */
export interface MongoConfig {
  readonly members: readonly MongoMember[];
  /** Index of the member that is primary at first. */
  readonly primary: number;
  readonly heartbeatMs: number;
  readonly electionTimeoutMs: number;
  /** A new primary fetches for so long what others have and it does not; Infinity: as long as it takes; 0: not at all. */
  readonly catchUpMs: number;
  /** A member that has more than a primary which still catches up stands for election after this; undefined: never. */
  readonly catchUpTakeoverMs?: number;
  readonly chaining: boolean;
  /** Copies that an acknowledged write has: a majority, or so many members. */
  readonly write: 'majority' | number;
  /** Acknowledged when it is in the journal, where that many members have it. */
  readonly journaled: boolean;
  /** How long a write may wait for its journal, in ms. */
  readonly journalMs: number;
  readonly read: 'local' | 'majority' | 'linearizable';
  /** Members other than the primary answer reads too. */
  readonly readsSecondaries: boolean;
  readonly because: MongoReasons;
}

export interface MongoMember {
  readonly name: string;
  readonly arbiter: boolean;
  readonly votes: boolean;
  readonly priority: number;
  /** Applies what it fetches so much later. */
  readonly delayMs: number;
}

/** Which settings say so. */
export interface MongoReasons {
  readonly election: readonly SettingRef[];
  readonly write: readonly SettingRef[];
  readonly catchUp: readonly SettingRef[];
  readonly priority: readonly SettingRef[];
  readonly journal: readonly SettingRef[];
  readonly arbiter: readonly SettingRef[];
}
