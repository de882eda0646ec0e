import type { FileContent } from '../host.js';
import type { Status } from '../ide/types.js';
import type { Dialect } from '../sql/dialect.js';
import type { SchemaAnswer, SchemaQuestion } from './schema-panel.js';
import type { Lean, ScheduleData, TopologyAnswer, TopologyQuestion, WhatIfValue } from './topology-panel.js';
import type { PanelKind } from './webview.js';

/**
 * What client and server say to each other beyond the Language Server Protocol. Plain data and names only, so
 * that both sides and other editors can import it.
 */

/** Sent by the client when it starts the server; every field may be missing. */
export interface InitializationOptions {
  /** The client has the commands in `CLIENT_COMMANDS`; without them no action or lens that needs one is offered. */
  readonly commands?: boolean;
  /** URI of the folder with a documentation page per rule, with a slash at its end. */
  readonly rulePages?: string;
  /** Settings, for clients that cannot be asked for them. */
  readonly settings?: unknown;
  /** URI of the folder with the server's other files, with a slash at its end (browser only). */
  readonly serverFiles?: string;
}

/** Commands that actions and lenses of the server name, and that the client has to provide. */
export const CLIENT_COMMANDS = {
  /** One argument: the rule's id. */
  openRuleDocumentation: 'faultline.openRuleDocumentation',
  /** URI, position and locations, as the protocol writes them. */
  showPlaces: 'faultline.showPlaces',
  /** URI of a config, and the id of one of its clusters. */
  openTopology: 'faultline.openTopology',
  /** The same arguments. */
  simulatePartition: 'faultline.simulatePartition',
  findShortestFailure: 'faultline.findShortestFailure',
  /** The same, and `PlayFailureParams`. */
  playFailure: 'faultline.playFailure',
  /** URI of an SQL file, and the id of a table in it. */
  previewStarSchema: 'faultline.previewStarSchema',
  previewSchemaDiagram: 'faultline.previewSchemaDiagram',
} as const;

/** A schedule with the chances that show a failure, to be played in the topology panel. */
export interface PlayFailureParams {
  readonly schedule: ScheduleData;
  readonly seed: number;
  readonly lean: Lean;
}

/** Server to client, after each publication of an open file's findings, and with `null` when it is not analysed. */
export const STATUS_NOTIFICATION = 'faultline/status';
export interface StatusParams {
  readonly uri: string;
  readonly version: number | undefined;
  readonly status: Status | null;
}

/** Client to server: the edit that makes a file say its dialect in a comment. */
export const DIALECT_EDIT_REQUEST = 'faultline/dialectEdit';
export interface DialectEditParams {
  readonly uri: string;
  /** `auto` removes the comment. */
  readonly dialect: Dialect | 'auto';
}
export interface DialectEditResult {
  readonly range: { readonly start: ProtocolPosition; readonly end: ProtocolPosition };
  readonly newText: string;
}

/** Client to server: read every folder again and say what was found. */
export const CHECK_WORKSPACE_REQUEST = 'faultline/checkWorkspace';
export interface CheckWorkspaceResult {
  readonly files: number;
  readonly skipped: number;
  readonly cancelled: boolean;
  readonly findings: Readonly<Record<'error' | 'warning' | 'info' | 'hint', number>>;
}

/** Client to server: the clusters that a file speaks of. Cheap: nothing is drawn. */
export const CLUSTERS_REQUEST = 'faultline/clusters';
export interface ClustersParams {
  readonly uri: string;
}
export interface ClustersResult {
  readonly clusters: readonly { readonly id: string; readonly title: string }[];
}

/** Client to server: what the text of a `.faultline-scenario.json` says. */
export const SCENARIO_REQUEST = 'faultline/scenario';
export interface ScenarioParams {
  readonly text: string;
}
export interface ScenarioResult {
  /** Undefined: it cannot be used as it is. */
  readonly scenario?: {
    /** Path from the folder of the scenario. */
    readonly config: string;
    readonly cluster?: string;
    readonly title?: string;
    readonly seed: number;
    readonly whatIf: Readonly<Record<string, WhatIfValue>>;
    readonly schedule: ScheduleData;
  };
  /** What is wrong, whole sentences with their offsets in the text. */
  readonly problems: readonly { readonly message: string; readonly start: number; readonly end: number }[];
}

/** Client to server: what a panel asks. Cancelled as requests are. */
export const PANEL_REQUEST = 'faultline/panel';
export interface PanelParams {
  readonly panel: PanelKind;
  readonly question: TopologyQuestion | SchemaQuestion;
  /** Answers that come before the last one carry it. */
  readonly token?: number;
}
/** `why`: it cannot be answered, a whole sentence. */
export type PanelResult = { readonly answer: TopologyAnswer | SchemaAnswer } | { readonly why: string };

/** Server to client: an answer after which a better one follows. */
export const PANEL_PART_NOTIFICATION = 'faultline/panelPart';
export interface PanelPartParams {
  readonly token: number;
  readonly answer: TopologyAnswer | SchemaAnswer;
}

/** Server in a browser to client: files are read through the editor's own file system. */
export const READ_FILE_REQUEST = 'faultline/readFile';
export interface ReadFileParams {
  readonly uri: string;
  readonly maxBytes: number;
}
export type ReadFileResult = FileContent;

export const FIND_FILES_REQUEST = 'faultline/findFiles';
export interface FindFilesParams {
  readonly folder: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxFiles: number;
}
export type FindFilesResult = readonly string[];

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}
