import type { HistoryEvent, SettingRef } from '../history/model.js';

/** Least and most over all phases of timers, in ms. */
export type Interval = readonly [min: number, max: number];

/** Over all runs: in none of them, in some, in each. */
export type Verdict = 'impossible' | 'possible' | 'certain';

/** What a schedule does to a cluster, over all phases of timers. Times are ms from the first fault. */
export interface SimulationResult {
  readonly cluster: string;
  readonly family: string;
  /** How many runs it rests on, and what was not varied. */
  readonly bounds: { readonly runs: number; readonly seed: number; readonly note: string };
  /** Who accepted writes from when to when; `to` undefined: to the end. Several outcomes: each with its share. */
  readonly leaders: readonly LeaderSpan[];
  /** When the leader of before the fault acknowledged its last write while the fault lasted; undefined: it never stopped. */
  readonly oldLeaderLastAck?: Interval;
  /** When another node acknowledged its first write; undefined: none did. */
  readonly newLeaderFirstAck?: Interval;
  /** How often `newLeaderFirstAck` came about. */
  readonly failover: Verdict;
  /** Time in which two nodes both took writes. */
  readonly dualWriters: { readonly verdict: Verdict; readonly ms?: Interval };
  readonly clients: readonly ClientResult[];
  readonly ackedLost: {
    readonly verdict: Verdict;
    /** Writes, over the runs. */
    readonly writes: Interval;
    /** By client. */
    readonly bySide: Readonly<Record<string, { readonly verdict: Verdict; readonly writes: Interval }>>;
    /** For how long the writes that are gone had been coming in. */
    readonly ms?: Interval;
  };
  readonly staleReads: {
    readonly verdict: Verdict;
    readonly maxAge?: Interval;
    /** By node. */
    readonly byNode: Readonly<Record<string, { readonly verdict: Verdict; readonly maxAge?: Interval }>>;
  };
  readonly conflicts: { readonly verdict: Verdict; readonly count: Interval };
  /** Who leads at the end, each with how often. */
  readonly finalLeaders: readonly { readonly nodes: readonly string[]; readonly share: number }[];
  readonly converged: Verdict;
  readonly reasons: readonly Reason[];
  /** The run that stands for all in the timeline: the one with the worst outcome. */
  readonly sample: Sample;
}

export interface LeaderSpan {
  readonly node: string;
  readonly from: Interval;
  readonly to?: Interval;
  /** Part of the runs in which it came about, 0 to 1. */
  readonly share: number;
}

export interface ClientResult {
  readonly name: string;
  readonly acknowledged: Interval;
  readonly refused: Interval;
  readonly unknown: Interval;
  /** Longer than a second without an acknowledgement; `to` undefined: to the end. */
  readonly gaps: readonly { readonly from: Interval; readonly to?: Interval; readonly share: number }[];
}

export interface Reason {
  /** A whole sentence. */
  readonly text: string;
  readonly settings: readonly SettingRef[];
  /** The line responsible; absent where a default is. */
  readonly source?: { readonly file: string; readonly range: SourceRange };
}

export interface SourceRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** One run in full. */
export interface Sample {
  readonly seed: number;
  readonly firstFaultMs: number;
  readonly endMs: number;
  readonly nodes: readonly string[];
  readonly events: readonly HistoryEvent[];
  /** Per node: roles from when on. */
  readonly roles: Readonly<Record<string, readonly RoleChange[]>>;
  /** Per client: what became of its writes, run-length encoded in time. */
  readonly clients: Readonly<Record<string, readonly ClientSpan[]>>;
}

export interface RoleChange {
  readonly atMs: number;
  readonly role: NodeRole;
  /** Term, timeline, view. */
  readonly epoch: number;
}

/** What a node believes itself to be. */
export type NodeRole =
  | 'leader'
  | 'follower'
  | 'candidate'
  | 'replica'
  | 'peer'
  | 'arbiter'
  | 'learner'
  | 'stalled'
  | 'down'
  | 'paused';

export interface ClientSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly node?: string;
  readonly result: 'acknowledged' | 'warned' | 'refused' | 'unknown' | 'waiting' | 'lost';
  readonly count: number;
}
