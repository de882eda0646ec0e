import type { SettingRef } from '../../history/model.js';

/** Several nodes take writes by themselves, and send them to each other afterwards. Times in ms. */
export interface MultiLeaderConfig {
  readonly nodes: readonly MultiLeaderNode[];
  /**
   * What becomes of two writes to one key that did not know each other. `latest`: the later timestamp stays. `siblings`: both
   * stay. `merge`: both count. `stop`: whoever receives the second one cannot apply it, and takes no more from there. `rows`:
   * each write is a row of its own, and two with the same generated id stop the receiver.
   */
  readonly resolve: 'latest' | 'siblings' | 'merge' | 'stop' | 'rows';
  /** Whoever gets a write sends it on. */
  readonly forwards: boolean;
  /** A node is sent its own writes back, and cannot apply them. */
  readonly echoes: boolean;
  /** From a write until it is sent. */
  readonly shipMs: readonly [least: number, most: number];
  /** From the end of a cut, or a restart, until what was missed is sent. */
  readonly reconnectMs: readonly [least: number, most: number];
  readonly words: {
    /** What became of the write that did not stay, or why a receiver stopped. */
    readonly conflict: string;
  };
  readonly because: {
    readonly conflict: readonly SettingRef[];
  };
}

export interface MultiLeaderNode {
  readonly name: string;
  /** The set of nodes to which it sends. */
  readonly sendsTo: number;
  readonly takesWrites: boolean;
  /** Of ids that it generates: every so many-th, from where on. */
  readonly increment: number;
  readonly offset: number;
}
