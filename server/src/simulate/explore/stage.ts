import type { Prepared } from '../family.js';
import { laterLeader } from '../later-leader.js';
import { Protocol } from '../protocol.js';
import { faultSentence } from '../run/fault-sentence.js';
import type { Fault, FaultKind } from '../schedule/model.js';
import { TraceChooser } from '../world/chooser.js';
import { EventList, Events } from '../world/events.js';
import { OPERATION } from '../world/operations.js';
import { siteLatency } from '../world/places.js';
import { Flag, World } from '../world/world.js';
import { type Choice, faultMenu } from './menu.js';
import { type Moments, RestWatch } from './moments.js';

/** How far a search goes. */
export interface Bounds {
  readonly faults: number;
  readonly writes: number;
  readonly reads: number;
  readonly kinds: readonly FaultKind[];
  /** How many moments stand for an interval of time: 1: its beginning; 2: its end too. */
  readonly phases: number;
  /** Terms, timelines, views: no more than this many after the first one. */
  readonly epochs: number;
  /** Time does not pass: any timer and any message may be next. Only for families whose promises do not rest on time. */
  readonly anyTiming?: boolean;
  /** When faults, what ends them and clients may come; left out: at any moment. See {@link Moments}. */
  readonly moments?: Moments;
  /** How long clients may be without anybody who takes writes, in ms, before it counts as an outage. */
  readonly rtoMs?: number;
}

/** What happens next, as one number: two bits of kind, the rest which. */
export type ActionId = number;
const EVENT = 0;
const WRITE = 1;
const READ = 2;
const FAULT = 3;

/** Events that follow each other without an alternative, at most, before a search looks whether it has been there. */
const LONGEST_CHAIN = 200;

/** A model on which one action after the other is taken: by a search, by a replay, by a person. */
export class Stage {
  readonly world: World;
  readonly protocol: Protocol;
  readonly menu: readonly Choice[];
  readonly chooser: TraceChooser;
  readonly timed: boolean;
  private readonly events: Events;
  private readonly due = new EventList();
  private passed = 0;
  private firstEpoch = 0;
  private readonly outage;
  private readonly rest: RestWatch | undefined;

  /** @param whole What can no longer make a difference is kept, as `WorldOptions.whole` says. */
  constructor(
    readonly prepared: Prepared,
    readonly bounds: Bounds,
    private readonly whole = false,
  ) {
    this.timed = prepared.searchUnitMs > 0 && bounds.anyTiming !== true;
    this.chooser = new TraceChooser(bounds.phases);
    const { hosts, processes } = prepared;
    this.world = new World(
      {
        hosts,
        processes,
        latency: prepared.latency ?? siteLatency(hosts),
        operations: bounds.writes + bounds.reads,
        messages: Math.min(250, Math.max(24, processes.length ** 2 * 2)),
        depth: bounds.epochs + 2,
        writes: bounds.writes + bounds.reads,
        unitMs: this.timed ? prepared.searchUnitMs : 1,
        timed: this.timed,
        searching: true,
        whole,
        latest: bounds.phases > 1,
        reads: bounds.reads > 0,
        cutsLinks: bounds.kinds.includes('cut'),
        promotes: bounds.kinds.includes('promote'),
        losesPower: bounds.kinds.includes('powerLoss'),
        cancelsWaits: bounds.kinds.includes('cancelWaits'),
        slowLinks: false,
        inOrder: bounds.moments === 'rest',
      },
      this.chooser,
    );
    this.outage = bounds.rtoMs === undefined ? undefined : this.world.one('outage', 'due');
    this.rest = this.timed && (bounds.moments ?? 'any') !== 'any' ? new RestWatch(this.world) : undefined;
    this.protocol = prepared.create(this.world);
    this.world.shows = (process, operation) => this.protocol.holds(process, operation);
    this.world.onAcknowledged = operation => this.judgeAcknowledgement(operation);
    this.world.seal();
    this.rest?.seal();
    this.events = new Events(this.world, this.protocol);
    this.menu = faultMenu(this.world, this.protocol, bounds.kinds);
  }

  /** The first state. Asks the chooser where there are several. */
  start(): void {
    this.passed = 0;
    this.world.s.fill(0);
    this.world.status.fill(1);
    if (this.timed) this.world.now = 1;
    this.world.beginning = this.chooser.plain = true;
    this.protocol.start();
    this.world.beginning = this.chooser.plain = false;
    this.firstEpoch = Math.max(0, ...this.world.processes.map((_, p) => this.protocol.epoch(p)));
    this.watchOutage();
    this.events.enabled(this.due);
    this.rest?.begin(this.events.quiet);
    this.rebase();
  }

