import type { Settings } from '../../../analyzer/types.js';
import type { CounterexampleCard } from '../../../protocol/topology-panel.js';
import type { PanelEdit, PanelPlace } from '../../../protocol/webview.js';

/** How far a cluster is searched while nobody waits for it. */
export interface VerdictBounds {
  readonly faults: number;
  /** A search of this many states is ended. */
  readonly maxStates: number;
  /** Names of the promises that are looked at, as `explore --property` knows them. */
  readonly promises: readonly string[];
}

/** All that it takes to search a cluster where the server's own analyzer is out of reach. Plain data. */
export interface VerdictJob {
  /** A file of the cluster, and the cluster's id. */
  readonly uri: string;
  readonly cluster: string;
  readonly bounds: VerdictBounds;
  /** Workspace folders. */
  readonly folders: readonly string[];
  readonly settings: Settings;
  /** Every file that says something of the project's clusters: URIs and texts. */
  readonly files: readonly (readonly [uri: string, text: string])[];
}

/** A broken promise at the line that decides about it. Plain data. */
export interface VerdictFinding extends PanelPlace {
  /** Code of the diagnostic. */
  readonly code: string;
  readonly message: string;
  /** The project asks for what is broken: it is no trade-off that may be meant. */
  readonly asked: boolean;
  /** What happens, step by step, and the settings that had a hand in it. */
  readonly related: readonly (PanelPlace & { readonly message: string })[];
  readonly cluster: string;
  /** What shows it with real timing. */
  readonly play: NonNullable<CounterexampleCard['play']>;
  /** Fixes of which a search said that they help. */
  readonly fixes: readonly { readonly title: string; readonly edits: readonly PanelEdit[] }[];
}

/** What is known of a cluster by now. Plain data. */
export interface VerdictReport {
  readonly findings: readonly VerdictFinding[];
  /** Sentences for the log: what holds within which bounds, what was not decided, or why it cannot be played. */
  readonly remarks: readonly string[];
  /** False: a better report follows. */
  readonly done: boolean;
}

/** Searches one cluster at a time, beside the server or between its messages. */
export interface Searcher {
  /**
   * Begins a search; one that is under way is given up.
   * @param tell Hears of what is known, better each time; the last report is `done`.
   * @param failed Hears a sentence for the log where nothing more will come.
   */
  search(job: VerdictJob, tell: (report: VerdictReport) => void, failed: (why: string) => void): void;
  /** Gives up the search that is under way: neither of its callbacks is called again. */
  cancel(): void;
  dispose(): void;
}
