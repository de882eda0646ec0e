import type { SettingRef } from '../../history/model.js';

/** One shard of Elasticsearch or OpenSearch, and the masters that decide about its copies. Times in ms. */
export interface SearchConfig {
  readonly nodes: readonly SearchNode[];
  /** Where the copies are at first, the primary in front. */
  readonly copies: readonly number[];
  /** Before version 7: so many nodes that may become master elect one; undefined: a majority of the voting configuration. */
  readonly leastMasters?: number;
  readonly shrinks: boolean;
  /** From the first check that is not answered until a node, or the master, counts as gone. */
  readonly followerGoneMs: number;
  readonly leaderGoneMs: number;
  readonly checkMs: number;
  /** What a node without a master refuses. */
  readonly blocks: 'all' | 'write';
  /** Copies that must be active before a write begins. */
  readonly waitFor: number;
  /** The translog is flushed before a copy says that it has the write; else every so many ms. */
  readonly durable: boolean;
  readonly syncMs: number;
  /** How long a copy waits for its node to come back before it is built anew elsewhere. */
  readonly delayedMs: number;
  /** Copies are spread over zones; `only`: zones that are away keep theirs. */
  readonly zones: 'none' | 'spread' | 'only';
  readonly because: SearchReasons;
}

export interface SearchNode {
  readonly name: string;
  readonly votes: boolean;
  /** May become master: votes, and not only that. */
  readonly eligible: boolean;
  readonly data: boolean;
  readonly zone: string;
}

/** Which settings say so. */
export interface SearchReasons {
  readonly masters: readonly SettingRef[];
  readonly checks: readonly SettingRef[];
  readonly translog: readonly SettingRef[];
  readonly waitFor: readonly SettingRef[];
  readonly replicas: readonly SettingRef[];
}
