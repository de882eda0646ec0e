import type { Landscape } from '../cluster/index.js';
import type { Finding, Objectives, RuleLevel, Severity, TradeOff } from '../rules/rule.js';
import type { Catalog, RelationKey } from '../schema/model.js';
import type { QName } from '../sql/ast/index.js';
import type { Dialect, Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import type { Range } from '../text/span.js';
import type { Workload } from '../workload/model.js';

/** One change of a buffer, as editors send it: without a range, the whole text. */
export interface TextChange {
  readonly range?: Range;
  readonly text: string;
}

/** Settings of the editor or flags of the command line. `faultline.yaml` of a project overrides them. */
export interface Settings {
  /** `auto`: each file says or shows its own. */
  readonly dialect: Dialect | 'auto';
  /** Major version per engine, e.g. `{ postgres: 16 }`. */
  readonly engineVersions: Readonly<Partial<Record<Dialect, number>>>;
  readonly rules: Readonly<
    Record<string, RuleLevel | { readonly severity?: RuleLevel; readonly [option: string]: unknown }>
  >;
  /** Like `rules`, but winning over `faultline.yaml`: what the user said on the command line. */
  readonly ruleOverrides?: Settings['rules'];
  /** Globs relative to the workspace folder. */
  readonly exclude: readonly string[];
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  /** Findings shown per file; the rest is counted in the log. */
  readonly maxFindingsPerFile: number;
  /** Look for queries in the strings of programs. */
  readonly readCode: boolean;
}

/** A place as a file sees it now. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** A finding with absolute positions, ready for an editor or a report. */
export interface LocatedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly uri: string;
  readonly range: Range;
  readonly related: readonly (Place & { readonly message: string })[];
  /** Worked out when asked for, with the places as they are then. */
  readonly fixes: readonly LocatedFix[];
  readonly tradeOff?: TradeOff | undefined;
  readonly tag?: Finding['tag'];
  /** True where the first of its related places, in another file, has been told the same. */
  readonly again?: boolean | undefined;
  /** Same for the same cause after unrelated edits: rule, object and text, not lines. For baselines. */
  readonly fingerprint: string;
}

export interface LocatedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly (Place & { readonly newText: string })[];
}

export interface FileInfo {
  readonly uri: string;
  readonly dialect: Dialect;
  /** Who decided the dialect. */
  readonly dialectFrom: 'comment' | 'faultline.yaml' | 'setting' | 'detected' | 'default';
  readonly statements: number;
  readonly unread: number;
  readonly tables: number;
}

export interface IndexReport {
  readonly files: number;
  readonly skipped: readonly { readonly uri: string; readonly reason: string }[];
  readonly cancelled: boolean;
}

/** A project folder: one schema per dialect family. */
export interface Project {
  /** URI of the folder, no slash at its end. */
  readonly root: string;
  readonly catalogs: ReadonlyMap<Family, Catalog>;
  /** Files in the order in which they are folded. */
  readonly files: readonly string[];
  /** Those that run once after others, in their order; every other one stands for the whole. */
  readonly migrations: readonly string[];
}

/** The façade: text goes in, findings and catalogs come out. Nothing here throws for bad input. */
export interface Analyzer {
  /** Resolves when the parsers are loaded, or could not be (the log says so). PostgreSQL is read again then. */
  readonly ready: Promise<void>;
  readonly settings: Settings;
  configure(settings: Partial<Settings>): void;
  /** Workspace folders (URIs). Reads what is in them; open buffers win over files. Can be called again. */
  index(
    folders: readonly string[],
    options?: {
      readonly signal?: { readonly aborted: boolean };
      onProgress?(done: number, total: number): void;
    },
  ): Promise<IndexReport>;
  /** Reads just these files as well (command line arguments outside of folders). */
  addFiles(uris: readonly string[]): Promise<IndexReport>;
  openBuffer(uri: string, text: string): void;
  changeBuffer(uri: string, changes: readonly TextChange[]): void;
  /** The file's text on disk counts again. */
  closeBuffer(uri: string): Promise<void>;
  /** Created, changed or deleted on disk (a file or a folder). */
  filesChanged(uris: readonly string[]): Promise<void>;
  /**
   * Resolves when all that is known was read with every parser it needs. Files are waited for where they are read;
   * buffers are read at once, and their queries again as soon as their dialect's grammar is there.
   */
  settled(): Promise<void>;
  /** Files whose findings may differ from the last call of `takeChanged`. */
  takeChanged(): readonly string[];
  findings(uri: string): readonly LocatedFinding[];
  fileInfo(uri: string): FileInfo | undefined;
  projectOf(uri: string): Project | undefined;
  projects(): readonly Project[];
  /** The catalog that a file's statements go to: its project's, of its dialect's family. */
  catalogOf(uri: string): Catalog | undefined;
  /** What queries, triggers and figures say of the tables of that catalog. The same object while the catalog is. */
  workloadOf(uri: string): Workload | undefined;
  /** The clusters of the project that a file belongs to. */
  landscapeOf(uri: string): Landscape | undefined;
  /** What `faultline.yaml` asks of the clusters of that project. */
  objectivesOf(uri: string): Objectives;
  /** True where a comment silences a code at a place: for what is found by others than the analyzer. */
  silences(uri: string, code: string, position: { line: number; character: number }): boolean;
  /** Every file of that project that says something of a cluster, and its `faultline.yaml`. */
  clusterFiles(uri: string): readonly string[];
  /**
   * The same as if files of that project held other texts (null: were not there). Buffers, findings and clusters stay as
   * they are: places in what comes back are places in the texts that were given.
   */
  landscapeWith(uri: string, texts: ReadonlyMap<string, string | null>): Landscape;
  /** The clusters of every project, by its folder. */
  landscapes(): ReadonlyMap<string, Landscape>;
  /** The relation that a name means where it stands: search path of that place, then what exists. */
  resolve(name: QName, unit: SourceUnit): RelationKey | undefined;
  /** Every file that is known, in no particular order. */
  files(): readonly string[];
  units(uri: string): readonly SourceUnit[];
  text(uri: string): string | undefined;
  offsetAt(uri: string, position: { line: number; character: number }): number;
  rangeOf(uri: string, start: number, end: number): Range;
}
