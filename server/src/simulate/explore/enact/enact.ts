import type { Prepared } from '../../family.js';
import type { Lean } from '../../report/model.js';
import { type Run, run } from '../../run/run.js';
import { DEFAULT_LEAD_IN_MS, type Schedule } from '../../schedule/model.js';
import type { Bounds } from '../stage.js';
import type { Counterexample } from '../story.js';
import {
  type Candidate,
  CHANCES,
  type Chance,
  MANY_CHANCES,
  renamed,
  schedulesOf,
  shifted,
  withClients,
  withLateData,
} from './candidates.js';
import type { ClientStyle } from './clients.js';
import { SHOWN_PROMISES, showsBroken } from './shows.js';
import { smallerOf } from './smaller.js';
import { type TraceFaults, traceFaults } from './told-faults.js';

/** Runs that are tried at most before one shows what the search found, and to make it smaller then. */
const MOST_TRIES = 160;
const MOST_SHRINKS = 24;

/** The first fault may have to come so many ms after a client's write. */
const AROUND_A_WRITE = [1, 2, 3] as const;

const STYLES: Readonly<Record<string, readonly ClientStyle[]>> = {
  'no-lost-write': ['sides', 'homes'],
  'one-writer': ['homes', 'sides'],
  'no-conflict': ['sides', 'homes'],
  'no-stale-read': ['sides'],
};

/**
 * A counterexample of a search as a schedule that a clock plays: its faults in their order, with gaps and chances looked for
 * until a run breaks the same promise, and made smaller then. Bounded, and taken some runs further at a time.
 */
export class Enactment {
  /** Runs that were played so far. */
  runs = 0;
  /** What shows it; undefined: nothing yet. */
  found: Candidate | undefined;
  private over = false;
  private readonly trace: TraceFaults | undefined;
  private readonly attempts: Generator<Candidate, void, boolean>;
  private tried = false;
  private readonly starts = new Map<number, Start>();

  constructor(
    private readonly prepared: Prepared,
    private readonly bounds: Bounds,
    private readonly example: Counterexample,
  ) {
    this.over = !SHOWN_PROMISES.has(example.property);
    this.trace = this.over ? undefined : traceFaults(prepared, example);
    this.attempts = this.all();
  }

  get done(): boolean {
    return this.over;
  }

  /** Plays so many runs more. True: it is over. */
  advance(runs: number): boolean {
    for (let left = runs; left > 0 && !this.over; left--) {
      const next = this.attempts.next(this.tried);
      if (next.done === true) this.over = true;
      else this.tried = this.shows(next.value);
    }
    return this.over;
  }

  /** Told after each candidate whether it showed the promise broken. */
  private *all(): Generator<Candidate, void, boolean> {
    for (const candidate of this.candidates()) {
      if (this.runs >= MOST_TRIES) return;
      if (!(yield candidate)) continue;
      // Slow links may break the promise alone: then the run would show something else than the trace.
      const control = this.withoutFaults(candidate);
      if (control !== undefined && (yield control)) continue;
      this.found = candidate;
      break;
    }
    let left = MOST_SHRINKS;
    for (let smaller = true; smaller; ) {
      smaller = false;
      if (this.found === undefined) return;
      for (const schedule of smallerOf(this.found.schedule)) {
        if (left-- <= 0) return;
        const candidate: Candidate = { ...this.found, schedule };
        if (!(yield candidate)) continue;
        this.found = candidate;
        smaller = true;
        break;
      }
    }
  }

  private withoutFaults(candidate: Candidate): Candidate | undefined {
    const slow = candidate.schedule.events.filter(({ fault }) => fault.kind === 'slow');
    if (slow.length === 0 || slow.length === candidate.schedule.events.length) return undefined;
    return { ...candidate, schedule: { ...candidate.schedule, events: slow } };
  }

