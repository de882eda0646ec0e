import type { Prepared } from '../../family.js';
import type { Lean } from '../../report/model.js';
import { DEFAULT_LEAD_IN_MS, type Fault, type Schedule, type ScheduledEvent } from '../../schedule/model.js';
import { type ClientStyle, clientsFor } from './clients.js';
import { repairsOf } from './repair.js';
import type { TraceFaults } from './told-faults.js';

/** What decides about everything that is left to chance in a run. */
export interface Chance {
  readonly seed: number;
  readonly lean: Lean;
}

/** A schedule, and with which chances it is to be played. */
export interface Candidate extends Chance {
  readonly schedule: Schedule;
}

/** Both ends of every timer, then chance. */
export const CHANCES: readonly Chance[] = [
  { seed: 1, lean: 'least' },
  { seed: 2, lean: 'most' },
  { seed: 3, lean: 'any' },
];
export const MANY_CHANCES: readonly Chance[] = [
  ...CHANCES,
  ...[4, 5, 6, 7].map(seed => ({ seed, lean: 'any' as const })),
];

/** How long a run goes on after its last event at least, in ms: most failovers are over by then. */
const LEAST_TAIL_MS = 45_000;
/** How long all stays broken before it is mended, at least, in ms: longer than any lease that people give. */
const BROKEN_MS = 60_000;
/** Two things of the same moment of a search come so long after each other, in ms. */
const AT_ONCE_MS = 20;

/** Gaps that are tried in place of one of the trace, in ms beside it or instead of it. */
function gapsFor(own: number, unit: number): number[] {
  return [
    ...new Set([
      own,
      AT_ONCE_MS,
      own + unit,
      Math.max(AT_ONCE_MS, own - unit),
      own + 3 * unit,
      1_000,
      35_000,
    ]),
  ];
}

/**
 * Schedules that do with real timing what a trace does with coarse one, the likeliest first: the trace's own gaps, then
 * one gap after the other changed, then several at once; each as it is, and with everything mended at the end.
 *
 * @param unitMs How coarse the time of the trace is.
 */
export function* schedulesOf(
  { faults, endMs }: TraceFaults,
  unitMs: number,
): Generator<Schedule, void, void> {
  const own = faults.map(({ atMs }, at) =>
    at === 0 ? 0 : Math.max(AT_ONCE_MS, atMs - faults[at - 1]!.atMs),
  );
  const tail = Math.max(LEAST_TAIL_MS, endMs - (faults[faults.length - 1]?.atMs ?? 0) + 15_000);
  for (const gaps of gapGrid(own, Math.max(unitMs, 1_000))) {
    const events = eventsAt(
      faults.map(({ fault }) => fault),
      gaps,
    );
    yield withTail(events, tail);
    const repairs = repairsOf(events.map(({ fault }) => fault));
    if (repairs.length > 0) yield withTail(mended(events, repairs, Math.max(BROKEN_MS, tail)), tail);
  }
}

/** The same with clients. */
export function withClients(schedule: Schedule, style: ClientStyle, prepared: Prepared): Schedule {
  const faults = schedule.events.map(({ fault }) => fault);
  return { ...schedule, clients: clientsFor(style, prepared, faults) };
}

function* gapGrid(own: readonly number[], unitMs: number): Generator<readonly number[], void, void> {
  yield own;
  const tried = own.map((gap, at) => (at === 0 ? [0] : gapsFor(gap, unitMs)));
  for (const [at, gaps] of tried.entries())
    for (const gap of gaps.slice(1)) yield own.map((each, i) => (i === at ? gap : each));
  // Two at once: of more, what is left of the tries would not reach them.
  for (let a = 1; a < own.length; a++)
    for (let b = a + 1; b < own.length; b++)
      for (const first of tried[a]!.slice(1))
        for (const second of tried[b]!.slice(1))
          yield own.map((each, i) => (i === a ? first : i === b ? second : each));
}

function eventsAt(faults: readonly Fault[], gaps: readonly number[]): ScheduledEvent[] {
  let at = DEFAULT_LEAD_IN_MS;
  return faults.map((fault, i) => {
    at += gaps[i] ?? 0;
    return { at, fault };
  });
}

function mended(events: readonly ScheduledEvent[], repairs: readonly Fault[], afterMs: number) {
  const last = events[events.length - 1]!.at;
  return [...events, ...repairs.map((fault, i) => ({ at: last + afterMs + i * 1_000, fault }))];
}

function withTail(events: readonly ScheduledEvent[], tailMs: number): Schedule {
  return { until: (events[events.length - 1]?.at ?? DEFAULT_LEAD_IN_MS) + tailMs, clients: [], events };
}

/** Data are so much later on a link that is made slow, in ms: a search lets them be late without counting that. */
export const LATE_MS = 100;

/** The same with slow links from one host to others, from the middle of the lead-in on. */
export function withLateData(schedule: Schedule, from: string, to: readonly string[]): Schedule {
  const fault: Fault = { kind: 'slow', from: [from], to, latencyMs: LATE_MS, loss: 0 };
  return { ...schedule, events: [{ at: DEFAULT_LEAD_IN_MS / 2, fault }, ...schedule.events] };
}

/** The same with every event so many ms later. */
export function shifted(schedule: Schedule, byMs: number): Schedule {
  return {
    ...schedule,
    until: schedule.until + byMs,
    events: schedule.events.map(({ at, fault }) => ({ at: at + byMs, fault })),
  };
}

/** The same with the names of hosts changed. */
export function renamed(schedule: Schedule, names: ReadonlyMap<string, string>): Schedule {
  const of = (hosts: readonly string[]) => hosts.map(host => names.get(host) ?? host);
  return {
    ...schedule,
    clients: schedule.clients.map(client => ({
      ...client,
      ...(client.group === undefined ? {} : { group: of(client.group) }),
    })),
    events: schedule.events.map(({ at, fault }) => ({ at, fault: faultOn(fault, of) })),
  };
}

function faultOn(fault: Fault, of: (hosts: readonly string[]) => readonly string[]): Fault {
  switch (fault.kind) {
    case 'partition':
      return { ...fault, groups: fault.groups.map(of) };
    case 'cut':
    case 'slow':
      return { ...fault, from: of(fault.from), to: of(fault.to) };
    case 'crash':
    case 'powerLoss':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'clock':
    case 'diskStall':
      return { ...fault, hosts: of(fault.hosts) };
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
      return { ...fault, host: of([fault.host])[0]! };
    default:
      return fault;
  }
}
