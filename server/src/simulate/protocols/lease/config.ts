import type { SettingRef } from '../../history/model.js';
import type { LockServiceConfig } from '../../kit/lock-service.js';
import type { PostgresNode } from '../../kit/postgres/config.js';

/**
 * What a cluster under Patroni goes by. Times in ms. Node i is served by process i of the world, its agent is process i + n, and what
 * keeps the lock stands behind them.
 */
export interface LeaseConfig {
  /** What the agents are called in sentences. */
  readonly agent: string;
  readonly nodes: readonly LeaseNode[];
  readonly ttlMs: number;
  readonly loopWaitMs: number;
  readonly retryTimeoutMs: number;
  /** A replica that is further behind the last known position does not stand, in bytes of WAL. */
  readonly maximumLagBytes: number;
  readonly checkTimeline: boolean;
  readonly sync: SyncMode;
  /** Writes wait rather than go on without a synchronous standby. */
  readonly strict: boolean;
  /** With `strict` and no standby: any that connects counts, known or not (before 4.1.4: `*`). */
  readonly strictTakesAny: boolean;
  readonly nodeCount: number;
  readonly failsafe: boolean;
  /** How long a crashed primary may recover before another one takes over; 0: at once. */
  readonly primaryStartMs: number;
  readonly raceBackoffMs: number;
  /** The cluster begins in maintenance mode. */
  readonly paused: boolean;
  /** The lock's lease gone, it writes the lock again without asking who has it now: etcd3 before Patroni 3.0.3. */
  readonly putsBlindly: boolean;
  /** A primary that finds no lock asks whether there has been a later timeline before it takes it: Patroni since 3.1.0. */
  readonly knowsLaterTimelines: boolean;
  readonly service: LockServiceConfig;
  /** A lock whose lease is over, and which nobody took, is renewed as if nothing had been. */
  readonly renewsExpired: boolean;
  /** The key by which an agent is a member ends with a lease. */
  readonly memberKeysEnd: boolean;
  /** The leader drops the replication slot of who is no member (before 4.0). */
  readonly dropsSlots: boolean;
  /** Per node the process through which alone it reaches the service (Consul): its end may take the lock away. */
  readonly localAgents: readonly number[] | undefined;
  readonly because: LeaseReasons;
}

export type SyncMode = 'off' | 'on' | 'quorum';

export interface LeaseNode {
  readonly name: string;
  /** Never becomes leader. */
  readonly noFailover: boolean;
  /** Of those that are equally far: higher first. */
  readonly priority: number;
  /** May be chosen as a synchronous standby. */
  readonly maySync: boolean;
  /** Streams from this node rather than from the leader. */
  readonly replicateFrom: number | undefined;
  /** The machine is reset so long after the last renewal of the lock; undefined: never. */
  readonly watchdogMs: number | undefined;
  /** A history that went apart is set right by itself: by pg_rewind, or by a copy. */
  readonly rewinds: boolean;
  readonly postgres: PostgresNode;
}

/** Which settings say so. */
export interface LeaseReasons {
  readonly ttl: readonly SettingRef[];
  readonly retry: readonly SettingRef[];
  readonly loop: readonly SettingRef[];
  readonly failsafe: readonly SettingRef[];
  readonly sync: readonly SettingRef[];
  readonly strict: readonly SettingRef[];
  readonly lag: readonly SettingRef[];
  readonly watchdog: readonly SettingRef[];
  readonly start: readonly SettingRef[];
  readonly rewind: readonly SettingRef[];
  readonly timeline: readonly SettingRef[];
  readonly pause: readonly SettingRef[];
  readonly tags: readonly SettingRef[];
}
