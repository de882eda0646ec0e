import type { Client, Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

/** A server: of a file of its own, or one that something starts. */
export interface ServerData {
  readonly kind: 'server';
  readonly engine: 'redis' | 'valkey';
  readonly name: string;
  /** Names under which others reach it, without ports, in lower case. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly written: readonly Written[];
  /** Where it copies from; undefined: nowhere; empty text: from where the text does not tell. */
  readonly master: MasterAddress | undefined;
  readonly version?: Version;
  readonly versionOrigin?: Named['origin'];
  readonly site: Site;
  readonly copies: number | undefined;
  /** A config file; services may use it. */
  readonly file?: ConfFile;
  /** Config files that it is started with: URIs, or the holder's URI and the path within (`uri#path`). */
  readonly uses: readonly string[];
  /** It is started with a config file that nothing mounts: made by its command, or part of its image. */
  readonly ownFile?: true;
  /** The command of its container writes that file: what the project keeps for it by the same name is not used. */
  readonly makesFile?: true;
}

export interface ConfFile {
  /** Its URI, or the holder's URI and the path within. */
  readonly id: string;
  /** Paths that it includes, as written. */
  readonly includes: readonly Named[];
}

export interface MasterAddress {
  readonly host: string;
  readonly port: number;
  readonly origin: Named['origin'];
}

/** A Sentinel process and the masters that it watches. */
export interface SentinelData {
  readonly kind: 'sentinel';
  readonly name: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly monitors: readonly Monitor[];
  /** The id that it gave itself and wrote down when it first ran. */
  readonly myId?: string;
  readonly version?: Version;
  readonly site: Site;
  readonly copies: number | undefined;
  readonly fileId?: string;
  readonly uses: readonly string[];
  /** How the file that it runs with is mounted, where its command names that very file. */
  readonly mounted?: MountedFile;
}

export interface MountedFile {
  /** URI of the file. */
  readonly file: string;
  /** A folder is mounted that the file lies in. */
  readonly inFolder: boolean;
  /** Where it says that it cannot be written to. */
  readonly readOnly?: Named['origin'];
}

export interface Monitor {
  readonly name: string;
  /** Undefined: the text does not tell. */
  readonly host: Named | undefined;
  readonly port: number | undefined;
  /** What is set for this master, and for the Sentinel as a whole. */
  readonly written: readonly Written[];
  /** Other Sentinels that it wrote down itself, each with the id by which they know each other. */
  readonly known: readonly KnownSentinel[];
  /** Replicas of the master that it wrote down itself, as `host:port`. */
  readonly replicas: readonly Named[];
  readonly origin: Named['origin'];
}

export interface KnownSentinel extends Named {
  readonly id?: string;
}

/** A group that a chart, an operator or a command lays out as a whole. */
export interface PlanData {
  readonly kind: 'plan';
  readonly mode: 'cluster' | 'sentinel' | 'replication';
  readonly engine: 'redis' | 'valkey';
  readonly name: string;
  readonly nodes: readonly PlannedNode[];
  readonly written: readonly Written[];
  readonly sentinels: number;
  readonly watch: readonly Written[];
  readonly version?: Version;
  readonly versionOrigin?: Named['origin'];
  readonly open: boolean;
}

export interface PlannedNode {
  readonly address: Named;
  readonly role: 'master' | 'replica';
}

/** A program, by its connection string. */
export interface ClientData {
  readonly kind: 'client';
  readonly client: Client;
}

/** A script that starts servers or writes their files, by the settings that it speaks of. */
export interface ScriptData {
  readonly kind: 'script';
  readonly keys: readonly string[];
}

/** A config file that only comments of a composition mount. */
export interface CommentedData {
  readonly kind: 'commented';
  /** Its URI. */
  readonly file: string;
}

/** A policy of Kubernetes that tells who may reach pods: all of a namespace, or those of Redis. */
export interface PolicyData {
  readonly kind: 'policy';
  /** Its selector speaks of Redis. */
  readonly named: boolean;
  readonly namespace?: string;
}

/** A document calls what servers below its folder hold a cache. */
export interface CacheData {
  readonly kind: 'cache';
}

export type RedisData =
  | ServerData
  | SentinelData
  | PlanData
  | ClientData
  | ScriptData
  | CommentedData
  | PolicyData
  | CacheData;
