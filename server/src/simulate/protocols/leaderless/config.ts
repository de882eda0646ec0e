import type { SettingRef } from '../../history/model.js';

/**
 * How many copies have to answer: all of the wanted ones, `ALL`; a number; a majority of all, of those in the data centre
 * of the coordinator, or of those in each; for writes `ANY`: a hint is enough.
 */
export type Level = number | 'ANY' | 'LOCAL_ONE' | 'QUORUM' | 'LOCAL_QUORUM' | 'EACH_QUORUM' | 'ALL';

/** A store without a leader: who holds copies, how many of them answer, and what mends the others. Times in ms. */
export interface LeaderlessConfig {
  readonly nodes: readonly LeaderlessNode[];
  /** Per key: the set of nodes that hold a copy. */
  readonly copies: readonly number[];
  readonly write: Level;
  readonly read: Level;
  /** Compare-and-set in rounds of Paxos over the copies of all data centres, or of the coordinator's. */
  readonly conditional?: 'SERIAL' | 'LOCAL_SERIAL';
  /**
   * `latest`: of two writes the one with the later timestamp stays. `siblings`: both stay where neither knew the other;
   * clients read before they write.
   */
  readonly resolve: 'latest' | 'siblings';
  /** Two that did not know each other are put together without anything lost, as counters and sets are: no conflict. */
  readonly merges: boolean;
  /** Timestamps come from the clocks of coordinators. */
  readonly clocks: boolean;
  /** A copy refuses a client's write that does not know what it has (CouchDB: 409). */
  readonly refusesStale: boolean;
  /** Other nodes take the place of copies that are away. */
  readonly sloppy: boolean;
  /** With fewer copies than asked for a write is taken all the same, and its client told so (CouchDB: 202). */
  readonly degrades: boolean;
  /** From when another node falls silent until it counts as down. */
  readonly detectMs: readonly [least: number, most: number];
  /** News of a node come through others too: who can be reached by somebody does not count as down. */
  readonly gossip: boolean;
  /** A connection that its host closes says that the process is gone. */
  readonly hearsClose: boolean;
  /** From when a node answers again until the others count on it. */
  readonly returnMs: readonly [least: number, most: number];
  /** From then, or from a write that was not confirmed, until it is sent what it missed. */
  readonly hintMs: readonly [least: number, most: number];
  readonly readRepair: boolean;
  readonly words: LeaderlessWords;
  readonly because: LeaderlessReasons;
}

export interface LeaderlessNode {
  readonly name: string;
  /** Data centre, as a number. */
  readonly site: number;
  /** Of a write that its power loses: at most so long ago; 0: it is on disk before it is confirmed. */
  readonly syncMs: number;
  /** For how long after a node went down hints are kept for it; 0: none are. */
  readonly hintWindowMs: number;
  /** How often hints go to disk; 0: they are there at once, or are not needed to find out what is missing. */
  readonly hintFlushMs: number;
}

/** In the words of the system. */
export interface LeaderlessWords {
  /** A write or a read is refused since too few copies are up. */
  readonly unavailable: string;
  readonly stale: string;
  /** What became of the write that did not stay. */
  readonly conflict: string;
}

/** Which settings say so. */
export interface LeaderlessReasons {
  readonly write: readonly SettingRef[];
  readonly read: readonly SettingRef[];
  readonly copies: readonly SettingRef[];
  readonly detect: readonly SettingRef[];
  readonly hints: readonly SettingRef[];
  readonly sync: readonly SettingRef[];
}
