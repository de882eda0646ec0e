import type { Settings } from '../analyzer/types.js';
import type { CatalogBuilder, CatalogChange } from '../schema/index.js';
import type { Dialect } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import type { WorkloadStore } from '../workload/index.js';
import type { FileRole, Finding, Rule } from './rule.js';

export { createRuleRunner } from './runner/runner.js';

/** The part of the settings that decides what rules say. */
export type RuleSettings = Pick<Settings, 'rules' | 'engineVersions'>;

/** Where a file stands in its project. */
export interface FilePlace {
  readonly role: FileRole;
  /** Rank in the order in which the project's files are folded. */
  readonly order: number;
  /** Files of different sequences run against different databases, or at least not one after another. */
  readonly sequence?: string;
}

export interface RunnerOptions {
  /** Whose catalog is checked. */
  readonly builder: Pick<CatalogBuilder, 'tracked' | 'resolve'>;
  /** Told by its owner which units come and go, before `recheck`. */
  readonly workload: WorkloadStore;
  /** Dialects that the catalog's files are written in: rules on the whole catalog run once for the first of them. */
  dialects(): readonly Dialect[];
  /** The units of a file that count, in order. */
  unitsOf(uri: string): readonly SourceUnit[];
  /** Undefined: a schema file on its own. */
  place(uri: string): FilePlace | undefined;
  readonly settings: RuleSettings;
  /** Told about a rule that threw; nothing else is affected. */
  log(line: string): void;
  /** Default: all of them. Tests pass one. */
  readonly rules?: readonly Rule[];
}

export interface Changes {
  /** What `refresh()` returned, or all: first check, or files changed their order or role. */
  readonly catalog: CatalogChange | 'all';
  /** Units that left, and units that came. Unchanged ones keep their identity and are named in neither. */
  readonly removed: Iterable<SourceUnit>;
  readonly added: Iterable<SourceUnit>;
}

/**
 * Runs the rules over one catalog (one family of one project) and keeps what they found. Suppressions, sorting and
 * limits per file are the analyzer's.
 */
export interface RuleRunner {
  /** Works out again what the changes touch. Returns the files whose findings may differ now. */
  recheck(changes: Changes): ReadonlySet<string>;
  /** Other severities, options or engine versions: everything is worked out again. Returns the files touched. */
  configure(settings: RuleSettings): ReadonlySet<string>;
  /** Findings whose place is in this file, in no particular order. The same array until one of them changes. */
  findings(uri: string): readonly Finding[];
  /** Which of them left and which came since the last call for this file; at first, all of them came. */
  takeChanges(uri: string): FindingChanges;
}

export interface FindingChanges {
  readonly removed: ReadonlySet<Finding>;
  readonly added: ReadonlySet<Finding>;
}
