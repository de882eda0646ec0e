import type { Cluster } from '../cluster/model.js';
import type { SearchBeside } from '../cluster/search-beside.js';
import type { System } from '../cluster/systems.js';
import type { DocumentEngine } from '../documents/engines.js';
import type { DesignDocument } from '../documents/model.js';
import type { Catalog, Table, View } from '../schema/model.js';
import type { Dialect } from '../sql/dialect.js';
import type { Origin, Reading, SourceUnit } from '../sql/reading.js';
import type { TableFacts, Workload, WorkloadQuery } from '../workload/model.js';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type RuleLevel = Severity | 'off';

/** A change of text. `origin.span` is what is replaced; an empty span inserts. */
export interface Edit {
  readonly origin: Origin;
  readonly newText: string;
}

/** A fix: its edits never overlap, re-parse, and silence the finding they belong to. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True where applying it needs no judgement: `--fix` and "fix all" apply only these. */
  readonly safe: boolean;
}

export interface Related {
  readonly origin: Origin;
  readonly message: string;
  /** True for a place of which the finding holds as well. */
  readonly same?: boolean;
}

/** Both sides of a design choice, with figures where they are known. Sentences in Markdown. */
export interface TradeOff {
  readonly gains: readonly string[];
  readonly costs: readonly string[];
  /** Where the one side begins to outweigh the other. */
  readonly breakEven?: string;
  readonly advice: readonly string[];
  /** What the sentences were worked out from: `rows`, `50,000,000`, `comment in orders.sql`. */
  readonly numbers: readonly { readonly label: string; readonly value: string; readonly from: string }[];
}

/** What a rule reports. Rule, severity and file are added by the runner. */
export interface Report {
  readonly origin: Origin;
  readonly message: string;
  /** Lowers or raises this one finding; the user's setting for the rule still wins. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  /** Worked out when somebody asks for them, against the catalog as it is then. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
  /** What the finding weighs, for hovers and `faultline explain --at`; worked out when asked for. */
  readonly tradeOff?: () => TradeOff;
  /** Editor tags: greyed out or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

export interface Finding extends Report {
  readonly rule: string;
  readonly severity: Severity;
  /** True for one that is told in another file already, the first of its related places: for who looks at this file alone. */
  readonly again?: boolean;
}

/** What a check may look at. `catalog` records what was read, so findings are reused until it changes. */
export interface RuleContext {
  readonly catalog: Catalog;
  /** Queries, routine bodies, sizes and rates of the project; tracked like the catalog. */
  readonly workload: Workload;
  readonly dialect: Dialect;
  /** Major version of the engine where it is known (settings, `faultline.yaml`), else undefined. */
  readonly engineVersion: number | undefined;
  /** The rule's own options, defaults filled in. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Kind of file that something was written in: fixes to a migration that may have run already are never safe. */
  roleOf(origin: Origin): FileRole;
  /**
   * True where a statement other than the given one says the name: what takes an object away must not leave it
   * named by CLUSTER, COMMENT ON or ALTER. Looks at every statement, so only fixes may ask.
   */
  isNamedElsewhere(name: string, unit: SourceUnit): boolean;
  report(report: Report): void;
}

/** A migration runs once after others; a schema file stands for the whole. */
export type FileRole = 'migration' | 'schema';

export type OptionValue = string | number | boolean | readonly string[];

/** A statement together with where it stands in the order of the project. */
export interface StatementSubject {
  readonly unit: SourceUnit;
  readonly reading: Reading;
  readonly role: FileRole;
  /**
   * True when an earlier file of the same migration sequence made the table: it may hold rows by now.
   * Looks the table up as the statement would (search path).
   */
  madeEarlier(table: import('../sql/ast/index.js').QName): boolean;
  /** What the same migration file says before this statement, in order; nothing for schema files. */
  before(): readonly { readonly unit: SourceUnit; readonly reading: Reading }[];
}

/** What a rule's claim is about: a dialect of SQL, or a system whose design stands in other documents. */
export type Engine = Dialect | DocumentEngine | System;

export interface Example {
  readonly dialect: Engine;
  readonly sql: string;
  /** File name, where it matters (migrations): default `schema.sql`. Several files: separate examples' `files`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Major version of the engine, where the finding depends on it. */
  readonly engineVersion?: number;
  /** What the finding's message must contain (bad examples). */
  readonly says?: string;
}

export interface RuleOption {
  readonly description: string;
  readonly default: OptionValue;
  readonly type: 'string' | 'number' | 'boolean' | 'string[]';
  readonly enum?: readonly string[];
}

