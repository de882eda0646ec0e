import type { Settings } from '../analyzer/types.js';
import type { Objectives, Rule } from '../rules/rule.js';
import type { Dialect } from '../sql/dialect.js';
import type { Environment, TableFacts } from '../workload/model.js';

/** Names under which a project's configuration is found, the first one that exists wins. */
export const CONFIG_NAMES = ['faultline.yaml', 'faultline.yml'] as const;

/** What `faultline.yaml` says. Whatever could not be understood is left out; the rest counts. */
export interface ProjectConfig {
  /** One dialect for all files, or one per glob, first match wins. */
  readonly dialect: Dialect | 'auto' | undefined;
  readonly dialects: readonly { readonly glob: string; readonly dialect: Dialect }[];
  readonly engineVersions: Settings['engineVersions'];
  /** Empty: every file that the analyzer reads by itself. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: Settings['rules'];
  readonly migrations: MigrationsConfig;
  /** Sizes and rates of tables, in the order in which they stand. */
  readonly tables: readonly TableConfig[];
  /** Globs of exported statistics. */
  readonly statistics: readonly string[];
  readonly hardware: Environment;
  /** What is asked of the data, whichever cluster holds it. */
  readonly objectives?: Objectives;
  /** False: queries in the strings of programs are not looked for. Absent: as the settings say. */
  readonly code?: boolean;
}

/** What the file says of the tables that a name or glob selects. */
export interface TableConfig {
  readonly glob: string;
  readonly facts: TableFacts;
}

export interface MigrationsConfig {
  /** Folders whose files run once, one after the other, though nothing in their names says so. */
  readonly folders: readonly string[];
  /** Paths or globs in the order in which their files are folded; files that none matches keep their own order, after these. */
  readonly order: readonly string[];
}

export const EMPTY_CONFIG: ProjectConfig = {
  dialect: undefined,
  dialects: [],
  engineVersions: {},
  include: [],
  exclude: [],
  rules: {},
  migrations: { folders: [], order: [] },
  tables: [],
  statistics: [],
  hardware: {},
};

/** Something wrong in `faultline.yaml`, in UTF-16 offsets of its text. */
export interface ConfigProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** What to write there instead. */
  readonly replacement?: string;
}

export interface ConfigReading {
  readonly config: ProjectConfig;
  readonly problems: readonly ConfigProblem[];
}

/** What validation and completion need to know of a rule. */
export type RuleFacts = Pick<Rule, 'id' | 'severity' | 'summary' | 'options'>;
export type RuleTable = ReadonlyMap<string, RuleFacts>;

/** True for the URI of a configuration file. */
export function isConfigUri(uri: string): boolean {
  return CONFIG_NAMES.some(name => uri.endsWith('/' + name));
}
