import type { Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

/** A member as the replica set's document has it. `written`: settings called `members.…`. */
export interface MemberDraft {
  /** Undefined: the text does not tell (a variable). */
  readonly host: Named | undefined;
  readonly written: readonly Written[];
  readonly site: Site;
  readonly origin: Named['origin'];
}

/** A process that some file starts or configures. */
export interface ServerData {
  readonly kind: 'server';
  readonly process: 'mongod' | 'mongos';
  readonly name: string;
  /** Undefined: none; empty text: one that the text does not tell. */
  readonly replSet: Named | undefined;
  /** Names under which others reach it, without ports. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly written: readonly Written[];
  readonly version?: Version;
  readonly versionOrigin?: Named['origin'];
  readonly site: Site;
  /** How many of it; undefined: not told. */
  readonly copies: number | undefined;
  /** What an image's own variables make of it. */
  readonly duty?: 'primary' | 'secondary' | 'arbiter' | 'hidden' | 'nonvoting';
  /** Its file speaks of one server alone; others of the set may stand in files beside it. */
  readonly alone: boolean;
  /** Config files that it is started with: URIs, or the holder's URI and the path within (`uri#path`). */
  readonly uses?: readonly string[];
  /** Of a config file: how `uses` of others name it. */
  readonly fileId?: string;
  /** A script of its own decides what it is. */
  readonly untold?: true;
}

/** The document of a replica set, or one that an operator or chart makes. */
export interface SetData {
  readonly kind: 'set';
  readonly id: Named | undefined;
  readonly by: 'initiate' | 'reconfig' | 'operator';
  readonly members: readonly MemberDraft[];
  readonly written: readonly Written[];
  /** Settings of each server, where the same document gives them. */
  readonly server: readonly Written[];
  readonly version?: Version;
  readonly open: boolean;
}

/** `rs.add`, `rs.addArb`. */
export interface AddData {
  readonly kind: 'add';
  readonly member: MemberDraft;
}

/** `setDefaultRWConcern`. */
export interface DefaultsData {
  readonly kind: 'defaults';
  readonly written: readonly Written[];
}

/** `sh.addShard("name/host:port")`. */
export interface ShardData {
  readonly kind: 'shard';
  readonly replSet: string | undefined;
  readonly hosts: readonly string[];
}

/** A connection string. */
export interface ClientData {
  readonly kind: 'client';
  readonly hosts: readonly Named[];
  readonly srv: boolean;
  readonly written: readonly Written[];
}

export type MongoData = ServerData | SetData | AddData | DefaultsData | ShardData | ClientData;
