import type { Prepared } from '../family.js';
import { acknowledgementSpans } from '../history/dual-writers.js';
import { GAP_MS, type Gap, gapsByClient } from '../history/gaps.js';
import type { Operation } from '../history/model.js';
import { lengthOf } from '../history/spans.js';
import type { Run } from '../run/run.js';
import type { Fault, Schedule } from '../schedule/model.js';
import { type AckRun, acknowledgedRuns, overlapMs } from './acknowledgements.js';
import type { NodeRole, RoleChange } from './model.js';

/** What one run came to, measured as one would measure a real cluster. Times are ms from the first fault. */
export interface RunFacts {
  readonly seed: number;
  /** Who believed to lead, or to be an equal among those who take writes, from when to when; by their beginnings. */
  readonly spans: readonly Span[];
  /** The process that led when the first fault came. */
  readonly old?: number;
  /** When it ceased to lead for the first time. */
  readonly oldStoppedMs?: number;
  /** When another one began to lead. */
  readonly newLeaderMs?: number;
  /** Last write that `old` acknowledged before anything was repaired. */
  readonly oldLastAckMs?: number;
  /** First write that another leader acknowledged. */
  readonly newFirstAckMs?: number;
  /** In which two who led or were equals in different epochs both acknowledged writes. */
  readonly dualMs: number;
  /** Acknowledged by a leader while a later one took writes as well and did not have them. */
  readonly past: PastLater;
  readonly clients: readonly ClientFacts[];
  /** Acknowledged and gone, in all and by client. */
  readonly lost: number;
  readonly lostBetweenMs?: readonly [from: number, to: number];
  /** Per process: oldest acknowledged write that an answer to a read missed, in ms of age; 0: none. */
  readonly staleMs: readonly number[];
  /** The same of what the process had for itself: what a read would miss that asks nobody else. */
  readonly shownStaleMs: readonly number[];
  readonly conflicts: number;
  readonly finalLeaders: readonly number[];
  readonly converged: boolean;
}

export interface PastLater {
  readonly writes: number;
  /** From the first to the last of them, without pauses of more than a second, in ms. */
  readonly ms: number;
}

export interface Span {
  readonly process: number;
  readonly role: 'leader' | 'peer';
  readonly epoch: number;
  readonly fromMs: number;
  /** Undefined: to the end of the run. */
  readonly toMs?: number;
}

