import type { Prepared } from '../family.js';
import { applyFault, changeStatus, HostNames, stall } from '../faults.js';
import type { HistoryEvent, Operation } from '../history/model.js';
import type { Protocol } from '../protocol.js';
import type { RoleChange } from '../report/model.js';
import type { Schedule, ScheduledEvent } from '../schedule/model.js';
import { type Chooser, SeededChooser } from '../world/chooser.js';
import { Events } from '../world/events.js';
import { siteLatency } from '../world/places.js';
import { World } from '../world/world.js';
import { Clients } from './clients.js';
import { Recorder } from './recorder.js';

/** One run of a schedule: everything that happened. Times are virtual ms from the beginning of the run. */
export interface Run {
  readonly seed: number;
  readonly operations: readonly Operation[];
  readonly events: readonly HistoryEvent[];
  /** Per process: what it took itself for, from when on; the first entry is at 0. */
  readonly roles: readonly (readonly RoleChange[])[];
  /** Index of the operations that were acknowledged and are on none of those who lead at the end. */
  readonly lost: readonly number[];
  /** Of those refused, or of unknown outcome: the ones that are there all the same. */
  readonly presentAllTheSame: readonly number[];
  /** Writes of which neither knew the other, counted by those who met them. */
  readonly conflicts: number;
  /**
   * Per process: how old the data was that it had for itself when a client asked it, in ms: the age of the oldest
   * acknowledged write that it missed. What a read was answered with may be fresher, where the read asks others too.
   */
  readonly shownStaleMs: readonly number[];
  /** Processes that lead at the end. */
  readonly finalLeaders: readonly number[];
  /** Every member that is up at the end shows the same writes. */
  readonly converged: boolean;
  /** When the first fault of the schedule came; undefined: there is none. */
  readonly firstFaultMs: number | undefined;
  readonly endMs: number;
  /** What of the schedule could not be done, whole sentences. */
  readonly problems: readonly string[];
  /** More events than a run may have: it ended early. */
  readonly cut: boolean;
  /** What checks of the history need beside it; there where the run was told to keep it. */
  readonly shown?: Shown;
}

/** What there is in the end, of a run whose reads tell what they saw. */
export interface Shown {
  /** What clients read: the log as far as it is shown, or a set where there is none. */
  readonly object: 'log' | 'set';
  /** Index of the writes that are there in the end. */
  readonly present: readonly number[];
  /** Index of the writes that were acknowledged and that a log should have, and stand nowhere in one. */
  readonly unplaced: readonly number[];
  /** At the end nobody is down or frozen, no disk stalls, and everybody can talk to everybody. */
  readonly repaired: boolean;
  /** When the last event of the schedule came; undefined: there is none. */
  readonly lastFaultMs?: number;
  /** A write that was acknowledged well before the end, and those that are up and do not show it, though others do. */
  readonly differing?: { readonly write: number; readonly lacking: readonly string[] };
}

export interface RunOptions {
  readonly seed: number;
  /** Durations at their least, at their most, or anywhere between. */
  readonly lean?: 'least' | 'most' | 'any';
  /** Called between events; true: give up. */
  readonly cancelled?: () => boolean;
  /**
   * Keeps for each read what it saw, and what is there in the end: for checks of the history. Changes nothing else.
   * `end`: reads are left out, which in long runs see more than there is room for.
   */
  readonly history?: boolean | 'end';
  /** Looks on, and changes nothing. */
  readonly watcher?: RunWatcher;
}

/** Somebody who looks on while a run is played. Times are ms from its beginning. */
export interface RunWatcher {
  /** All is well, and nothing has happened yet. */
  begins(table: Table): void;
  /** Everything up to now has happened; next comes something at this moment. */
  passes(nextMs: number): void;
  /** A fault of the schedule comes, and then has come. */
  faultComes(event: number): void;
  faultCame(event: number): void;
  ends(): void;
}

/** Most events of one run: a protocol that talks to itself without end ends here. */
const MAX_EVENTS = 2_000_000;

/**
 * Plays a schedule on a cluster in virtual time. Pure: the same cluster, schedule and seed give the same run, on every
 * machine.
 */
