import type { SettingRef } from '../../history/model.js';
import type { RedisNode } from '../redis/config.js';

/** Redis servers and the Sentinels that watch them. Processes: the servers first, then the Sentinels. Times in ms. */
export interface SentinelConfig {
  readonly servers: readonly RedisNode[];
  readonly sentinels: readonly SentinelNode[];
  /** Index of the server that is master at first. */
  readonly master: number;
}

export interface SentinelNode {
  readonly name: string;
  readonly quorum: number;
  readonly downAfterMs: number;
  readonly failoverTimeoutMs: number;
  readonly parallelSyncs: number;
  /** Sentinels that it knows of, itself included: also those that are long gone. */
  readonly voters: number;
  readonly because: SentinelReasons;
}

/** Which settings say so. */
export interface SentinelReasons {
  readonly down: readonly SettingRef[];
  readonly quorum: readonly SettingRef[];
  readonly voters: readonly SettingRef[];
  readonly retry: readonly SettingRef[];
}