  /**
   * Everything that may come next. With a clock, clients and faults come when all that is due is done, and between the
   * rounds of messages while data are under way: then who has got them and who has not makes a difference.
   *
   * @param faults Whether those that count are among them.
   */
  actions(into: ActionId[], faults: boolean): void {
    const { events, due, rest } = this;
    into.length = 0;
    events.enabled(due);
    const orders = this.orders();
    for (let i = 0; i < orders; i++) into.push((due.events[i]! << 2) | EVENT);
    if (!this.isOpen()) return;
    const { world, protocol } = this;
    const canWrite = this.free(0, this.bounds.writes) >= 0;
    const canRead = this.free(this.bounds.writes, world.operations.count) >= 0;
    if (canWrite || canRead) {
      for (let p = 0; p < world.processes.length; p++) {
        if (!world.processes[p]!.serves || !world.isUp(p)) continue;
        if (canWrite && protocol.writable(p)) into.push((p << 2) | WRITE);
        if (canRead) into.push((p << 2) | READ);
      }
    }
    if (rest !== undefined && !this.takesFaults(rest)) return;
    for (let i = 0; i < this.menu.length; i++) {
      const choice = this.menu[i]!;
      if ((choice.cost === 0 || faults) && choice.possible()) into.push((i << 2) | FAULT);
    }
  }

  /** Counts against the bound on faults. */
  isFault(action: ActionId): boolean {
    return (action & 3) === FAULT && this.menu[action >> 2]!.cost === 1;
  }

  /**
   * Takes an action, and then whatever follows without an alternative, up to the next moment at which there is one: to a
   * search the way there is one step.
   *
   * @param faults Whether faults may still come after it.
   * @param stop Called after each event; true: stay here.
   */
  act(action: ActionId, faults: boolean, stop: () => boolean): void {
    const { rest, events, due } = this;
    rest?.remember();
    this.perform(action);
    for (let n = 0; this.timed && n < LONGEST_CHAIN && !stop(); n++) {
      events.enabled(due);
      if (rest !== undefined && events.quiet && !rest.isFresh) rest.look(events);
      // Nobody follows that further.
      if (this.isBeyond()) break;
      if (this.orders() !== 1 || (this.isOpen() && this.hasMore(faults))) break;
      // What was asked on the way has several answers: states that they lead to may be the same soon.
      if (this.chooser.asked > 0) break;
      rest?.stir();
      events.happen(due.events[0]!);
      this.watchOutage();
    }
    rest?.keep();
    this.rebase();
  }

  /** Takes one action and nothing else. */
  take(action: ActionId): void {
    this.perform(action);
    this.rebase();
  }

  private perform(action: ActionId): void {
    const { world, protocol } = this;
    const which = action >> 2;
    switch (action & 3) {
      case EVENT:
        this.rest?.stir();
        this.events.happen(which);
        break;
      case WRITE: {
        this.rest?.touch(false);
        const slot = this.free(0, this.bounds.writes);
        world.operations.begin(slot, which, false, slot, 0);
        protocol.write(which, slot);
        break;
      }
      case READ: {
        this.rest?.touch(false);
        const slot = this.free(this.bounds.writes, world.operations.count);
        world.operations.begin(slot, which, true, slot, 0);
        protocol.read(which, slot);
        break;
      }
      default:
        this.rest?.touch(true);
        this.menu[which]!.happen();
        protocol.faulted();
    }
    this.watchOutage();
  }

  /** What an action does to the cluster, where it is no event and no client. */
  faultOf(action: ActionId): Fault | undefined {
    return (action & 3) === FAULT ? this.menu[action >> 2]!.fault : undefined;
  }

  describe(action: ActionId): string {
    const which = action >> 2;
    switch (action & 3) {
      case EVENT:
        return this.events.describe(which);
      case WRITE:
        return `a client writes to ${this.world.nameOf(which)}`;
      case READ:
        return `a client reads from ${this.world.nameOf(which)}`;
      default:
        return faultSentence(this.menu[which]!.fault);
    }
  }

  /** How much virtual time has passed since the first state along this trace, in ms. For reports only. */
  get elapsedMs(): number {
    return (this.passed + (this.timed ? this.world.now - 1 : 0)) * this.world.options.unitMs;
  }

  /** Whether there were more changes of leader than the bounds allow: such states are not followed further. */
  isBeyond(): boolean {
    const { protocol, world } = this;
    for (let p = 0; p < world.processes.length; p++)
      if (protocol.epoch(p) > this.firstEpoch + this.bounds.epochs) return true;
    return false;
  }

