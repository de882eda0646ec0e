import type { SettingRef } from '../../../history/model.js';
import type { PostgresNode } from '../../../kit/postgres/index.js';

/** A MySQL or MariaDB server. Times in ms. */
export interface MysqlNode {
  readonly name: string;
  /** What it ships its log by: the same mechanism as that of PostgreSQL. `sync`: what semi-sync waits for as a source. */
  readonly shipping: PostgresNode;
  /** Semi-sync on a source; undefined: asynchronous. */
  readonly semiSync?: SemiSync;
  /** read_only in its files: it takes no writes after a start until somebody makes it. */
  readonly readOnly: boolean;
  /** `each`: a commit is on disk in binary log and engine. `machine`: it survives a crash of mysqld. `lazy`: neither. */
  readonly durable: 'each' | 'machine' | 'lazy';
  /** Whom a manager likes to promote: higher first; 0: nobody said; below: never. */
  readonly preference: number;
  readonly because: { readonly durable: readonly SettingRef[]; readonly readOnly: readonly SettingRef[] };
}

export interface SemiSync {
  /** After so long it goes on asynchronously. */
  readonly timeoutMs: number;
  /** AFTER_SYNC: others see the row only when it is acknowledged. AFTER_COMMIT: at once. */
  readonly afterSync: boolean;
  /** Waits for the timeout though fewer replicas are connected than it needs. */
  readonly waitsForNobody: boolean;
  readonly because: { readonly timeout: readonly SettingRef[]; readonly point: readonly SettingRef[] };
}

/** Who promotes: nobody, MHA's manager, or Orchestrator. Its processes come after the servers. */
export type ManagerConfig = MhaConfig | OrchestratorConfig;

export interface MhaConfig {
  readonly kind: 'mha';
  readonly process: number;
  /** ping_interval: three in vain make a dead master. */
  readonly pingMs: number;
  /** secondary_check_script: others must not reach the master either. */
  readonly asksOthers: boolean;
  /** shutdown_script: the old master is switched off. */
  readonly shutsDown: boolean;
  /** master_ip_failover_script: the writers' address is taken away where the old master's machine can be reached. */
  readonly movesAddress: boolean;
  /** ignore_fail, per server: it does not have to answer. */
  readonly ignores: readonly boolean[];
  readonly because: Readonly<Record<'ping' | 'check' | 'fence' | 'ignore', readonly SettingRef[]>>;
}

export interface OrchestratorConfig {
  readonly kind: 'orchestrator';
  readonly processes: readonly number[];
  readonly pollMs: number;
  /** RaftEnabled: only one that reaches a majority of them acts. */
  readonly raft: boolean;
  /** ApplyMySQLPromotionAfterMasterFailover: the promoted one is made writable. */
  readonly makesWritable: boolean;
  /** RecoveryPeriodBlockSeconds: no second failover for so long. */
  readonly blockMs: number;
  readonly because: Readonly<Record<'poll' | 'promotion' | 'block' | 'raft', readonly SettingRef[]>>;
}

export interface MysqlConfig {
  readonly nodes: readonly MysqlNode[];
  readonly source: number;
  readonly upstreams: readonly (number | undefined)[];
  readonly manager?: ManagerConfig;
}
