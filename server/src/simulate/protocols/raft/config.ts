import type { SettingRef } from '../../history/model.js';

/** What a Raft group goes by. Times in ms. */
export interface RaftConfig {
  /** What the system calls itself in sentences. */
  readonly system: string;
  readonly members: readonly RaftMember[];
  readonly heartbeatMs: number;
  /** A follower waits between these for the leader before it stands for election. */
  readonly electionMs: readonly [least: number, most: number];
  /** A candidate that won nothing tries again after so long; undefined: as long as a follower waits. */
  readonly retryMs?: readonly [least: number, most: number];
  /** After the connection to the leader was closed, not only silent; undefined: that makes no difference. */
  readonly closedMs?: readonly [least: number, most: number];
  /** Asks whether it would be elected before it raises its term. `either`: the version, which is not known, decides. */
  readonly preVote: boolean | 'either';
  /** Who heard the leader within this time ignores candidates; undefined: nobody does. Infinity: while it has a leader. */
  readonly stickyMs?: number;
  /** Requests of an older term are ignored; else they are answered with the newer one. */
  readonly silent?: boolean;
  /** How often the leader asks itself whether it heard a majority since the last time; undefined: never. */
  readonly checkQuorumMs?: number;
  /** The leader's lease, from the last answers of a majority on; undefined: there are no leases. */
  readonly leaseMs?: number;
  readonly lease?: {
    /** By the clock of the host, which can jump; else by one that only goes on. */
    readonly wallClock: boolean;
    /** The leader steps down at its end. */
    readonly stepsDown: boolean;
    /** A new leader takes no writes before the lease of the old one is over, and a leader without one takes none. */
    readonly blocks: boolean;
    /** It is not extended with every answer, but after so long. */
    readonly renewMs?: number;
    /** How much earlier the leader takes it for over: what clocks may differ by. */
    readonly marginMs?: number;
  };
  /** A member asked by a client passes writes and reads on to the leader. */
  readonly forwards: boolean;
  readonly reads: ReadMode;
  /** How long members that were cut off take to have connections again. */
  readonly reconnectMs?: readonly [least: number, most: number];
  /** A member closes a connection on which it read nothing for so long; undefined: it does not. */
  readonly silentMs?: number;
  /** Timers count ticks of the process: while it is frozen they stand still. */
  readonly ticks?: boolean;
  /** Started and connected with two others, a member counts so much of its first wait for a leader as over; undefined: it does not. */
  readonly startTicksMs?: number;
  /** Written to disk before it is acknowledged; else a power loss takes the end of the log. */
  readonly flushed: boolean;
  /** Members may be added and removed; `strict`: not where that could cost the majority. */
  readonly membership?: { readonly strict: boolean };
  readonly because: RaftReasons;
}

/**
 * How plain reads are served. `quorum`: the leader asks a majority whether it still leads (read index); `lease`: the
 * leader answers while its lease lasts; `leader`: whoever takes itself for the leader answers; `connected`: any member
 * that has a leader answers from what it has; `any`: every member does.
 */
export type ReadMode = 'quorum' | 'lease' | 'leader' | 'connected' | 'any';

export interface RaftMember {
  readonly name: string;
  readonly voter: boolean;
  /** Holds no data: votes only. */
  readonly witness: boolean;
  /** Never stands for election. */
  readonly follows?: boolean;
  /** Is preferred as leader, and leads at the beginning. */
  readonly preferred?: boolean;
  /** Its own bounds, where they are not those of the group. */
  readonly electionMs?: readonly [least: number, most: number];
}

/** Which settings say so. */
export interface RaftReasons {
  readonly election: readonly SettingRef[];
  readonly preVote: readonly SettingRef[];
  readonly reads: readonly SettingRef[];
  readonly membership?: readonly SettingRef[];
  readonly disk?: readonly SettingRef[];
}
