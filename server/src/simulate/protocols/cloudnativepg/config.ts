import type { SettingRef } from '../../history/model.js';
import type { PostgresNode } from '../../kit/postgres/index.js';

/** What a cluster of CloudNativePG goes by. Times in ms. Instance i is process i; the operator comes behind them. */
export interface CnpgConfig {
  readonly nodes: readonly PostgresNode[];
  readonly sync: CnpgSync | undefined;
  /** Promotes only where those that are reached must include one with every acknowledged write. */
  readonly failoverQuorum: boolean;
  readonly failoverDelayMs: number;
  /** Undefined: no lease has to be had before a promotion (before 1.30). */
  readonly lease: { readonly durationMs: number; readonly retryMs: number } | undefined;
  /** A primary that reaches nobody is shut down after so long; undefined: it goes on. */
  readonly isolationMs: readonly [least: number, most: number] | undefined;
  readonly because: CnpgReasons;
}

export interface CnpgSync {
  readonly method: 'first' | 'any';
  readonly number: number;
  /** Goes on with fewer standbys, in the end with none. */
  readonly preferred: boolean;
}

/** Which settings say so. */
export interface CnpgReasons {
  readonly sync: readonly SettingRef[];
  readonly durability: readonly SettingRef[];
  readonly quorum: readonly SettingRef[];
  readonly delay: readonly SettingRef[];
  readonly lease: readonly SettingRef[];
  readonly isolation: readonly SettingRef[];
}

/**
 * From a fault of an instance until the operator counts it as not ready. A container that ended is known at once; one that answers no
 * probe after three of them; a node that is silent after node-monitor-grace-period
 * (https://cloudnative-pg.io/docs/current/failover/).
 */
export const UNREADY = {
  ended: [500, 5_000],
  mute: [20_000, 35_000],
  silent: [40_000, 55_000],
} as const;
/** From its recovery until it counts as ready: the next probe. */
export const READY_MS = [500, 10_000] as const;
/** How soon an instance acts on what the API tells it. */
export const LEARN_MS = [100, 2_000] as const;
/** pg_rewind, or a copy. */
export const REWIND_MS = [2_000, 8_000] as const;