export function run(prepared: Prepared, schedule: Schedule, options: RunOptions): Run {
  const steps = runInSteps(prepared, schedule, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** So many events at a time: some ms of work. */
const STEP_EVENTS = 500;

/** The same, some events at a time: whoever has other things to do in between goes on when there is time. */
export function* runInSteps(
  prepared: Prepared,
  schedule: Schedule,
  options: RunOptions,
): Generator<void, Run> {
  const table = new Table(
    prepared,
    schedule,
    new SeededChooser(options.seed, options.lean ?? 'any'),
    options.history,
  );
  const { world, events, clients, recorder } = table;
  const { watcher } = options;
  watcher?.begins(table);
  const untilUnits = schedule.until;
  let next = 0;
  let steps = 0;
  let cut = false;
  for (;;) {
    const fault = schedule.events[next];
    const faultAt = fault === undefined ? Infinity : fault.at;
    const event = events.first();
    const eventAt = events.firstDue;
    const clientAt = clients.nextDue();
    const stallAt = table.stallEnds();
    const bootAt = table.bootEnds();
    const at = Math.min(faultAt, eventAt, clientAt, stallAt, bootAt);
    if (at > untilUnits) break;
    watcher?.passes(at);
    if (++steps > MAX_EVENTS || options.cancelled?.()) {
      cut = true;
      break;
    }
    if (steps % STEP_EVENTS === 0) yield;
    // Whatever is under way at the moment of a fault comes before it.
    if (eventAt <= at) recorder.noteRole(events.happen(event));
    else {
      world.now = Math.max(world.now, at);
      if (stallAt <= at) table.endStalls(at);
      else if (bootAt <= at) table.endBoots(at);
      else if (faultAt <= at) {
        watcher?.faultComes(next);
        table.fault(next);
        watcher?.faultCame(next);
        next++;
      } else clients.wake(at);
      recorder.noteRoles();
    }
  }
  watcher?.passes(untilUnits);
  world.now = Math.max(world.now, untilUnits);
  const finished = recorder.finish(options.seed, table.problems, cut);
  watcher?.ends();
  return finished;
}

/** Whether messages pile up: on a link that takes seconds, or before a process that is frozen. */
function holdsUp({ fault }: ScheduledEvent): boolean {
  return fault.kind === 'pause' || (fault.kind === 'slow' && fault.latencyMs > 500);
}

function freezes({ fault }: ScheduledEvent): boolean {
  return fault.kind === 'pause';
}

/** All that one run works with, put together. */
export class Table {
  readonly world: World;
  readonly protocol: Protocol;
  readonly events: Events;
  readonly clients: Clients;
  readonly recorder: Recorder;
  readonly problems: string[] = [];
  readonly names: HostNames;
  private readonly stalls: { readonly host: number; readonly at: number }[] = [];
  /** Machines that were reset, and start. */
  private readonly boots: { readonly host: number; readonly at: number }[] = [];

  constructor(
    readonly prepared: Prepared,
    readonly schedule: Schedule,
    chooser: Chooser,
    history: RunOptions['history'] = false,
  ) {
    const hosts = [
      ...prepared.hosts,
      ...schedule.clients.map(({ name, group, home }) => ({
        name,
        aliases: [],
        client: true,
        beside: group ?? home ?? [],
      })),
    ];
    const between = prepared.latency ?? siteLatency(prepared.hosts);
    const count = prepared.hosts.length;
    // Writes go by their number among all operations, reads too.
    const servers = prepared.processes.filter(({ serves }) => serves).length;
    const rate = schedule.clients.reduce(
      (sum, { writesPerSecond, readsPerSecond }) => sum + writesPerSecond + readsPerSecond * servers,
      0,
    );
    this.world = new World(
      {
        hosts,
        processes: prepared.processes,
        // Clients stand beside the cluster: what they wait for is the cluster.
        latency: (from, to) => (from >= count || to >= count ? 0 : between(from, to)),
        // For each client a write and a read, and a write that it gave up, which a frozen process does all the same.
        operations: Math.max(1, schedule.clients.length * (schedule.events.some(freezes) ? 3 : 2)),
        messages:
          Math.max(256, prepared.processes.length ** 2 * 8) * (schedule.events.some(holdsUp) ? 16 : 1),
        depth: 64,
        writes: Math.min(200_000, Math.ceil((schedule.until / 1000) * rate) + 64),
        unitMs: 1,
        timed: true,
        searching: false,
        slowLinks: schedule.events.some(({ fault }) => fault.kind === 'slow'),
      },
      chooser,
    );
    this.protocol = prepared.create(this.world);
    this.world.shows = (process, operation) => this.protocol.holds(process, operation);
    this.world.seal();
    this.events = new Events(this.world, this.protocol);
    this.names = new HostNames(this.world, this.protocol);
    this.recorder = new Recorder(this.world, this.protocol, schedule, history);
    this.world.observer = this.recorder;
    this.world.onReset = (host, bootMs) => this.boots.push({ host, at: this.world.now + bootMs });
    this.protocol.start();
    this.clients = new Clients(this.world, this.protocol, schedule, this.names, this.recorder);
    this.recorder.clients = this.clients;
  }

  fault(index: number): void {
    const { at, fault } = this.schedule.events[index]!;
    this.recorder.fault(fault);
    // What the schedule does to a machine that starts is what counts from then on.
    if (fault.kind === 'crash' || fault.kind === 'powerLoss' || fault.kind === 'restart') {
      const hosts = this.names.all(fault.hosts);
      for (const boot of this.boots.splice(0)) if (!hosts.includes(boot.host)) this.boots.push(boot);
    }
    const problem = applyFault(this.world, this.protocol, this.names, fault);
    if (fault.kind === 'resume') this.clients.resumed();
    if (problem !== undefined) this.problems.push(`At ${at / 1000} s: ${problem}`);
    if (fault.kind === 'diskStall' && fault.forMs !== undefined)
      for (const host of this.names.all(fault.hosts)) this.stalls.push({ host, at: at + fault.forMs });
  }

  /** When the next machine that was reset is up again; Infinity: none starts. */
  bootEnds(): number {
    if (this.boots.length === 0) return Infinity;
    return this.boots.reduce((least, { at }) => Math.min(least, at), Infinity);
  }

  endBoots(until: number): void {
    const { world, protocol } = this;
    for (const { host, at } of this.boots.splice(0)) {
      if (at > until) this.boots.push({ host, at });
      else
        for (const [p, process] of world.processes.entries())
          if (process.host === host) changeStatus(world, protocol, p, 'restart');
    }
    protocol.faulted();
  }

  /** When the next stall of a disk ends; Infinity: none lasts. */
  stallEnds(): number {
    if (this.stalls.length === 0) return Infinity;
    return this.stalls.reduce((least, { at }) => Math.min(least, at), Infinity);
  }

  endStalls(until: number): void {
    for (const { host, at } of this.stalls.splice(0)) {
      if (at <= until) stall(this.world, this.protocol, host, false);
      else this.stalls.push({ host, at });
    }
  }
}
