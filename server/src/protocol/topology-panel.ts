import type { Lean, Playback, SettingPlace } from './topology-playback.js';
import type { PanelEdit, PanelPlace } from './webview.js';

export type {
  ClientLane,
  FlyingMessage,
  Interval,
  Lean,
  LogState,
  NetworkState,
  NodeRole,
  Outcome,
  PanelVerdict,
  Playback,
  PlaybackEvent,
  PlaybackFault,
  PlaybackProcess,
  SettingPlace,
} from './topology-playback.js';

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
    /** The same of faults that strike at rest alone; undefined: no more than at any moment. */
    readonly faultsSeenAtRest?: number;
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
