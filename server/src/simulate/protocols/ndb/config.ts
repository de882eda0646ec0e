import type { SettingRef } from '../../history/model.js';

/** What an NDB cluster goes by. Times in ms. */
export interface NdbConfig {
  /** How many data nodes there are: processes 0 and up. Those behind them may be arbitrators. */
  readonly dataNodes: number;
  /** Per data node: its node group. */
  readonly groups: readonly number[];
  /** Processes that may decide between halves, the preferred one first. */
  readonly arbitrators: readonly number[];
  readonly arbitration: 'Default' | 'Disabled' | 'WaitExternal';
  readonly arbitrationMs: number;
  /** `HeartbeatIntervalDbDb`: a node is declared dead in the fourth interval without one. */
  readonly heartbeatMs: number;
  /** `TimeBetweenGlobalCheckpoints`: what is younger is in memory alone. */
  readonly checkpointMs: number;
  /** A node that stopped itself is started again: `StopOnError` is off. */
  readonly restarts: boolean;
  readonly because: {
    readonly heartbeat: readonly SettingRef[];
    readonly arbitration: readonly SettingRef[];
    readonly groups: readonly SettingRef[];
    readonly checkpoint: readonly SettingRef[];
  };
}
