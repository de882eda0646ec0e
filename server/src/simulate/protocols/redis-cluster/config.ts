import type { SettingRef } from '../../history/model.js';
import type { RedisNode } from '../redis/config.js';

/** A Redis Cluster: masters that own slots, each with replicas. Times in ms. */
export interface RedisClusterConfig {
  readonly servers: readonly RedisNode[];
  /** Per server: which part of the slots it belongs to, 0 and up. Clients use part 0. */
  readonly shardOf: readonly number[];
  /** Per part: the server that owns it at first. */
  readonly owners: readonly number[];
  readonly nodeTimeoutMs: number;
  /** A replica stands for election only while its data is not older than this many node timeouts; 0: always. */
  readonly validityFactor: number;
  /** How often a master pings its replicas: counts with the validity. */
  readonly replPingMs: number;
  readonly fullCoverage: boolean;
  /** Per server: never stands for election. */
  readonly neverLeads: readonly boolean[];
  readonly because: ClusterReasons;
}

export interface ClusterReasons {
  readonly timeout: readonly SettingRef[];
  readonly validity: readonly SettingRef[];
  readonly coverage: readonly SettingRef[];
}
