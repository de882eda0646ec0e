import type { SettingRef } from '../../history/model.js';

/** What a Redis or Valkey server goes by. Times in ms. */
export interface RedisNode {
  readonly name: string;
  /** 0: is never promoted. Lower ones come first. */
  readonly priority: number;
  /** 0: takes writes whoever follows. */
  readonly minReplicas: number;
  readonly maxLagMs: number;
  readonly replTimeoutMs: number;
  readonly servesStale: boolean;
  /** How long a full copy takes until the replica is online. */
  readonly fullCopyMs: readonly [least: number, most: number];
  /** From being told of a master until it asks it for data. */
  readonly connectMs: readonly [least: number, most: number];
  readonly keeps: Keeps;
  /** When snapshots are made, the soonest first; only where there is no append-only file. */
  readonly saves: readonly { readonly afterMs: number; readonly changes: number }[];
  readonly because: ServerReasons;
}

/** What is on disk: the append-only file by its `appendfsync`, snapshots, or nothing. */
export type Keeps = 'always' | 'everysec' | 'no' | 'snapshots' | 'nothing';

/** Which settings say so. */
export interface ServerReasons {
  readonly minReplicas: readonly SettingRef[];
  readonly keeps: readonly SettingRef[];
  readonly fullCopy: readonly SettingRef[];
  readonly replTimeout: readonly SettingRef[];
}
