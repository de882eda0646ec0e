import type { SettingRef } from '../../history/model.js';

/** What a Galera cluster goes by. Times in ms. */
export interface GaleraConfig {
  readonly members: readonly GaleraMember[];
  /** evs.keepalive_period, evs.suspect_timeout, evs.inactive_check_period, evs.join_retrans_period, evs.install_timeout. */
  readonly keepaliveMs: number;
  readonly suspectMs: number;
  readonly checkMs: number;
  readonly joinRetransMs: number;
  readonly installMs: number;
  /** gmcast.peer_timeout: after so long without a sign of life others pass on what two say. */
  readonly peerMs: number;
  /** How long it takes after a cut until two nodes are connected again. */
  readonly reconnectMs: readonly [least: number, most: number];
  /** How long a node needs to start, and to receive what it missed. */
  readonly startMs: readonly [least: number, most: number];
  readonly transferMs: readonly [least: number, most: number];
  readonly because: GaleraReasons;
}

export interface GaleraMember {
  readonly name: string;
  readonly weight: number;
  /** An arbitrator has none. */
  readonly data: boolean;
  /** pc.recovery: it remembers the primary component over a crash. */
  readonly recovers: boolean;
  /** pc.ignore_sb and pc.ignore_quorum. */
  readonly ignoresSplit: boolean;
  readonly ignoresQuorum: boolean;
  /** innodb_flush_log_at_trx_commit: 1: each commit; 2: survives a crash of the server, not of the machine; 0: neither. */
  readonly flush: 0 | 1 | 2;
  /** wsrep_sync_wait has the bit for reads. */
  readonly waitsToRead: boolean;
  /** wsrep_dirty_reads: answers reads outside of the primary component. */
  readonly dirtyReads: boolean;
}

/** Which settings say so. */
export interface GaleraReasons {
  readonly suspect: readonly SettingRef[];
  readonly weight: readonly SettingRef[];
  readonly ignore: readonly SettingRef[];
  readonly flush: readonly SettingRef[];
  readonly recovery: readonly SettingRef[];
  readonly reads: readonly SettingRef[];
}
