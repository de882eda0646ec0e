import { type DualWriters, dualWriters, type Partition } from './dual-writers.js';
import { type Gap, gapsByClient } from './gaps.js';
import { checkLinearizable, type Linearizability } from './linearizable.js';
import { findLosses, type Losses } from './lost.js';
import type { History, Operation } from './model.js';
import type { ObjectKind } from './objects.js';
import { type Leadership, leaderSpans, type Roles, type TwoLeaders, twoWritableLeaders } from './roles.js';
import type { ClientNames } from './sentences.js';
import {
  checkSessions,
  describeViolation,
  SESSION_GUARANTEES,
  type SessionGuarantee,
  type SessionViolation,
} from './sessions.js';
import { type StaleReads, summarizeStale } from './stale.js';
import { findTakeover, type Takeover } from './takeover.js';
import { findVanished, type Vanished } from './vanished.js';

/** What there is to know of a run beside its history. */
export interface FinalState {
  /** What clients read. */
  readonly object: ObjectKind;
  /** The values that are there in the end, on the node or nodes whose data counts; of a register the last of each key. */
  readonly present: ReadonlySet<number>;
  readonly roles: Roles;
  /** When the first fault began; undefined: there was none. */
  readonly firstFaultMs?: number;
  /** When the faults ended; undefined: they lasted. */
  readonly healMs?: number;
  /** Who led before the first fault; undefined: whoever acknowledged last. */
  readonly leader?: string;
  /** Where any node takes writes: the partitions, for two sides that both do. Undefined: one node does. */
  readonly partitions?: readonly Partition[];
  readonly clients?: ClientNames;
  /** Which reads promise linearizability; all unless told. */
  readonly promisesLinearizable?: (read: Operation) => boolean;
  /** For the search for an order, of each key. */
  readonly maxSteps?: number;
}

/** All that can be said of one run. Operations go by their places in the history, times are the history's, in ms. */
export interface HistoryVerdicts {
  readonly linearizability: Linearizability;
  /** Those that are broken, each with how often and the first time. */
  readonly sessions: readonly BrokenGuarantee[];
  readonly stale: StaleReads;
  readonly losses: Losses;
  readonly vanished: readonly Vanished[];
  readonly gaps: readonly { readonly client: number; readonly gaps: readonly Gap[] }[];
  readonly dualWriters: DualWriters;
  readonly leaders: readonly Leadership[];
  readonly twoLeaders: readonly TwoLeaders[];
  /** Where there was a fault. */
  readonly takeover?: Takeover;
}

export interface BrokenGuarantee {
  readonly guarantee: SessionGuarantee;
  /** Reads that show it. */
  readonly count: number;
  readonly first: SessionViolation;
  /** Of the first: one sentence. */
  readonly text: string;
}

/** Checks a run for everything. Whoever needs one thing of many runs calls that check alone. */
export function checkHistory(history: History, final: FinalState): HistoryVerdicts {
  const { operations, events, endMs } = history;
  const { object, present, roles, clients, firstFaultMs, healMs = endMs, partitions } = final;
  return {
    linearizability: checkLinearizable(operations, {
      object,
      ...(clients ? { clients } : {}),
      ...(final.maxSteps === undefined ? {} : { maxSteps: final.maxSteps }),
      ...(final.promisesLinearizable ? { judged: final.promisesLinearizable } : {}),
    }),
    sessions: brokenGuarantees(operations, object, clients),
    stale: summarizeStale(operations, object),
    losses: findLosses(operations, present, object),
    vanished: findVanished(operations, present, object),
    gaps: [...gapsByClient(operations, endMs)].map(([client, gaps]) => ({ client, gaps })),
    dualWriters: dualWriters(operations, partitions ? { partitions } : {}),
    leaders: leaderSpans(roles, endMs),
    twoLeaders: twoWritableLeaders(roles, events, endMs),
    ...(firstFaultMs === undefined
      ? {}
      : { takeover: findTakeover(operations, firstFaultMs, healMs, final.leader) }),
  };
}

/** The session guarantees that are broken. */
export function brokenGuarantees(
  operations: readonly Operation[],
  object: ObjectKind,
  clients: ClientNames,
): BrokenGuarantee[] {
  const violations = checkSessions(operations, object);
  return SESSION_GUARANTEES.flatMap(guarantee => {
    const of = violations.filter(each => each.guarantee === guarantee);
    const [first] = of;
    if (!first) return [];
    return [
      { guarantee, count: of.length, first, text: describeViolation(first, operations, object, clients) },
    ];
  });
}
