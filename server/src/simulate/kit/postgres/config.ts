import type { SettingRef } from '../../history/model.js';

/** Until where a commit waits: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT */
export type CommitLevel = 'off' | 'local' | 'remote_write' | 'on' | 'remote_apply';

/** What synchronous_standby_names asks for. Standbys are processes of the world, in the order of the list. */
export interface SyncRule {
  readonly method: 'none' | 'first' | 'any';
  readonly count: number;
  readonly members: readonly number[];
}

/** One PostgreSQL server. Times in ms; a timeout of 0: never. */
export interface PostgresNode {
  /** Index of its process in the world. */
  readonly process: number;
  readonly level: CommitLevel;
  /** What it goes by while it is primary. */
  readonly sync: SyncRule;
  /** recovery_min_apply_delay. */
  readonly applyDelayMs: number;
  readonly walSenderTimeoutMs: number;
  readonly walReceiverTimeoutMs: number;
  /** wal_receiver_status_interval. */
  readonly statusIntervalMs: number;
  /** wal_retrieve_retry_interval. */
  readonly retryIntervalMs: number;
  readonly walWriterDelayMs: number;
  /** recovery_target_timeline is `latest`: it follows a new primary. */
  readonly followsTimelines: boolean;
  /** How long it needs until it takes connections: crash recovery, or start as a standby. */
  readonly startMs: readonly [least: number, most: number];
  /** How long a promotion takes. */
  readonly promoteMs: readonly [least: number, most: number];
  readonly because: PostgresReasons;
}

/** Which settings say so. */
export interface PostgresReasons {
  readonly sync: readonly SettingRef[];
  readonly level: readonly SettingRef[];
  readonly senderTimeout: readonly SettingRef[];
  readonly receiverTimeout: readonly SettingRef[];
  readonly retry: readonly SettingRef[];
  readonly timelines: readonly SettingRef[];
}

export const NO_SYNC: SyncRule = { method: 'none', count: 0, members: [] };

/**
 * A server with the defaults of PostgreSQL 15, for what the files do not tell
 * (https://www.postgresql.org/docs/15/runtime-config-replication.html).
 */
export function defaultNode(process: number): PostgresNode {
  return {
    process,
    level: 'on',
    sync: NO_SYNC,
    applyDelayMs: 0,
    walSenderTimeoutMs: 60_000,
    walReceiverTimeoutMs: 60_000,
    statusIntervalMs: 10_000,
    retryIntervalMs: 5_000,
    walWriterDelayMs: 200,
    followsTimelines: true,
    startMs: [100, 2_000],
    promoteMs: [50, 200],
    because: {
      sync: [],
      level: [],
      senderTimeout: [],
      receiverTimeout: [],
      retry: [],
      timelines: [],
    },
  };
}
