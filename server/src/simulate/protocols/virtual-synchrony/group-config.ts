import type { SettingRef } from '../../history/model.js';

/** What a group of MySQL's Group Replication goes by. Times in ms. */
export interface GroupConfig {
  readonly members: readonly GroupMember[];
  /** group_replication_single_primary_mode. */
  readonly singlePrimary: boolean;
  /** Silence after which a member is suspected: fixed. */
  readonly suspectMs: number;
  readonly startMs: readonly [least: number, most: number];
  /** How long a joining member needs for what it missed. */
  readonly recoveryMs: readonly [least: number, most: number];
  /** Between two attempts to rejoin: fixed at five minutes. */
  readonly rejoinMs: number;
  readonly because: GroupReasons;
}

export interface GroupMember {
  readonly name: string;
  /** group_replication_member_weight: higher ones are preferred as primary. */
  readonly weight: number;
  /** group_replication_member_expel_timeout, after the silence that makes suspect. */
  readonly expelMs: number;
  /** group_replication_unreachable_majority_timeout; 0: waits for ever. */
  readonly unreachableMs: number;
  readonly exit: 'READ_ONLY' | 'OFFLINE_MODE' | 'ABORT_SERVER';
  readonly rejoins: number;
  readonly startsOnBoot: boolean;
  /** group_replication_consistency: what reads and writes wait for. */
  readonly before: boolean;
  readonly after: boolean;
  /** A commit is on disk at once; `machine`: survives a crash of the server only; `lazy`: neither. */
  readonly durable: 'each' | 'machine' | 'lazy';
}

/** Which settings say so. */
export interface GroupReasons {
  readonly expel: readonly SettingRef[];
  readonly unreachable: readonly SettingRef[];
  readonly exit: readonly SettingRef[];
  readonly rejoin: readonly SettingRef[];
  readonly consistency: readonly SettingRef[];
  readonly weight: readonly SettingRef[];
  readonly flush: readonly SettingRef[];
}