export interface ClientFacts {
  readonly acknowledged: number;
  readonly warned: number;
  readonly refused: number;
  readonly unknown: number;
  readonly lost: number;
  /** Longer than {@link GAP_MS} without an acknowledgement; `to` undefined: to the end of the run. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs?: number }[];
}

/** Measures one run. */
export function factsOf(prepared: Prepared, schedule: Schedule, run: Run): RunFacts {
  const origin = run.firstFaultMs ?? 0;
  const repairMs = firstRepairMs(schedule);
  const spans = spansOf(prepared, run, origin);
  const byName = new Map(prepared.processes.map(({ name }, at) => [name, at]));
  const acks = acknowledgedRuns(run, byName, origin);
  const old = spans.find(
    ({ role, fromMs, toMs }) => role === 'leader' && fromMs <= 0 && (toMs ?? 1) >= 0,
  )?.process;
  const oldSpans = spans.filter(({ process }) => process === old);
  const stopped = oldSpans.find(({ toMs }) => toMs !== undefined && toMs >= 0)?.toMs;
  const next = spans.find(({ role, process, fromMs }) => role === 'leader' && process !== old && fromMs >= 0);
  const newAck = old === undefined ? undefined : firstAckOfNew(acks, spans, old);
  const oldAck = lastAckOfOld(acks, old, repairMs === undefined ? Infinity : repairMs - origin);
  const lostTimes = run.lost.map(at => (run.operations[at]!.completedMs ?? 0) - origin);
  return {
    seed: run.seed,
    spans,
    ...(old === undefined ? {} : { old }),
    ...(stopped === undefined ? {} : { oldStoppedMs: stopped }),
    ...(next === undefined || old === undefined ? {} : { newLeaderMs: next.fromMs }),
    ...(oldAck === undefined ? {} : { oldLastAckMs: oldAck }),
    ...(newAck === undefined ? {} : { newFirstAckMs: newAck }),
    dualMs: overlapMs(acks),
    past: pastLater(run),
    clients: schedule.clients.map(({ writesPerSecond }, client) =>
      clientFacts(run, client, writesPerSecond > 0, origin),
    ),
    lost: run.lost.length,
    ...(lostTimes.length === 0 ? {} : { lostBetweenMs: [Math.min(...lostTimes), Math.max(...lostTimes)] }),
    staleMs: staleness(run, byName, prepared.processes.length),
    shownStaleMs: run.shownStaleMs,
    conflicts: run.conflicts,
    finalLeaders: run.finalLeaders.length > 0 ? run.finalLeaders : equalsAtTheEnd(spans),
    converged: run.converged,
  };
}

const REPAIRS: ReadonlySet<Fault['kind']> = new Set(['heal', 'restart', 'resume']);

/** When the first thing is mended, in ms from the beginning of the run. */
export function firstRepairMs({ events }: Schedule): number | undefined {
  return events.find(({ fault }) => REPAIRS.has(fault.kind))?.at;
}

function spansOf({ processes }: Prepared, { roles, endMs }: Run, origin: number): Span[] {
  // Those beside the database that keep its lock have leaders of their own.
  const spans = roles.flatMap((list, process) =>
    (processes[process]!.serves ? list : []).flatMap((change, i): Span[] => {
      const { role, epoch, atMs } = change;
      if (role !== 'leader' && role !== 'peer') return [];
      // The epoch that a leader counts up for itself begins no new span.
      if (i > 0 && list[i - 1]!.role === role) return [];
      const end = endOf(list, i);
      return [
        {
          process,
          role,
          epoch,
          fromMs: atMs - origin,
          ...(end === undefined || end >= endMs ? {} : { toMs: end - origin }),
        },
      ];
    }),
  );
  return spans.sort((a, b) => a.fromMs - b.fromMs || a.process - b.process);
}

/** Where nobody leads, those that take writes at the end. */
function equalsAtTheEnd(spans: readonly Span[]): number[] {
  return spans.flatMap(({ role, process, toMs }) => (role === 'peer' && toMs === undefined ? [process] : []));
}

function endOf(list: readonly RoleChange[], from: number): number | undefined {
  const role: NodeRole = list[from]!.role;
  for (let i = from + 1; i < list.length; i++) if (list[i]!.role !== role) return list[i]!.atMs;
  return undefined;
}

function firstAckOfNew(acks: readonly AckRun[], spans: readonly Span[], old: number): number | undefined {
  // Those who pass writes on acknowledge them too: what tells is that somebody else leads by then.
  const from = spans.find(
    ({ role, process, fromMs }) => role === 'leader' && process !== old && fromMs >= 0,
  )?.fromMs;
  if (from === undefined) return undefined;
  let least: number | undefined;
  for (const { process, times } of acks) {
    if (process === old) continue;
    const first = times.find(time => time >= from);
    if (first !== undefined && (least === undefined || first < least)) least = first;
  }
  return least;
}

function lastAckOfOld(
  acks: readonly AckRun[],
  old: number | undefined,
  repairMs: number,
): number | undefined {
  let last: number | undefined;
  for (const { process, times } of acks) {
    if (process !== old) continue;
    for (const time of times) if (time >= 0 && time < repairMs && time > (last ?? -1)) last = time;
  }
  return last;
}

function pastLater({ operations }: Run): PastLater {
  const past = operations.filter(each => each.past !== undefined);
  const spans = [...acknowledgementSpans(past).values()].flat();
  return { writes: past.length, ms: lengthOf(spans) };
}

function clientFacts(run: Run, client: number, writes: boolean, origin: number): ClientFacts {
  const count = { acknowledged: 0, warned: 0, refused: 0, unknown: 0 };
  const own = run.operations.filter(each => each.kind === 'write' && each.client === client);
  for (const { result } of own) count[result]++;
  return {
    ...count,
    lost: run.lost.filter(at => run.operations[at]!.client === client).length,
    gaps: (writes ? gapsOf(own, client, run.endMs) : []).map(({ fromMs, toMs }) => ({
      fromMs: fromMs - origin,
      ...(toMs === undefined ? {} : { toMs: toMs - origin }),
    })),
  };
}

/** A client tries from the beginning of the run: who accepts nothing is not even asked. */
function gapsOf(own: readonly Operation[], client: number, endMs: number): readonly Gap[] {
  const done = own.flatMap(({ result, completedMs }) =>
    completedMs !== undefined && (result === 'acknowledged' || result === 'warned') ? [completedMs] : [],
  );
  if (done.length === 0) return [{ fromMs: 0 }];
  const first = Math.min(...done);
  const later = gapsByClient(own, endMs, GAP_MS).get(client) ?? [];
  return first > GAP_MS ? [{ fromMs: 0, toMs: first }, ...later] : later;
}

function staleness(run: Run, byName: ReadonlyMap<string, number>, count: number): number[] {
  const most = new Array<number>(count).fill(0);
  for (const { kind, node, staleMs } of run.operations) {
    if (kind !== 'read' || staleMs === undefined || node === undefined) continue;
    const process = byName.get(node);
    if (process !== undefined && staleMs > most[process]!) most[process] = staleMs;
  }
  return most;
}
