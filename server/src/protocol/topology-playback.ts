import type { ScheduleData } from './topology-panel.js';
import type { PanelPlace } from './webview.js';

/**
 * A run as the topology panel is told it. Times are virtual ms from the beginning of a run, unless a comment says otherwise.
 * Types only.
 */

export type Lean = 'least' | 'most' | 'any';
/** Least and most over all phases of timers, ms. */
export type Interval = readonly [min: number, max: number];

/** One run in full, to be scrubbed through, with what many runs say of the same schedule. */
export interface Playback {
  readonly seed: number;
  readonly lean: Lean;
  readonly endMs: number;
  /** Undefined: there is no fault. */
  readonly firstFaultMs?: number;
  readonly schedule: ScheduleData;
  /** Every process of the model, in the order of the lanes. */
  readonly processes: readonly PlaybackProcess[];
  /** Bars of the fault lane, in the order of their beginnings. */
  readonly faults: readonly PlaybackFault[];
  /** What the network let through, from when on; the first is at 0. */
  readonly network: readonly NetworkState[];
  readonly clients: readonly ClientLane[];
  /** Whatever is worth a marker or a sentence, by time. */
  readonly events: readonly PlaybackEvent[];
  /** Who holds the lock of the coordination service, from when on. Empty: there is none. */
  readonly lock: readonly { readonly atMs: number; readonly holder?: string; readonly leftMs?: number }[];
  /** Messages that are under way for 20 ms and more, by the time they were sent; at most some thousands. */
  readonly messages: readonly FlyingMessage[];
  readonly verdicts: readonly PanelVerdict[];
  /** Other runs of the same schedule that end differently, worst first; this one is among them. */
  readonly outcomes: readonly Outcome[];
  readonly runs: number;
  /** What the model leaves out and what of the schedule could not be done, whole sentences. */
  readonly limits: readonly string[];
  readonly problems: readonly string[];
}

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

export interface PlaybackProcess {
  /** As events name it. */
  readonly name: string;
  /** Of the machine. */
  readonly host: string;
  /** Node of the picture; undefined: not drawn. */
  readonly node?: string;
  readonly zone?: string;
  readonly serves: boolean;
  /** Belongs to the coordination service. */
  readonly coordination: boolean;
  /** What it took itself for, from when on; the first is at 0. */
  readonly roles: readonly { readonly atMs: number; readonly role: NodeRole; readonly epoch: number }[];
  /** What is in its log, from when on, where that changed: for the strip and the lag. Empty for those without data. */
  readonly log: readonly LogState[];
  /** Its reads were stale: how old at worst, ms. */
  readonly stale: readonly { readonly fromMs: number; readonly toMs: number; readonly ageMs: number }[];
}

/** Numbers of client writes. */
export interface LogState {
  readonly atMs: number;
  /** All that it has. */
  readonly held: number;
  /** Of these, how many nobody else has. */
  readonly only: number;
  /** Of these, how many were acknowledged and are gone at the end. */
  readonly doomed: number;
  /** Age of the oldest acknowledged write that it lacks, ms; 0: none. */
  readonly lagMs: number;
}

export interface PlaybackFault {
  /** Index in the schedule's events. */
  readonly event: number;
  /** Index of the event that ends it: heal, restart, resume. */
  readonly ends?: number;
  readonly fromMs: number;
  /** Undefined: it is over at once, or lasts to the end (`lasting`). */
  readonly toMs?: number;
  readonly lasting: boolean;
  readonly kind: string;
  /** `partition n1 c1 | n2 n3 c2`. */
  readonly title: string;
}

export interface NetworkState {
  readonly atMs: number;
  /** Hosts and clients that can talk among themselves, by name; one group: the network is whole. */
  readonly groups: readonly (readonly string[])[];
  /** Single directions that nothing passes, though both are in one group. */
  readonly cuts: readonly { readonly from: string; readonly to: string }[];
  readonly slow: readonly {
    readonly from: string;
    readonly to: string;
    /** Added one way. */
    readonly latencyMs: number;
    readonly loss: number;
  }[];
}

export interface ClientLane {
  readonly name: string;
  /** Hosts beside which it stands. */
  readonly beside: readonly string[];
  readonly writes: boolean;
  readonly spans: readonly {
    readonly fromMs: number;
    readonly toMs: number;
    readonly node?: string;
    readonly result: 'acknowledged' | 'warned' | 'refused' | 'unknown' | 'waiting' | 'lost';
    readonly count: number;
    readonly reason?: string;
  }[];
  /** Its reads that missed what had been acknowledged, by the process that answered: how old at worst, ms. */
  readonly stale: readonly {
    readonly fromMs: number;
    readonly toMs: number;
    readonly node: string;
    readonly ageMs: number;
  }[];
}

export interface PlaybackEvent {
  readonly atMs: number;
  /** As in `simulate/history/model.ts`: `fault`, `election`, `promotion`, `demotion`, `commit`, `conflict`, `rollback` … */
  readonly kind: string;
  readonly process?: string;
  /** A whole sentence. */
  readonly text: string;
  readonly because: readonly SettingPlace[];
}

export interface FlyingMessage {
  readonly from: string;
  readonly to: string;
  readonly sentMs: number;
  readonly arrivesMs: number;
  /** Carries data of writes. */
  readonly data: boolean;
}

/** A setting with what it is, and the line that says so. */
export interface SettingPlace {
  readonly name: string;
  readonly value: string;
  readonly written: boolean;
  readonly place?: PanelPlace;
}

export interface PanelVerdict {
  readonly id: 'lost' | 'recovery' | 'blocked' | 'stale' | 'leaders' | 'conflicts';
  readonly title: string;
  /** The figure in large: `697`, `30–35 s`, `never`. */
  readonly value: string;
  /** What stands beside it, smaller: `of 2,955 acknowledged`. */
  readonly detail: string;
  /** `lost` red, `wait` amber, `good` plain, `unknown` dim. */
  readonly tone: 'lost' | 'wait' | 'good' | 'unknown';
  /** Over all runs. */
  readonly verdict: 'impossible' | 'possible' | 'certain' | 'unknown';
  /** The figure over all runs in which there is one: writes, conflicts, or ms; of stale reads their age in ms. */
  readonly over?: Interval;
  /** The figure of the run that is shown; of stale reads how many there were. */
  readonly here?: number;
  /** Why, a whole sentence. */
  readonly why: string;
  /** The settings that have a hand in it, nearest first. */
  readonly because: readonly SettingPlace[];
}

export interface Outcome {
  readonly seed: number;
  readonly lean: Lean;
  /** `n2 leads at the end, 394 lost`. */
  readonly title: string;
  readonly lost: number;
  /** Part of the runs that end so, 0 to 1. */
  readonly share: number;
}
