/** What a group of Paxos goes by. Times in ms. */
export interface PaxosConfig {
  readonly members: readonly string[];
  /** A proposer that has not got its way tries again with a higher ballot after so long. */
  readonly retryMs: readonly [least: number, most: number];
  /** Promises and votes are on disk before they are given. Without that Paxos promises nothing. */
  readonly durable: boolean;
}
