import type { SettingRef } from '../../history/model.js';
import type { MultiPaxosConfig } from '../paxos/multi.js';

/** What a Paxos group of Spanner goes by. Times in ms. */
export interface SpannerConfig extends MultiPaxosConfig {
  /** How long a replica that voted for a leader votes for no other. */
  readonly leaseMs: number;
  /** What clocks are taken to be off by at most. */
  readonly uncertaintyMs: number;
  /** A commit is acknowledged only when its timestamp has passed everywhere. */
  readonly commitWait: boolean;
  readonly reads: SpannerRead;
  readonly because: readonly SettingRef[];
}

/** `leader`: a strong read of one group, at its leader; `now`: at a timestamp of the present that the asked replica takes. */
export type SpannerRead = 'leader' | 'now' | 'stale';
