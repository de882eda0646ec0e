/**
 * The history of one run: every operation of every client, and what each node did. Times are virtual ms. Operations are
 * told apart by their place in `operations`.
 */
export interface History {
  readonly operations: readonly Operation[];
  readonly events: readonly HistoryEvent[];
  /** When the run ended. */
  readonly endMs: number;
}

export interface Operation {
  readonly kind: 'write' | 'read';
  /** Index into the clients of the schedule. */
  readonly client: number;
  /** The node that took it; undefined: none was reached. */
  readonly node?: string;
  readonly invokedMs: number;
  /** Undefined: never answered, or the client gave up. */
  readonly completedMs?: number;
  /**
   * `acknowledged`; `refused`: surely not done; `unknown`: the client cannot tell; `warned`: acknowledged with a
   * warning that it may be lost.
   */
  readonly result: 'acknowledged' | 'warned' | 'refused' | 'unknown';
  /** Why it was refused, in the words of the system. */
  readonly reason?: string;
  /** Which key it is about, 0 and up. */
  readonly key: number;
  /**
   * Of a write: its value (unique in the history). Of a read: the values it saw, oldest first; for a register the last
   * one counts.
   */
  readonly value?: number;
  readonly seen?: readonly number[];
  /**
   * Of a write that a leader acknowledged: a leader of a later epoch that took writes as well, and did not have it. Undefined:
   * there was none.
   */
  readonly past?: string;
  /** Of a read: the oldest write that had been acknowledged before it began and that it misses, in ms of age. */
  readonly staleMs?: number;
  /** Of a read: the level that was promised. */
  readonly level?: string;
}

/** Something that happened to or in a node. */
export interface HistoryEvent {
  readonly atMs: number;
  /** Id of the member; undefined: the whole cluster. */
  readonly node?: string;
  readonly kind: HistoryEventKind;
  /** A whole sentence. */
  readonly text: string;
  /** Which setting made it so: `patroni.ttl`, `redis.down-after-milliseconds`. Several, where several did. */
  readonly because?: readonly SettingRef[];
  /** Term, timeline or view after it, where that changed. */
  readonly epoch?: number;
}

export const HISTORY_EVENT_KINDS = [
  'fault',
  'suspicion',
  'election',
  'promotion',
  'demotion',
  'role',
  'blocked',
  'unblocked',
  'commit',
  'rollback',
  'conflict',
  'membership',
  'recovery',
  'note',
] as const;
export type HistoryEventKind = (typeof HISTORY_EVENT_KINDS)[number];

/** A parameter by system and name, of one member or of the cluster. */
export interface SettingRef {
  readonly system: string;
  readonly name: string;
  readonly member?: string;
}
