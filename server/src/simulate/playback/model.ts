import type { HistoryEventKind, SettingRef } from '../history/model.js';
import type { ClientSpan, Interval, Lean, RoleChange, Verdict } from '../report/model.js';

/** One run in full, to be scrubbed through. Times are ms from its beginning. */
export interface RunPicture {
  readonly seed: number;
  readonly lean: Lean;
  readonly endMs: number;
  readonly firstFaultMs?: number;
  readonly processes: readonly PicturedProcess[];
  readonly faults: readonly FaultBar[];
  readonly network: readonly NetworkPicture[];
  readonly clients: readonly ClientPicture[];
  readonly events: readonly PicturedEvent[];
  readonly lock: readonly LockPicture[];
  readonly messages: readonly MessagePicture[];
}

export interface PicturedProcess {
  readonly name: string;
  readonly host: string;
  /** The zone of its host, else the region. */
  readonly zone?: string;
  readonly serves: boolean;
  /** Belongs to what keeps the lock or watches, and to no member. */
  readonly coordination: boolean;
  /** The first is at 0. */
  readonly roles: readonly RoleChange[];
  readonly log: readonly LogPicture[];
  readonly stale: readonly StaleSpan[];
}

/** Numbers of client writes. */
export interface LogPicture {
  readonly atMs: number;
  readonly held: number;
  /** Of these, how many no other process has. */
  readonly only: number;
  /** Of these, how many are acknowledged, now or later, and gone at the end. */
  readonly doomed: number;
  /** Age of the oldest acknowledged write that it lacks; 0: none. */
  readonly lagMs: number;
}

/** Reads that it was asked for missed what had been acknowledged. */
export interface StaleSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of the oldest write that one of them missed. */
  readonly ageMs: number;
}

export interface FaultBar {
  /** Index in the schedule's events, of what begins it and what ends it. */
  readonly event: number;
  readonly ends?: number;
  readonly fromMs: number;
  readonly toMs?: number;
  /** It lasts to the end of the run. */
  readonly lasting: boolean;
  readonly kind: string;
  /** With the hosts that its names stood for. */
  readonly title: string;
}

export interface NetworkPicture {
  readonly atMs: number;
  readonly groups: readonly (readonly string[])[];
  readonly cuts: readonly { readonly from: string; readonly to: string }[];
  readonly slow: readonly {
    readonly from: string;
    readonly to: string;
    /** Added, one way. */
    readonly latencyMs: number;
    readonly loss: number;
  }[];
}

export interface ClientPicture {
  readonly name: string;
  readonly beside: readonly string[];
  readonly writes: boolean;
  readonly spans: readonly ClientSpan[];
  /** Stretches in which it was answered with old data, by the process that answered. */
  readonly stale: readonly (StaleSpan & { readonly node: string })[];
}

export interface PicturedEvent {
  readonly atMs: number;
  readonly kind: HistoryEventKind;
  readonly process?: string;
  readonly text: string;
  readonly because: readonly SettingRef[];
}

export interface LockPicture {
  readonly atMs: number;
  readonly holder?: string;
  readonly leftMs?: number;
}

export interface MessagePicture {
  readonly from: string;
  readonly to: string;
  readonly sentMs: number;
  readonly arrivesMs: number;
  readonly data: boolean;
}

/** What is said of all runs of a schedule, with what the one that is shown came to. */
export interface VerdictText {
  readonly id: 'lost' | 'recovery' | 'blocked' | 'stale' | 'leaders' | 'conflicts';
  readonly title: string;
  readonly value: string;
  readonly detail: string;
  readonly tone: 'lost' | 'wait' | 'good' | 'unknown';
  readonly verdict: Verdict;
  /** Over all runs in which there is one: writes, reads or ms. */
  readonly over?: Interval;
  /** Of the run that is shown. */
  readonly here?: number;
  readonly why: string;
  /** Nearest first. */
  readonly because: readonly SettingRef[];
}

/** Runs that end alike, told by one of them. */
export interface OutcomeText {
  readonly seed: number;
  readonly lean: Lean;
  readonly title: string;
  readonly lost: number;
  readonly share: number;
}
