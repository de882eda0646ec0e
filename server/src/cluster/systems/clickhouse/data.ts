import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Written } from '../../settings.js';

/** A voter of a Keeper: `keeper_server.raft_configuration.server`. */
export interface RaftServer {
  readonly id: string;
  readonly host: string;
  readonly port: string;
  /** `can_become_leader`. */
  readonly eligible: boolean;
  /** `start_as_follower` and weights do not change votes; a learner would. */
  readonly priority: number;
  /** Other addresses that lead to it: a service before all of them. */
  readonly aliases?: readonly string[];
  readonly origin: Origin;
}

export interface ShardReplica {
  readonly host: string;
  readonly port: string;
  readonly zone?: string;
  readonly origin: Origin;
}

export interface Shard {
  readonly replicas: readonly ShardReplica[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** A cluster of `remote_servers`. */
export interface RemoteCluster {
  readonly name: string;
  readonly shards: readonly Shard[];
  /** Something in it cannot be read. */
  readonly hidden: boolean;
  readonly origin: Origin;
}

/** One config file: a server's, a Keeper's, or a part of one in `config.d`. */
export interface ClickConfig {
  readonly kind: 'config';
  readonly uri: string;
  readonly folder: string;
  readonly written: readonly Written[];
  readonly remotes: readonly RemoteCluster[];
  readonly raft: readonly RaftServer[];
  readonly keeper?: Origin;
  /** `host:port` of the `zookeeper` section. */
  readonly coordination?: { readonly addresses: readonly string[]; readonly origin: Origin };
  readonly version?: ToldVersion;
  readonly origin: Origin;
}

/** A table of a replicated or distributed engine. */
export interface ClickTable {
  readonly kind: 'table';
  readonly uri: string;
  readonly folder: string;
  readonly name: string;
  readonly engine: string;
  /** Arguments of the engine, as written without quotes. */
  readonly args: readonly { readonly text: string; readonly origin: Origin }[];
  readonly onCluster?: string;
  readonly origin: Origin;
}

export type ClickData = ClickConfig | ClickTable;
