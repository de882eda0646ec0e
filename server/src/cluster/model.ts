import type { Origin } from '../sql/reading.js';
import type { Span } from '../text/span.js';
import type { Claim } from './claims/model.js';
import type { Settings } from './settings.js';
import type { System } from './systems.js';
import type { Version } from './version.js';

/** A text that some file says, with where. */
export interface Named {
  readonly text: string;
  readonly origin: Origin;
}

/** Settings per system: a node of Patroni has those of `patroni` and of `postgres`. */
export type SettingsBySystem = Partial<Readonly<Record<System, Settings>>>;

/** Where a member stands. What is not told is undefined. */
export interface Site {
  readonly region?: string;
  /** A data centre or zone; unique together with the region. */
  readonly zone?: string;
  readonly rack?: string;
  /** The machine: members that share it fail together. */
  readonly host?: string;
}

/** What a member does. `data`: holds a copy. A `witness` votes and holds none. A `learner` holds one and has no vote. */
export type Role = 'data' | 'witness' | 'learner' | 'router' | 'spare';

/** A process that takes part: a database server, a voter, an arbiter. */
export interface Member {
  /** Unique within its cluster: the name that the configs give it, else its address. */
  readonly id: string;
  readonly role: Role;
  /** Which one the files themselves name as the one that takes writes at the beginning. */
  readonly leader?: boolean;
  /** Votes in elections and for quorums; 0: none. */
  readonly votes: number;
  /** May become leader by itself. */
  readonly eligible: boolean;
  /** Of those that may lead, the order of preference: higher first. Undefined: no order. */
  readonly priority?: number;
  readonly site: Site;
  /** Names and addresses under which others speak of it: `host`, `host:port`. */
  readonly addresses: readonly string[];
  readonly settings: SettingsBySystem;
  readonly version?: Version;
  /** Where it is written down. */
  readonly origin: Origin;
  /** False: others speak of it, and no file of its own was found. */
  readonly configured: boolean;
}

/** When an acknowledgement may go out, as seen from the sender. */
export type SyncLevel =
  /** Before anything reached the other side. */
  | 'async'
  /** When the other side has received it. */
  | 'received'
  /** When the other side has made it durable. */
  | 'durable'
  /** When the other side has applied it, so that it can be read there. */
  | 'applied'
  /** As part of a quorum: the cluster's `consensus` or `commit` says how many. */
  | 'quorum';

/** Data flows from one member to another. Multi-leader pairs have two links. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: 'physical' | 'logical' | 'statement' | 'log' | 'peer';
  readonly sync: SyncLevel;
  /** On purpose, in ms. */
  readonly delay?: number;
  /** How long a message takes one way, in ms. */
  readonly latencyMs?: number;
  /** Part of the messages that is lost, 0 to 1. */
  readonly loss?: number;
  /** What flows, where not everything does: tables, databases. */
  readonly filter?: string;
  readonly origin: Origin;
}

/**
 * How many copies a write waits for beside the leader's own. `of`: the candidates, by member id; undefined: any.
 * `first`: the first of them in order that are connected. `degrades`: it goes on with fewer when they are missing.
 */
export interface CommitRule {
  readonly count: number;
  readonly method: 'first' | 'any' | 'majority' | 'all' | 'none';
  readonly of?: readonly string[];
  readonly level: SyncLevel;
  readonly degrades: boolean;
  /** After how many ms it does; undefined: as soon as they are known to be gone. */
  readonly degradesAfterMs?: number;
  /** The setting that says so; absent where a default does. */
  readonly origin?: Origin;
}

/** Who decides who leads, or that nobody does. */
export interface FailoverRule {
  readonly kind: 'automatic' | 'manual' | 'none needed';
  readonly by: System | undefined;
  /** Bounds of the time in ms from the loss of the leader until another accepts writes; undefined: not known. */
  readonly detectMs?: readonly [least: number, most: number];
  readonly origin?: Origin;
  /** Of manual: other files hold steps that promote, or name a manager whose configs are not shown. */
  readonly steps?: boolean;
}

/** Keeps the leader's lease or the metadata for another cluster. */
export interface Coordination {
  readonly system: System | 'kubernetes';
  /** Which of its interfaces is spoken, where it has several: `etcd3`. */
  readonly interface?: string;
  /** Some file of the project starts an etcd with version 2 of its protocol (`enable-v2`), or installs one that has it. */
  readonly servesV2?: true;
  readonly addresses: readonly string[];
  /** Id of its cluster, where its configs were found as well. */
  cluster?: string;
  readonly origin: Origin;
}

/** Sends clients to members. */
export interface Router {
  readonly id: string;
  readonly system: System;
  /** What it stands for: writes, reads, both. */
  readonly purpose: 'write' | 'read' | 'any' | 'unknown';
  readonly targets: readonly Named[];
  /** How it tells who is leader: `GET /primary`, `target_session_attrs=read-write`; undefined: it does not. */
  readonly check?: Named;
  /** Patterns of the statements that it gets, where it looks at each: `^SELECT`. */
  readonly sends?: readonly Named[];
  /** Where it decides who leads as well: the cluster's own, where nobody else does. */
  readonly failover?: FailoverRule;
  readonly settings: SettingsBySystem;
  readonly origin: Origin;
}

