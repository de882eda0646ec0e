/**
 * What a panel and the editor say to each other. This file imports nothing, so that both sides of every bridge can name it:
 * the panel's page, the extension, the language server, and the plain page of the tests. Everything is plain data.
 */

/** Zero-based, as the Language Server Protocol counts. */
export interface PanelPosition {
  readonly line: number;
  readonly character: number;
}

export interface PanelRange {
  readonly start: PanelPosition;
  readonly end: PanelPosition;
}

/** A place in a file. */
export interface PanelPlace {
  readonly uri: string;
  readonly range: PanelRange;
}

/** A change of a file, made through the editor, so that it can be undone. */
export interface PanelEdit extends PanelPlace {
  readonly newText: string;
}

/** What a panel is about. */
export type PanelKind = 'topology' | 'schema';

/** The file that a panel shows, and what the panel was told to keep. */
export interface PanelTarget {
  /** The file that the panel follows or is pinned to; undefined: none is open that it could show. */
  readonly uri?: string;
  /** The file's name, for people. */
  readonly label: string;
  readonly pinned: boolean;
  /** What `remember` kept, by key, for this file. */
  readonly remembered: Readonly<Record<string, unknown>>;
  /** What to do at once: a command that opened the panel. */
  readonly command?: PanelCommand;
}

/** A command of the editor that the panel carries out. */
export interface PanelCommand {
  /**
   * Topology: `show` (nothing but `cluster`), `simulate` (a `ScheduleData`), `scenario` (`{ schedule, seed, whatIf, lean? }`), `find`,
   * `compare` (`{ label, texts }`), `export`. Schema: `star` and `er` (change the mode; `argument`: id of a table to focus on,
   * or undefined), `focus` (id of a table), `compare`.
   */
  readonly name: string;
  readonly argument?: unknown;
  /** Topology: id of the cluster that it is about, where the file may have several. */
  readonly cluster?: string;
}

/** From the panel's page to its host. `Q` is what that panel asks the server. */
export type FromPanel<Q = unknown> =
  /** The page is there: it wants its target. */
  | { readonly type: 'ready' }
  /** A question for the server; answered by one or several `answer`s of the same id, or one `failed`. */
  | { readonly type: 'ask'; readonly id: number; readonly question: Q }
  /** The answer is not wanted any more. */
  | { readonly type: 'cancel'; readonly id: number }
  /** Show a place in an editor beside. */
  | { readonly type: 'open'; readonly place: PanelPlace }
  /** Change files; `label` names it for undo. Files that `creates` names are made first, and shown. */
  | {
      readonly type: 'apply';
      readonly label: string;
      readonly edits: readonly PanelEdit[];
      readonly creates?: readonly string[];
    }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  /** Ask where to, and save. `base64` for what is not text. */
  | {
      readonly type: 'save';
      readonly name: string;
      readonly content: string;
      readonly base64: boolean;
    }
  /** Keep something for the target across reloads: positions, zoom, the schedule. Undefined forgets it. */
  | { readonly type: 'remember'; readonly key: string; readonly value?: unknown }
  | { readonly type: 'pin'; readonly pinned: boolean }
  /** Run a command of the editor that panels may run (the host has a list). */
  | { readonly type: 'run'; readonly command: string; readonly arguments?: readonly unknown[] }
  /** Something went wrong in the page: for the log. */
  | { readonly type: 'log'; readonly text: string };

/** From the host to the panel's page. `A` is what the server answers. */
export type ToPanel<A = unknown> =
  | { readonly type: 'target'; readonly target: PanelTarget }
  /** `final` false: a better answer to the same question follows. */
  | { readonly type: 'answer'; readonly id: number; readonly final: boolean; readonly answer: A }
  /** A whole sentence for people. */
  | { readonly type: 'failed'; readonly id: number; readonly why: string }
  /** Files have changed: what was answered before may be old. */
  | { readonly type: 'changed' }
  /** Where the cursor is in an editor of one of the files. */
  | { readonly type: 'cursor'; readonly uri: string; readonly position: PanelPosition }
  /** An edit that was asked for was made, or not. */
  | { readonly type: 'applied'; readonly label: string; readonly done: boolean }
  | { readonly type: 'do'; readonly command: PanelCommand };
