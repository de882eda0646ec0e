import type { HistoryEvent, SettingRef } from '../history/model.js';
import type { SessionGuarantee } from '../history/sessions.js';

/** Least and most over all phases of timers, in ms. */
export type Interval = readonly [min: number, max: number];

/** Over all runs: in none of them, in some, in each. */
export type Verdict = 'impossible' | 'possible' | 'certain';

/** What a schedule does to a cluster, over all phases of timers. Times are ms from the first fault. */
export interface SimulationResult {
  readonly cluster: string;
  readonly family: string;
  /** Who takes part, with the names under which the configs speak of the machine that it runs on. */
  readonly nodes: readonly {
    readonly name: string;
    readonly serves: boolean;
    readonly aliases: readonly string[];
  }[];
  /** How many runs it rests on, what was not varied, and what the model leaves out. */
  readonly bounds: {
    readonly runs: number;
    readonly seed: number;
    readonly note: string;
    readonly limits: readonly string[];
  };
  /** Who led from when to when; where nobody leads, who was an equal of those that take writes. By their beginnings. */
  readonly leaders: readonly LeaderSpan[];
  /**
   * When the leader of before the fault acknowledged its last write before anything was repaired; undefined: it
   * acknowledged none after the fault.
   */
  readonly oldLeaderLastAck?: Interval;
  /** When a new leader was there and another node acknowledged its first write; undefined: none did. */
  readonly newLeaderFirstAck?: Interval;
  /** How often `newLeaderFirstAck` came about. */
  readonly failover: Verdict;
  /** Time in which two leaders, or equals that did not know each other any more, both acknowledged writes. */
  readonly dualWriters: { readonly verdict: Verdict; readonly ms?: Interval };
  /**
   * Writes that a leader acknowledged while one of a later epoch took writes as well and did not have them, and for how long: what a
   * search calls two writers. It takes nobody who writes to the later one.
   */
  readonly pastLater: { readonly verdict: Verdict; readonly writes: Interval; readonly ms?: Interval };
  readonly clients: readonly ClientResult[];
  readonly ackedLost: {
    readonly verdict: Verdict;
    /** Writes, over the runs. */
    readonly writes: Interval;
    /** By client. */
    readonly bySide: Readonly<Record<string, { readonly verdict: Verdict; readonly writes: Interval }>>;
    /** From the first to the last acknowledgement of those that are gone. */
    readonly between?: { readonly from: Interval; readonly to: Interval };
    /** For how long the writes that are gone had been coming in. */
    readonly ms?: Interval;
  };
  readonly staleReads: StaleReads & {
    /** Which reads these are. */
    readonly level: string;
    /** By node. */
    readonly byNode: Readonly<Record<string, StaleReads>>;
    /** What reads of the default level were answered with. */
    readonly atDefaultLevel: StaleReads & { readonly level: string };
  };
  readonly conflicts: { readonly verdict: Verdict; readonly count: Interval };
  /** Who leads at the end, each with how often. */
  readonly finalLeaders: readonly { readonly nodes: readonly string[]; readonly share: number }[];
  readonly converged: Verdict;
  /** What clients could rely on in some of the runs; absent where runs are not played again to find out. */
  readonly guarantees?: Guarantees;
  readonly reasons: readonly Reason[];
  /** What of the schedule could not be done, whole sentences. */
  readonly problems: readonly string[];
  /** The run that stands for all in the timeline: the one with the worst outcome. */
  readonly sample: Sample;
}

/** Checks of what clients met, operation by operation, in the run that stands for all and in those with timers at their ends. */
export interface Guarantees {
  /** How many were checked. */
  readonly runs: number;
  /** Of the reads. */
  readonly level: string;
  readonly each: readonly Guarantee[];
}

export interface Guarantee {
  readonly name: GuaranteeName;
  /** `broken`: in one of the runs. `undecided`: in one of them nobody can tell, and none breaks it. */
  readonly verdict: 'kept' | 'broken' | 'undecided';
  /** A whole sentence: what bears witness, or what the verdict rests on. Times are ms from the first fault. */
  readonly text: string;
}

export type GuaranteeName =
  | 'linearizable'
  | SessionGuarantee
  | 'nothing seen is gone'
  | 'no write blocked for ever'
  | 'convergence';

/**
 * Reads that missed a write that had been acknowledged before they began. `certain`: in each run one was older than
 * replication takes; `impossible`: in none was any.
 */
export interface StaleReads {
  readonly verdict: Verdict;
  /** Of those runs in which one was. */
  readonly maxAge?: Interval;
}

export interface LeaderSpan {
  readonly node: string;
  readonly from: Interval;
  /** Undefined: in no run did it end. */
  readonly to?: Interval;
  /** Part of the runs in which it came about, 0 to 1. */
  readonly share: number;
  /** Part of the runs in which it came about and lasted to the end, 0 to 1. */
  readonly open: number;
}

export interface ClientResult {
  readonly name: string;
  /** The hosts beside which it stands, or that it talks to, as the schedule has them. */
  readonly beside?: readonly string[];
  /** False: it only reads. */
  readonly writes: boolean;
  readonly acknowledged: Interval;
  readonly refused: Interval;
  readonly unknown: Interval;
  /** Longer than a second without an acknowledgement; `to` undefined: in no run did it end. */
  readonly gaps: readonly {
    readonly from: Interval;
    readonly to?: Interval;
    readonly share: number;
    readonly open: number;
  }[];
}

export interface Reason {
  /** A whole sentence. */
  readonly text: string;
  readonly settings: readonly SettingRef[];
  /** The settings with what they are, and where they are written. */
  readonly values: readonly SettingValue[];
  /** The line responsible; absent where a default is. */
  readonly source?: SourcePlace;
}

/** A setting as it was when it made something happen. */
export interface SettingValue {
  readonly name: string;
  /** Effective, as people write it. */
  readonly value: string;
  /** False: nobody wrote it, or the system goes by something else than what was written. */
  readonly written: boolean;
  readonly source?: SourcePlace;
}

export interface SourcePlace {
  readonly file: string;
  readonly range: SourceRange;
}

export interface SourceRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** One run in full. */
export interface Sample {
  readonly seed: number;
  /** Where in their intervals its timers went off: at the least, at the most, or anywhere. */
  readonly lean: Lean;
  readonly firstFaultMs: number;
  readonly endMs: number;
  /** Every process, and those of them that take writes and reads. */
  readonly nodes: readonly string[];
  readonly serving: readonly string[];
  /** Times are ms from the beginning of the run, as in the rest of the sample. */
  readonly events: readonly HistoryEvent[];
  /** Per node: roles from when on. */
  readonly roles: Readonly<Record<string, readonly RoleChange[]>>;
  /** Per client that writes: what became of its writes, run-length encoded in time. */
  readonly clients: Readonly<Record<string, readonly ClientSpan[]>>;
}

export type Lean = 'least' | 'most' | 'any';

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
  /** Of refusals and unknown outcomes: the first one's reason, in the words of the system. */
  readonly reason?: string;
}
