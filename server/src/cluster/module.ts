import type { Dialect } from '../sql/dialect.js';
import type { Origin, SourceUnit } from '../sql/reading.js';
import type { ToldVersion } from './kit/places.js';
import type { Client, Cluster, Guarantee, Missing, Router } from './model.js';
import type { Parameter, ParameterTable } from './parameter.js';
import type { ServiceDraft } from './services/model.js';
import type { Source } from './source.js';
import type { System } from './systems.js';
import type { Version } from './version.js';

/** What one place of one file says of a system. `data` is what the system's own readers and assembler agree on. */
export interface Fragment<T = unknown> {
  /**
   * `claims`: what a comment or document says of systems, for rules to look at. `images`: an image that something is
   * started or built with, for the version of what stands near by. `overlays`: a file that says of others how many there
   * are. `broken`: a file that cannot be read as a whole. `placing`: what puts files in place. `trial`: a document that says what lies beside it is to be tried out. `walls`: what keeps others from ports.
   */
  readonly system: System | 'broken' | 'claims' | 'images' | 'overlays' | 'placing' | 'trial' | 'walls';
  readonly uri: string;
  /** Place that stands for it. */
  readonly origin: Origin;
  readonly data: T;
}

/** A config format of a system. */
export interface ConfigFormat<T> {
  /** `patroni.yml`, `postgresql.conf`: as people call the file. */
  readonly title: string;
  /**
   * True where a file is one, by path and text. Cheap: it is asked of every file of the workspace, and first looks at
   * the name or searches for one word. Must not be true of other systems' files.
   */
  detects(source: Source): boolean;
  /** True where it reads documents (`.md`) as well, which others are not asked for. */
  readonly prose?: true;
  /** Never throws for bad input; what cannot be read is left out. */
  read(source: Source): readonly Fragment<T>[];
  /** For hover and completion; absent where the format has no parameters of its own. */
  readonly assist?: FormatAssist;
}

/** How keys and values stand in a format, and which parameters they are: hover and completion follow from it. */
export interface FormatAssist {
  readonly syntax:
    | 'yaml'
    | 'json'
    /** `key = value` or `key value`, one a line (`[section]`s allowed): postgresql.conf, properties, my.cnf. */
    | 'assignments'
    /** `key argument argument`: redis.conf. */
    | 'directives'
    | 'hcl'
    /** `name = value` and groups in braces, lists in parentheses: proxysql.cnf. */
    | 'libconfig'
    | 'javascript'
    | 'xml';
  /**
   * The parameters that may stand below a path of keys (or in a section); undefined where none of ours may. Their names
   * are taken without the prefix: below `['storage']` with the prefix `storage.` stand those called `storage.engine`.
   */
  parametersAt(path: readonly string[], source: Source): ParametersHere | undefined;
  /** How switches are written; `true` and `false`, of directives `yes` and `no`, where it is absent. */
  readonly booleans?: readonly [on: string, off: string];
  /** Between key and value of assignments; ` = ` where it is absent. */
  readonly separator?: string;
}

/** The parameters that may stand at a place. */
export interface ParametersHere {
  readonly table: ParameterTable;
  readonly prefix?: string;
  /** Names with dots are written as one key, in syntaxes where others nest. */
  readonly flat?: true;
  /** How a parameter is called here: `ETCD_HEARTBEAT_INTERVAL` for `heartbeat-interval`; undefined where it is not. */
  spelling?(name: string): string | undefined;
}

/** SQL or CQL statements that decide about replication. */
export interface StatementFormat<T> {
  readonly dialects: readonly Dialect[];
  /** Tested against the text of a statement before it is read. */
  readonly mayBe: RegExp;
  /**
   * Of statements that only read or write rows (`INSERT INTO mysql_servers`): what one that configures begins with. They
   * are not looked at otherwise, as there are many.
   */
  readonly beginning?: RegExp;
  /** Spans of origins are relative to the unit's piece. */
  read(unit: SourceUnit): readonly Fragment<T>[];
}

/** A container image or chart of the system: what docker-compose, Kubernetes and Helm start. */
export interface ServiceFormat<T> {
  /** True for the service's image, command or chart. */
  detects(service: ServiceDraft): boolean;
  /** True where `read` reads the service's embedded files (`files[].embedded`): the formats do not read them again. */
  readonly readsFiles?: true;
  read(service: ServiceDraft): readonly Fragment<T>[];
}

/** What the fragments of a system amount to. */
export interface Assembled {
  readonly clusters: readonly Cluster[];
  /** Attached to the clusters that hold their targets. */
  readonly routers?: readonly Router[];
  readonly clients?: readonly Client[];
  readonly missing?: readonly Missing[];
}

/** Everything that is known of one system: one folder each below `systems/`. */
export interface SystemModule<T = unknown> {
  readonly system: System;
  /** Other systems whose fragments it takes as well, such as `valkey` for Redis. */
  readonly also?: readonly System[];
  readonly parameters: readonly ParameterTable[];
  readonly formats: readonly ConfigFormat<T>[];
  readonly statements?: readonly StatementFormat<T>[];
  readonly services?: readonly ServiceFormat<T>[];
  /**
   * Images of the system, and how what does not tell its version takes that of one near by. `versionOf` where tags are
   * not the versions of the system.
   */
  readonly images?: {
    readonly repository: RegExp;
    versionOf?(tag: string, repository: string): Version | undefined;
    /** What scripts and playbooks install it from, a repository or an archive: the one group is the version. Global. */
    readonly packages?: RegExp;
    /** The data as it is where it tells a version, or has no place for one. */
    withVersion(data: T, told: ToldVersion): T;
  };
  /** The parameter that a variable of the system's images sets: `ETCD_ELECTION_TIMEOUT`. */
  variable?(name: string): Parameter | undefined;
  /** Puts the fragments of one project together. Fragments come in order of their files' paths. Never throws. */
  assemble(fragments: readonly Fragment<T>[]): Assembled;
  /** What operations on its clusters get. */
  guarantees?(cluster: Cluster): readonly Guarantee[];
}

/** Declares a module; what its fragments hold is between its own readers and assembler. */
export function defineSystem<T>(module: SystemModule<T>): SystemModule {
  return module as unknown as SystemModule;
}
