import type { PanelEdit, PanelPlace } from './webview.js';

/**
 * What the topology panel asks the server, and what it is answered. Times are virtual ms from the beginning of a run, unless
 * a comment says otherwise. Types only.
 */

export type TopologyQuestion =
  | { readonly kind: 'snapshot'; readonly uri: string; readonly cluster?: string }
  | {
      readonly kind: 'play';
      readonly uri: string;
      readonly cluster: string;
      /** Undefined: what the server plays where nobody says (isolates the leader). */
      readonly schedule?: ScheduleData;
      readonly seed: number;
      /** Parameters that are tried and not written: by id of the `WhatIf`. */
      readonly whatIf: Readonly<Record<string, WhatIfValue>>;
      /** Show this run instead of the one that loses most. */
      readonly sample?: { readonly seed: number; readonly lean: Lean };
    }
  | {
      readonly kind: 'search';
      readonly uri: string;
      readonly cluster: string;
      readonly faults: number;
      readonly writes: number;
      readonly whatIf: Readonly<Record<string, WhatIfValue>>;
    }
  /** The cluster as the text of another version of its files makes it: `texts` by URI (null: the file is not there). */
  | {
      readonly kind: 'compare';
      readonly uri: string;
      readonly cluster: string;
      readonly schedule?: ScheduleData;
      readonly seed: number;
      readonly texts: Readonly<Record<string, string | null>>;
      /** Edits of the files as they are now, instead of whole texts: what a fix would make of the cluster. */
      readonly edits?: readonly PanelEdit[];
      /** Show this run instead of the one that loses most. */
      readonly sample?: { readonly seed: number; readonly lean: Lean };
    }
  /** What the files would have to say for the parameters to be so. */
  | {
      readonly kind: 'edits';
      readonly uri: string;
      readonly cluster: string;
      readonly whatIf: Readonly<Record<string, WhatIfValue>>;
    }
  | {
      readonly kind: 'export';
      readonly uri: string;
      readonly cluster: string;
      readonly schedule: ScheduleData;
      readonly seed: number;
      /** Values that are tried: a scenario keeps them, pictures of runs show what they do. */
      readonly whatIf?: Readonly<Record<string, WhatIfValue>>;
      readonly format: ExportFormat;
    };

export type TopologyAnswer =
  | TopologySnapshot
  | PlayAnswer
  | SearchAnswer
  | CompareAnswer
  | EditsAnswer
  | ExportAnswer;

/** A schedule as the schedule module writes it (see `simulate/schedule/model.ts`; checked by the server when it comes back). */
export interface ScheduleData {
  readonly until: number;
  readonly clients: readonly {
    readonly name: string;
    readonly group?: readonly string[];
    readonly home?: readonly string[];
    readonly writesPerSecond: number;
    readonly readsPerSecond: number;
    readonly writeTimeoutMs: number;
  }[];
  readonly events: readonly { readonly at: number; readonly fault: FaultData }[];
}