  private *candidates(): Generator<Candidate, void, void> {
    const { trace, prepared, example } = this;
    if (trace === undefined) return;
    const styles = STYLES[example.property] ?? ['sides'];
    const all = [...schedulesOf(trace, prepared.searchUnitMs)];
    // As it is, and mended at the end.
    const own = all.slice(0, trace.faults.length === 0 ? 1 : 2);
    for (const schedule of own)
      for (const style of styles)
        for (const chance of MANY_CHANCES) yield this.candidate(schedule, style, chance, 0);
    const crash = trace.faults[0]?.fault.kind === 'crash' || trace.faults[0]?.fault.kind === 'powerLoss';
    for (const at of crash ? AROUND_A_WRITE : [])
      for (const schedule of own)
        for (const chance of CHANCES) yield this.candidate(schedule, 'sides', chance, at);
    for (const schedule of own)
      for (const style of styles)
        for (const chance of CHANCES)
          yield* this.late(this.candidate(schedule, style, chance, 0), this.startOf(chance).leads);
    for (const schedule of all.slice(own.length))
      for (const style of styles)
        for (const chance of CHANCES) yield this.candidate(schedule, style, chance, 0);
  }

  private candidate(plain: Schedule, style: ClientStyle, chance: Chance, around: number): Candidate {
    const { names, writeMs } = this.startOf(chance);
    const schedule = withClients(names === undefined ? plain : renamed(plain, names), style, this.prepared);
    return { schedule: around === 0 ? schedule : shifted(schedule, writeMs + around), ...chance };
  }

  /** Data are late on the way to the node that lacks them in the end, then on the way to all. */
  private *late(candidate: Candidate, leads: string | undefined): Generator<Candidate, void, void> {
    const { hosts, processes } = this.prepared;
    const servers = [
      ...new Set(processes.flatMap(({ serves, host }) => (serves ? [hosts[host]!.name] : []))),
    ];
    const from = leads ?? servers[0]!;
    const last = [...this.example.steps].reverse().find(({ node }) => node !== undefined)?.node;
    const host = processes.find(({ name }) => name === last)?.host;
    const lacks = host === undefined ? undefined : hosts[host]!.name;
    const others = servers.filter(name => name !== from);
    const ways = lacks !== undefined && lacks !== from && others.length > 1 ? [[lacks], others] : [others];
    for (const to of ways) yield { ...candidate, schedule: withLateData(candidate.schedule, from, to) };
  }

  /** Who leads when the lead-in is over, and when a client writes then: the same in all runs with these chances. */
  private startOf({ seed, lean }: Chance): Start {
    const known = this.starts.get(seed);
    if (known !== undefined) return known;
    const quiet: Schedule = { until: DEFAULT_LEAD_IN_MS + 400, clients: [], events: [] };
    const found = this.play(withClients(quiet, 'sides', this.prepared), seed, lean);
    const hosts = found.finalLeaders.map(p => this.prepared.hosts[this.prepared.processes[p]!.host]!.name);
    const [mine] = this.trace?.leaders ?? [];
    const [other] = hosts;
    const same = mine === undefined || other === undefined || hosts.includes(mine);
    const write = found.operations.find(
      ({ kind, invokedMs }) => kind === 'write' && invokedMs >= DEFAULT_LEAD_IN_MS,
    );
    const start: Start = {
      leads: other,
      writeMs: (write?.invokedMs ?? DEFAULT_LEAD_IN_MS) - DEFAULT_LEAD_IN_MS,
      names: same
        ? undefined
        : new Map([
            [mine, other],
            [other, mine],
          ]),
    };
    this.starts.set(seed, start);
    return start;
  }

  private shows({ schedule, seed, lean }: Candidate): boolean {
    const found = this.play(schedule, seed, lean);
    return (
      !found.cut &&
      found.problems.length === 0 &&
      showsBroken(this.example.property, found, this.bounds.rtoMs)
    );
  }

  private play(schedule: Schedule, seed: number, lean: Lean): Run {
    this.runs++;
    return run(this.prepared, schedule, { seed, lean });
  }
}

interface Start {
  /** Host of whoever leads then. */
  readonly leads: string | undefined;
  /** How long after the lead-in a client writes. */
  readonly writeMs: number;
  /** Where another host leads than in the trace, they change names. */
  readonly names: ReadonlyMap<string, string> | undefined;
}
