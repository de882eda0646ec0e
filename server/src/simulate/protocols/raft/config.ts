import type { SettingRef } from '../../history/model.js';

/** What a Raft group goes by. Times in ms. */
export interface RaftConfig {
  /** What the system calls itself in sentences. */
  readonly system: string;
  readonly members: readonly RaftMember[];
  readonly heartbeatMs: number;
  /** A follower waits between these for the leader before it stands for election. */
  readonly electionMs: readonly [least: number, most: number];
  /** Asks whether it would be elected before it raises its term. */
  readonly preVote: boolean;
  /** The leader steps down when it has not heard a majority for this long; undefined: never. */
  readonly checkQuorumMs?: number;
  /** Reads of the leader without asking others are answered for so long after the last majority; undefined: no leases. */
  readonly leaseMs?: number;
  /** A member asked by a client passes writes on to the leader. */
  readonly forwards: boolean;
  /** How plain reads are served. */
  readonly reads: 'quorum' | 'lease' | 'leader' | 'any';
  /** Acknowledged before it is on disk: a power loss takes the end of the log. */
  readonly flushed: boolean;
  readonly because: RaftReasons;
}

export interface RaftMember {
  readonly name: string;
  readonly voter: boolean;
  /** Holds no data: votes only. */
  readonly witness: boolean;
}

/** Which settings say so. */
export interface RaftReasons {
  readonly election: readonly SettingRef[];
  readonly preVote: readonly SettingRef[];
  readonly reads: readonly SettingRef[];
}