/** A fault: `kind` and what it takes (`hosts`, `groups`, `from`, `to` …). */
export interface FaultData {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export type ExportFormat =
  /** As `simulate/schedule/scenario.ts` writes it; `config` is the name of the question's file, without its folder. */
  'scenario' | 'mermaid' | 'svg' | 'chaos-mesh' | 'toxiproxy' | 'netem' | 'jepsen' | 'html';

// ---------------------------------------------------------------------------------------------- the cluster

/** The clusters of a file, and one of them drawn. */
export interface TopologySnapshot {
  readonly kind: 'snapshot';
  /** Grows with every reading of the files: an answer about an older one is dropped. */
  readonly version: number;
  readonly clusters: readonly { readonly id: string; readonly title: string }[];
  /** Undefined: no cluster was recognised in the file. */
  readonly shown?: ShownCluster;
}

export interface ShownCluster {
  readonly id: string;
  readonly title: string;
  /** `Patroni 3.0.2, PostgreSQL 15, etcd 3.4`: system and versions where they are known. */
  readonly subtitle: string;
  readonly nodes: readonly PanelNode[];
  readonly links: readonly PanelLink[];
  readonly groups: readonly PanelGroup[];
  readonly findings: { readonly count: number; readonly worst?: 'error' | 'warning' | 'info' | 'hint' };
  /** Why it cannot be played, a whole sentence; undefined: it can. */
  readonly notPlayable?: string;
  readonly presets: readonly FaultPreset[];
  readonly whatIf: readonly WhatIf[];
  /** Every file that it was put together from. */
  readonly sources: readonly string[];
  /** Files spoken of and missing, members of which nothing is known: whole sentences. */
  readonly missing: readonly string[];
}

/** `data` card with cylinder; `coordination` hexagon; `witness` diamond; `router` trapezoid; `client` stadium. */
export type NodeShape = 'data' | 'coordination' | 'witness' | 'router' | 'client';

export interface PanelNode {
  readonly id: string;
  readonly shape: NodeShape;
  readonly title: string;
  /** At most three short lines: role by the config, address, votes. */
  readonly lines: readonly string[];
  /** Innermost group that it stands in. */
  readonly group?: string;
  /** Of a thing on the same machine as another: that one's id (a coordination member beside a data node). */
  readonly host: string;
  /** Name of the machine as schedules call it; undefined: nothing of the model runs there. */
  readonly machine?: string;
  /** Configured as the leader. */
  readonly leader: boolean;
  /** Spoken of, and not configured by a file that was read. */
  readonly absent: boolean;
  /** Where it is written, nearest first: click opens the first, cursor inside any of them lights it up. */
  readonly places: readonly PanelPlace[];
  /** Box as the library laid it out, px. */
  readonly box: Box;
  readonly findings: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PanelLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'sync' | 'async' | 'quorum' | 'logical' | 'coordination' | 'route';
  readonly label: string;
  /** One way, ms, where it is known. */
  readonly latencyMs?: number;
  /** What flows one way flows the other way too: one line with an arrow at each end. */
  readonly bothWays?: boolean;
  readonly places: readonly PanelPlace[];
}

/** A region, a zone or a rack; zones stand in regions. */
export interface PanelGroup {
  readonly id: string;
  readonly title: string;
  readonly level: 'region' | 'zone' | 'rack' | 'other';
  readonly parent?: string;
  readonly box: Box;
}

/** A way to break this cluster that somebody would think of first. */
export interface FaultPreset {
  /** `isolate-leader`, `split-zone:a`, `lose-region:eu`, `lose-coordination`, `one-way-cut`, `crash-leader` … */
  readonly id: string;
  readonly title: string;
  readonly schedule: ScheduleData;
}

// ------------------------------------------------------------------------------------------------- what if

export type WhatIfValue = number | boolean | string;

/** A parameter that may be tried in another value. */
export interface WhatIf {
  /** `patroni.ttl`, `link:n1:n2` … */
  readonly id: string;
  readonly label: string;
  /** One sentence: what it does. */
  readonly about: string;
  readonly value: WhatIfValue;
  /** False: a default. */
  readonly written: boolean;
  readonly control:
    | {
        readonly kind: 'range';
        readonly min: number;
        readonly max: number;
        readonly step: number;
        readonly unit: 'ms' | 's' | 'count';
      }
    | {
        readonly kind: 'choice';
        readonly options: readonly { readonly value: WhatIfValue; readonly label: string }[];
      }
    | { readonly kind: 'toggle' };
  readonly place?: PanelPlace;
  /** False: nothing in a file says it (the latency of a link), so that nothing can be applied. */
  readonly appliable: boolean;
}

export interface EditsAnswer {
  readonly kind: 'edits';
  readonly edits: readonly PanelEdit[];
  /** As a person would read it: `+ ttl: 20`. */
  readonly diff: readonly DiffLine[];
  /** A command to run where the running cluster does not read the file again, and what could not be written. */
  readonly notes: readonly string[];
}

export interface DiffLine {
  readonly uri: string;
  readonly line: number;
  readonly kind: 'added' | 'removed';
  readonly text: string;
}

// --------------------------------------------------------------------------------------------- playing

export interface PlayAnswer {
  readonly kind: 'play';
  /** Of the snapshot that it was played on. */
  readonly version: number;
  readonly playback: Playback;
}

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

export interface CompareAnswer {
  readonly kind: 'compare';
  readonly before?: ShownCluster;
  /** Undefined: the other version cannot be played; `why` says so. */
  readonly playback?: Playback;
  readonly why?: string;
  /** What differs, whole sentences: members, settings with both values. */
  readonly changes: readonly { readonly text: string; readonly place?: PanelPlace }[];
}

// -------------------------------------------------------------------------------------------- searching

export interface SearchAnswer {
  readonly kind: 'search';
  readonly version: number;
  /** `1.2 M states, 2 of 3 faults seen whole`. */
  readonly progress: {
    readonly states: number;
    readonly faultsSeen: number;
    readonly faults: number;
    /** What is done beside searching, a whole sentence; undefined: nothing. */
    readonly doing?: string;
  };
  readonly done: boolean;
  readonly promises: readonly {
    readonly name: string;
    readonly title: string;
    readonly verdict: 'holds' | 'broken' | 'unknown';
    /** With its bounds, a whole sentence. */
    readonly text: string;
  }[];
  readonly counterexamples: readonly CounterexampleCard[];
  readonly limits: readonly string[];
}

export interface CounterexampleCard {
  readonly id: string;
  readonly promise: string;
  readonly faults: number;
  readonly sentence: string;
  readonly steps: readonly {
    readonly atMs: number;
    readonly kind: string;
    readonly text: string;
    readonly node?: string;
  }[];
  readonly because: readonly SettingPlace[];
  /** What plays it with real timing, with the seed and lean that show it; undefined: none was found that does. */
  readonly play?: { readonly schedule: ScheduleData; readonly seed: number; readonly lean: Lean };
  /** What is to be known of `play`, or why there is none: a whole sentence. */
  readonly note?: string;
  readonly fixes: readonly FixCard[];
}

export interface FixCard {
  readonly id: string;
  readonly title: string;
  readonly edits: readonly PanelEdit[];
  readonly diff: readonly DiffLine[];
  /** Undefined: still being checked. */
  readonly after?: {
    readonly verdict: 'holds' | 'broken' | 'unknown';
    /** Whole sentence with bounds, and what it costs. */
    readonly text: string;
  };
  /** What the running cluster needs beside the file. */
  readonly notes: readonly string[];
}

export interface ExportAnswer {
  readonly kind: 'export';
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly notes: readonly string[];
}