  /** Whether somebody leads now. */
  isLed(): boolean {
    const { world, protocol } = this;
    for (let p = 0; p < world.processes.length; p++)
      if (world.isUp(p) && protocol.role(p) === 'leader') return true;
    return false;
  }

  /** If no fault follows one process leads for ever: see {@link Protocol.leadsForGood}. */
  isLedForGood(): boolean {
    const { menu, protocol } = this;
    if (protocol.leadsForGood === Protocol.prototype.leadsForGood) return false;
    let ends = 0;
    for (let i = 0; i < menu.length; i++) if (menu[i]!.cost === 0 && menu[i]!.possible()) ends++;
    return protocol.leadsForGood(ends);
  }

  /** Whether nobody has taken writes for longer than the bounds allow. */
  get isOut(): boolean {
    const due = this.outage?.get() ?? 0;
    // Where nothing happens by itself any more time does not pass, and nobody takes writes until somebody mends it.
    return due !== 0 && (due <= this.world.now || (this.timed && this.events.nextDue() < 0));
  }

  /** Whether somebody would take a write now. */
  isWritable(): boolean {
    const { world, protocol } = this;
    for (let p = 0; p < world.processes.length; p++)
      if (world.processes[p]!.serves && world.isUp(p) && protocol.writable(p)) return true;
    return false;
  }

  /**
   * How many of the events that are enabled are tried as the next one. At any moment: all of them. Else nothing comes by itself where the
   * cluster is at rest; timers that are due at once go off in one order; and at rest alone, messages arrive in one order too.
   */
  private orders(): number {
    const { due, rest, bounds } = this;
    if (rest?.isAtRest === true) return 0;
    if (due.count <= 1 || (bounds.moments ?? 'any') === 'any') return due.count;
    const isTimer = (due.events[0]! & 1) === 1;
    if (!this.timed) return bounds.moments === 'rest' && !isTimer ? 1 : due.count;
    return bounds.moments === 'rest' || isTimer ? 1 : due.count;
  }

  /** Whether clients may come now, and at any moment faults: after it was asked which events are enabled. */
  private isOpen(): boolean {
    const { events, rest, due, bounds } = this;
    if (!this.timed) return bounds.moments !== 'rest' || due.count === 0 || (due.events[0]! & 1) === 1;
    if (rest === undefined || rest.isFresh) return events.quiet || this.isWorkUnderWay();
    return rest.isAtRest || (bounds.moments === 'writes' && this.isWorkUnderWay());
  }

  /** Where faults do not come at any moment: whether they may come now, given that clients may. */
  private takesFaults(rest: RestWatch): boolean {
    return rest.isAtRest || (this.bounds.moments === 'writes' && this.isWorkUnderWay());
  }

  /** Between two rounds of messages about an operation. */
  private isWorkUnderWay(): boolean {
    const { events } = this;
    return events.isBetweenRounds() && (events.carriesData() || this.isAnybodyWaiting());
  }

  /** Whether there is anything that may come beside events. */
  private hasMore(faults: boolean): boolean {
    if (this.free(0, this.world.operations.count) >= 0) return true;
    if (this.rest !== undefined && !this.takesFaults(this.rest)) return false;
    for (let i = 0; i < this.menu.length; i++) {
      const choice = this.menu[i]!;
      if ((choice.cost === 0 || faults) && choice.possible()) return true;
    }
    return false;
  }

  private isAnybodyWaiting(): boolean {
    const { status, count } = this.world.operations;
    for (let slot = 0; slot < count; slot++)
      if (status.get(slot) === OPERATION.waiting && (this.whole || this.protocol.isUnderWay(slot)))
        return true;
    return false;
  }

  private watchOutage(): void {
    const { outage } = this;
    if (outage === undefined) return;
    const due = outage.get();
    if (due !== 0 && due <= this.world.now) return;
    if (this.isWritable()) outage.set(0, 0);
    else if (due === 0) outage.set(0, this.world.now + this.world.units(this.bounds.rtoMs ?? 0));
  }

  private rebase(): void {
    if (!this.timed || this.isOut) return;
    this.passed += this.world.now - 1;
    this.world.rebase();
    if (!this.whole) this.protocol.renumber();
  }

  /** The first slot of some that no operation has used; -1: none. */
  private free(from: number, to: number): number {
    const { status } = this.world.operations;
    for (let slot = from; slot < to; slot++) if (status.get(slot) === OPERATION.free) return slot;
    return -1;
  }

  /** Two that take writes at once: the one that acknowledges, and another of a later epoch. */
  private judgeAcknowledgement(operation: number): void {
    if (laterLeader(this.world, this.protocol, operation) >= 0) this.world.flag(Flag.dualWriters);
  }
}