/** A program that talks to the cluster, as far as files tell: producers, connection strings, drivers. */
export interface Client {
  readonly id: string;
  readonly system: System;
  readonly targets: readonly Named[];
  readonly settings: SettingsBySystem;
  readonly origin: Origin;
}

/** What is replicated by rules of its own: a topic, keyspace, index, table or database. */
export interface Resource {
  readonly kind:
    | 'topic'
    | 'keyspace'
    | 'index'
    | 'table'
    | 'database'
    | 'role'
    | 'queue'
    | 'publication'
    | 'subscription'
    | 'zone'
    | 'bucket';
  readonly name: string;
  /** Copies per site (`''`: the whole cluster); undefined: not told. */
  readonly copies?: Readonly<Record<string, number>>;
  readonly settings: SettingsBySystem;
  readonly origin: Origin;
}

/** What the files speak of and do not show. */
export interface Missing {
  readonly what: string;
  readonly origin: Origin;
}

/** How a client sees its operations, strongest first. */
export const CONSISTENCY = [
  'linearizable',
  'sequential',
  'causal',
  'session',
  'bounded staleness',
  'eventual',
  'none',
] as const;
export type Consistency = (typeof CONSISTENCY)[number];

/** What one kind of operation gets, and why. */
export interface Guarantee {
  /** `write`, `read from the leader`, `read QUORUM` … as people of the system say it. */
  readonly operation: string;
  readonly writes: boolean;
  readonly consistency: Consistency;
  /** On a partition: C refuses on the side without a quorum, A goes on. */
  readonly partition: 'C' | 'A';
  /** Otherwise: C waits for others, L answers at once. */
  readonly otherwise: 'C' | 'L';
  /** Copies that hold an acknowledged write at the moment of the acknowledgement, at least. */
  readonly copies?: number;
  /** Most that may be lost in a failover, in ms of writes; 0: nothing; undefined: no bound can be given. */
  readonly rpoMs?: number | 'unbounded';
  readonly rtoMs?: readonly [least: number, most: number] | 'manual';
  /** Whole sentences, each with the place that makes it so. */
  readonly because: readonly { readonly sentence: string; readonly origin?: Origin }[];
}

/** Where a file cannot be read any more, and why. */
export interface BrokenFile {
  readonly origin: Origin;
  /** What the syntax wants, as a sentence without its stop. */
  readonly problem: string;
}

/** One cluster, put together from all the files that speak of it. */
export interface Cluster {
  /** Stable while its files say the same: system, name and folder. */
  readonly id: string;
  readonly name: string;
  /** Who decides who leads; else the database itself. */
  readonly system: System;
  /** Every system whose parameters it has: rules choose by these. */
  readonly systems: ReadonlySet<System>;
  /** Versions that are known, with where they are told. */
  readonly versions: Partial<
    Readonly<Record<System, { readonly version: Version; readonly origin?: Origin }>>
  >;
  /** Its files are for several versions, or for one that cannot be told from others: what holds of some is not said. */
  readonly severalVersions?: true;
  /**
   * Something says that it is there to be tried out (true), or that it runs in virtual machines of one's own (`bench`);
   * `unfinished`: nobody is to use it yet; `local`: containers of one machine are all of it, and nothing deploys them to a server.
   */
  readonly trial?: true | 'bench' | 'local' | 'unfinished';
  /** Ports to which firewalls of the project let named sources alone. */
  readonly walls?: ReadonlySet<number>;
  /** Something in the project makes backups of databases or volumes. */
  readonly saved?: true;
  /** Files of it that their syntax does not allow, each with its first mistake. */
  readonly broken?: readonly BrokenFile[];
  /** Nothing in the project puts its files in place: they configure no server, and nothing is said of them. */
  readonly idle?: true;
  /** Parts of its templates, by file, that no value in the project has written: nothing there is in effect. */
  readonly untaken?: ReadonlyMap<string, readonly Span[]>;
  /** Parts of its templates, by file, that a condition has written which holds for all that the project gives. */
  readonly taken?: ReadonlyMap<string, readonly Span[]>;
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly commit: CommitRule;
  readonly failover: FailoverRule;
  readonly coordination?: Coordination;
  readonly resources: readonly Resource[];
  /** Filled by `join`, when all clusters are known. */
  readonly routers: Router[];
  readonly clients: Client[];
  /** Filled by `join`: what comments and documents say of it, with every cluster that they may speak of. */
  claims?: readonly { readonly claim: Claim; readonly about: readonly Cluster[] }[];
  /** Settings that hold for the whole cluster. */
  readonly settings: SettingsBySystem;
  readonly missing: readonly Missing[];
  /** True where the files do not tell all members (templates, a replica count that is a variable). */
  readonly open: boolean;
  /**
   * Known only from what points at it, a connection string or a router: `join` leaves it out where its members are
   * those of another cluster.
   */
  readonly implied?: true;
  /** Where it is declared: for lenses and findings on the whole. */
  readonly origin: Origin;
  /** URIs of the files that it was put together from. */
  readonly sources: readonly string[];
}