/** Folders of rules, and the chapters of their documentation. */
export type Subject =
  | 'keys'
  | 'indexes'
  | 'types'
  | 'partitions'
  | 'denormalization'
  | 'warehouse'
  | 'timeseries'
  | 'streaming'
  | 'nosql'
  | 'queries'
  | 'migrations'
  | 'syntax'
  | 'cluster'
  | 'postgresql'
  | 'patroni'
  | 'operators'
  | 'mysql'
  | 'galera'
  | 'mongodb'
  | 'redis'
  | 'cassandra'
  | 'multileader'
  | 'search'
  | 'consensus'
  | 'newsql'
  | 'kafka'
  | 'claims'
  | 'crossing';

interface RuleBase {
  /** Equals the file's name, the docs page and the diagnostic's code. */
  readonly id: string;
  readonly subject: Subject;
  /** Version of Faultline that brought it. */
  readonly since: string;
  readonly severity: RuleLevel;
  /** Where its claim is true. */
  readonly engines: readonly Engine[];
  /** One line, for tables and settings. */
  readonly summary: string;
  /** What one gains by writing it so; what it costs; when that is fine; what to do. Markdown. */
  readonly gains: string;
  readonly costs: string;
  readonly fineWhen: string;
  readonly advice: string;
  /** Documentation or code that the claim rests on. */
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  /** Found by the analyzer itself (it needs the findings of all others); `check` does nothing. */
  readonly byAnalyzer?: true;
  /** What it says matters where data is kept: in a project that is only tried out it weighs less (as all rules on clusters do). */
  readonly ofKeeping?: true;
}

/** Checked once per table, and again when the table or anything the check looked at has changed. */
export interface TableRule extends RuleBase {
  readonly on: 'table';
  check(table: Table, context: RuleContext): void;
}
export interface ViewRule extends RuleBase {
  readonly on: 'view';
  check(view: View, context: RuleContext): void;
}
/** Checked once per statement as written. */
export interface StatementRule extends RuleBase {
  readonly on: 'statement';
  /** Has something to say of statements in such files only; is not asked about any other. */
  readonly role?: FileRole;
  check(statement: StatementSubject, context: RuleContext): void;
}

/** Checked once per query: statements, views, lines of routines, strings in programs. */
export interface QueryRule extends RuleBase {
  readonly on: 'query';
  check(query: WorkloadQuery, context: RuleContext): void;
}
/** Checked once per catalog, after any change of it: keep what is costly per table in a WeakMap. */
export interface CatalogRule extends RuleBase {
  readonly on: 'catalog';
  check(catalog: Catalog, context: RuleContext): void;
}

/** Checked once per document in which a design of one of the rule's engines was recognised. */
export interface DocumentRule extends RuleBase {
  readonly on: 'document';
  check(document: DesignDocument, context: DocumentContext): void;
}

/** What a check of a document may look at. */
export interface DocumentContext {
  /** The rule's own options, defaults filled in. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** What `faultline.yaml` says of a table or index of this name. */
  factsOf(name: string): TableFacts;
  /** What other files of the project say of the search engine that the document is for. */
  readonly beside: SearchBeside;
  report(report: Report): void;
}

/**
 * Checked once per cluster that was put together from configs and speaks of one of the rule's engines (systems). It may
 * report into any of the cluster's files.
 */
export interface ClusterRule extends RuleBase {
  readonly on: 'cluster';
  /** Its claim holds of some versions alone: nothing is said where files are for several. */
  readonly byVersion?: true;
  check(cluster: Cluster, context: ClusterContext): void;
}

/** What a check of a cluster may look at. */
export interface ClusterContext {
  /** The rule's own options, defaults filled in. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Every cluster of the project: coordination services are among them. */
  readonly clusters: readonly Cluster[];
  /** The schemas of the project, one per family of dialects. */
  readonly schemas: readonly { readonly catalog: Catalog; readonly facts: Pick<Workload, 'factsOf'> }[];
  /** What the project asks of its data, in `faultline.yaml` or in a description of the cluster. */
  readonly objectives: Objectives;
  report(report: Report): void;
}

/** Service level objectives; what is not asked for is undefined. */
export interface Objectives {
  /** Most that may be lost, in ms of writes. */
  readonly rpoMs?: number;
  /** Longest time without writes after a failure, in ms. */
  readonly rtoMs?: number;
  /** Oldest that a read may be, in ms. */
  readonly stalenessMs?: number;
  /** Part of the time, 0 to 1. */
  readonly availability?: number;
  readonly origin?: import('../sql/reading.js').Origin;
}

export type Rule =
  | TableRule
  | ViewRule
  | StatementRule
  | QueryRule
  | CatalogRule
  | DocumentRule
  | ClusterRule;

/** A finding's fixes, worked out now. */
export function fixesOf(report: Pick<Report, 'fixes'>): readonly Fix[] {
  return (typeof report.fixes === 'function' ? report.fixes() : report.fixes) ?? [];
}

/** Declares a rule. One file each; `rules/index.ts` lists them. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
