import type { Prepared } from '../family.js';
import { Fingerprint } from './fingerprint.js';
import { Frontier } from './frontier.js';
import type { Property } from './properties.js';
import { type ActionId, type Bounds, Stage } from './stage.js';
import { Visited } from './visited.js';

/** One step of a trace: the action, and the answers to what was left open in it. */
export interface Step {
  readonly action: ActionId;
  readonly answers: readonly number[];
}

/** What was searched, and what was found. */
export interface Exploration {
  readonly bounds: Bounds;
  /** Different states that were looked at. */
  readonly states: number;
  /** Steps between states that were tried. */
  readonly transitions: number;
  /** Bytes of memory at most. */
  readonly bytes: number;
  /** Most faults up to which every schedule was tried; -1: not even all without a fault. */
  readonly completeFaults: number;
  /** By promise: most faults with which it was searched at all, for more are known to break it. */
  readonly upTo?: Readonly<Record<string, number>>;
  /** States with more changes of leader than the bounds allow came about, and were not followed further. */
  readonly beyond: boolean;
  /** Why it ended before that of the bounds. */
  readonly stopped?: 'cancelled' | 'states' | 'messages';
  /** Per property: the shortest traces that break it, fewest faults first. None: it holds within the bounds. */
  readonly violations: readonly Violation[];
  /** What came about at all: a model in which nothing happens proves nothing. */
  readonly reached: Reached;
}

export interface Violation {
  readonly property: string;
  readonly faults: number;
  /** From the first state on: the first step makes it. */
  readonly trace: readonly Step[];
}

export interface Reached {
  readonly leader: boolean;
  readonly failover: boolean;
  readonly acknowledged: boolean;
  readonly read: boolean;
}

export interface ExploreOptions {
  readonly properties: readonly Property[];
  readonly maxStates: number;
  /** How many violations of each property are kept. The search goes on until it has so many, or has seen everything. */
  readonly perProperty: number;
  /**
   * By name of a promise: most faults with which it is searched, where those are fewer than the bounds allow: more are known to break it, and only whether
   * fewer do is to be seen.
   */
  readonly upTo?: ReadonlyMap<string, number>;
  /**
   * False: every state that the definition has is looked at, on every way that leads there: like processes apart, what no longer
   * matters as if it did. To count states as others do, and to check that nothing is lost by leaving some out.
   */
  readonly reduced?: boolean;
  /** Called now and then; true: stop. */
  readonly progress?: (states: number, faults: number) => boolean;
}

const NONE: readonly number[] = [];

/** With fewer faults than these, unless they are the last, every state in which no write has begun is followed, whatever could be proved of it. */
const FOLLOWED = 2;

/** How many states are looked at between two calls of `progress`. */
const PROGRESS_EVERY = 512;

/**
 * Tries every schedule within the bounds: all orders of events, writes, reads and faults. States with fewer faults come
 * first, of those the ones with fewer steps: so the first trace that breaks a promise is a shortest one. States that break one
 * are not followed further.
 */
export function explore(prepared: Prepared, bounds: Bounds, options: ExploreOptions): Exploration {
  const search = new Search(prepared, bounds, options);
  while (!search.advance(PROGRESS_EVERY)) {
    if (options.progress?.(search.states, search.faults)) search.cancel();
  }
  return search.exploration();
}

/** A search that is taken some states further at a time, by whoever has other things to do between. */
export class Search {
  private readonly stage: Stage;
  private readonly visited = new Visited();
  private readonly fingerprint: Fingerprint;
  private readonly reduced: boolean;
  private readonly found: Violation[] = [];
  private readonly open: Property[];
  /** Most faults with which any of them is searched. */
  private deepest: number;
  private transitions = 0;
  private beyond = false;
  private bytes = 0;
  private stopped: Exploration['stopped'];
  private reached = { leader: false, failover: false, acknowledged: false, read: false };
  private firstEpoch = -1;
  /** Where several take writes at once: somebody did in a later epoch than the first. */
  private renewed = false;
  private readonly actions: ActionId[] = [];
  private readonly state: Int32Array;
  /** By length of the trace: states of the present number of faults. */
  private queues: Frontier[] = [];
  /** By length of the trace: states of one fault less, which were looked at, for the fault that follows. */
  private seen: Frontier[] = [];
  private phase: 'beginning' | 'layer' | 'promotion' | 'done' = 'beginning';
  /** Of the layer that is looked at, or promoted to. */
  private level = 0;
  private depth = 0;
  private complete = -1;

  constructor(
    prepared: Prepared,
    bounds: Bounds,
    private readonly options: ExploreOptions,
  ) {
    this.reduced = options.reduced !== false;
    this.stage = new Stage(prepared, bounds, !this.reduced);
    const { world, protocol } = this.stage;
    this.fingerprint = new Fingerprint(world, this.reduced ? protocol.symmetric : [], {
      whole: !this.reduced,
    });
    this.state = new Int32Array(this.stage.world.words);
    this.open = [...options.properties];
    this.deepest = Math.max(...this.open.map(each => this.mostFaults(each)));
  }

  /** Different states that were come upon so far. */
  get states(): number {
    return this.visited.size;
  }

  /** Faults of the schedules that are tried at the moment. */
  get faults(): number {
    return this.level;
  }

  /** Most faults up to which every schedule was tried so far; -1: not even all without a fault. */
  get completeFaults(): number {
    return this.complete;
  }

  /** What was found so far. Grows; what is in it stays. */
  get violations(): readonly Violation[] {
    return this.found;
  }

  get done(): boolean {
    return this.phase === 'done';
  }

  /** Looks at so many states more. True: it is over. */
  advance(states: number): boolean {
    if (this.phase === 'beginning') this.begin();
    for (let left = states; left > 0 && !this.done; left--) this.step();
    return this.done;
  }

  /** Ends it where it is. */
  cancel(): void {
    if (!this.done) this.stop('cancelled');
  }

  /** What was searched and found, so far or in the end. */
  exploration(): Exploration {
    this.measure();
    const { upTo } = this.options;
    return {
      bounds: this.stage.bounds,
      states: this.visited.size,
      transitions: this.transitions,
      bytes: this.bytes,
      completeFaults: this.complete,
      ...(upTo === undefined || upTo.size === 0 ? {} : { upTo: Object.fromEntries(upTo) }),
      beyond: this.beyond,
      ...(this.stopped === undefined ? {} : { stopped: this.stopped }),
      violations: this.found,
      reached: this.reached,
    };
  }

  private begin(): void {
    const { stage } = this;
    const { chooser } = stage;
    chooser.begin([]);
    do {
      chooser.again();
      stage.start();
      this.arrive(-1, -1, 0, 0);
    } while (chooser.next());
    this.phase = 'layer';
  }

  /**
   * Looks at one state: of those that come about with so many faults, or, when all of them are done, of the same ones
   * with one fault more.
   */
  private step(): void {
    const promoting = this.phase === 'promotion';
    const queues = promoting ? this.seen : this.queues;
    while (this.depth < queues.length && (queues[this.depth]?.length ?? 0) === 0) this.depth++;
    const queue = queues[this.depth];
    if (queue === undefined) {
      if (promoting) this.beginLayer();
      else this.endLayer();
      return;
    }
    if (this.visited.size >= this.options.maxStates) {
      this.stop('states');
      return;
    }
    const id = queue.shift(this.state);
    this.expand(id, this.depth, this.level, promoting);
    if (this.open.length > 0) return;
    // Every promise is broken as often as anybody wants to know.
    if (promoting) this.beginLayer();
    else this.endLayer();
  }

  /** All states of one fault less had the next one. */
  private beginLayer(): void {
    this.measure();
    this.seen = [];
    this.depth = 0;
    this.phase = 'layer';
  }

  /** Everything with so many faults was looked at, or nothing more is wanted. */
  private endLayer(): void {
    const { bounds, world } = this.stage;
    this.measure();
    this.seen = this.queues;
    this.queues = [];
    this.depth = 0;
    if (this.open.length > 0 && world.mail.overflows > 0) {
      this.stop('messages');
      return;
    }
    this.complete = this.level;
    for (let i = this.open.length - 1; i >= 0; i--)
      if (this.level < bounds.faults && this.mostFaults(this.open[i]!) <= this.level) this.open.splice(i, 1);
    this.deepest = Math.max(...this.open.map(each => this.mostFaults(each)));
    if (this.open.length === 0 || this.level === bounds.faults) this.phase = 'done';
    else {
      this.level++;
      for (const queue of this.seen) queue?.rewind();
      this.phase = 'promotion';
    }
  }

  /** @param counted Only the faults that count, else only what does not. @param faults As many there are then. */
  private expand(id: number, depth: number, faults: number, counted: boolean): void {
    const { stage, state, fingerprint } = this;
    const { chooser } = stage;
    const more = faults < stage.bounds.faults;
    fingerprint.begin(state);
    stage.actions(this.actions, counted);
    for (let i = 0; i < this.actions.length; i++) {
      const action = this.actions[i]!;
      if (stage.isFault(action) !== counted) continue;
      chooser.begin(NONE);
      do {
        chooser.again();
        fingerprint.back();
        stage.act(action, more, this.isOver);
        this.transitions++;
        this.arrive(id, action, depth + 1, faults);
      } while (chooser.next());
    }
  }

  /** The world is in a state: if nobody has seen it, it is judged and waits to be looked at. */
  private arrive(parent: number, action: ActionId, depth: number, faults: number): void {
    const { fingerprint, stage, visited } = this;
    fingerprint.take();
    // Most steps lead where somebody has been: that is asked first, for it is quickly told.
    if (visited.has(fingerprint.low, fingerprint.high)) return;
    if (this.reduced && this.isSettled()) {
      this.note();
      return;
    }
    const id = visited.add(fingerprint.low, fingerprint.high, parent, action);
    if (stage.chooser.asked > 0) visited.keepAnswers(id, stage.chooser.answers());
    if (this.judge(id, faults)) return;
    if (stage.isBeyond()) {
      this.beyond = true;
      return;
    }
    this.keep(depth, id);
  }

  /** The world's state waits to be looked at, and after that for faults, as long as there may be more. */
  private keep(depth: number, id: number): void {
    const { world, bounds } = this.stage;
    let queue = this.queues[depth];
    if (queue === undefined) this.queues[depth] = queue = new Frontier(this.level < bounds.faults);
    queue.push(world.s, world.usedWordsOf(world.s), id);
  }

  /** A promise is broken, or one process leads for good and nobody has to go on from here. */
  private readonly isOver = (): boolean => {
    for (let i = 0; i < this.open.length; i++) if (this.open[i]!.broken(this.stage)) return true;
    return this.reduced && this.isLedForGood() && this.isSettled();
  };

  /** No fault follows, and one process leads for good: of what was seen, a write was acknowledged, and if somebody else could come to lead he did. */
  private isLedForGood(): boolean {
    const { reached, stage } = this;
    if (!reached.acknowledged || this.level < this.deepest) return false;
    return (reached.failover || stage.isLed()) && stage.isLedForGood();
  }

  /** Most faults with which a promise is searched. */
  private mostFaults({ name }: Property): number {
    const { faults } = this.stage.bounds;
    return Math.min(faults, this.options.upTo?.get(name) ?? faults);
  }

  /** Nothing that is wanted is broken here, nor can it be by whatever follows: nobody has to go on from here. */
  private isSettled(): boolean {
    const { reached, stage } = this;
    // That some write can be acknowledged at all is to be seen first.
    if (!reached.acknowledged && this.isAnybodyWaiting()) return false;
    // And that somebody else can come to lead, before what nobody has begun is left alone.
    const seen = reached.acknowledged && (reached.failover || this.renewed);
    const led = this.isLedForGood();
    for (let i = 0; i < this.open.length; i++) {
      const property = this.open[i]!;
      if (led && property.keptByLeader === true && !property.broken(stage)) continue;
      const left = this.mostFaults(property) - this.level;
      const last = seen && (left <= 0 || this.level >= FOLLOWED || stage.protocol.keepsEveryWrite);
      if (property.settled?.(stage, last, left) !== true || property.broken(stage)) return false;
    }
    return true;
  }

  private isAnybodyWaiting(): boolean {
    const { operations } = this.stage.world;
    for (let slot = 0; slot < operations.count; slot++) if (operations.isWaiting(slot)) return true;
    return false;
  }

  /** True where the state breaks a promise. */
  private judge(id: number, faults: number): boolean {
    this.note();
    let broken = false;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const property = this.open[i]!;
      if (!property.broken(this.stage)) continue;
      broken = true;
      this.found.push({ property: property.name, faults, trace: this.visited.path(id) });
      const count = this.found.filter(each => each.property === property.name).length;
      if (count >= this.options.perProperty) this.open.splice(i, 1);
    }
    return broken;
  }

  private note(): void {
    const { reached, stage } = this;
    if (reached.leader && reached.failover && reached.acknowledged && reached.read) return;
    const { protocol, world, bounds } = stage;
    for (let p = 0; p < world.processes.length; p++) {
      const role = protocol.role(p);
      if ((role !== 'leader' && role !== 'peer') || !world.isUp(p)) continue;
      if (role === 'leader') reached.leader = true;
      const epoch = protocol.epoch(p);
      if (this.firstEpoch < 0) this.firstEpoch = epoch;
      else if (epoch > this.firstEpoch) {
        if (role === 'leader') reached.failover = true;
        else this.renewed = true;
      }
    }
    for (let slot = 0; slot < world.operations.count; slot++) {
      if (slot < bounds.writes) reached.acknowledged ||= world.operations.isAcknowledged(slot);
      else reached.read ||= world.operations.status.get(slot) === 2;
    }
  }

  private stop(why: NonNullable<Exploration['stopped']>): void {
    this.measure();
    this.stopped = why;
    this.phase = 'done';
  }

  private measure(): void {
    let bytes = this.visited.bytes;
    for (const queue of [...this.queues, ...this.seen]) bytes += queue?.bytes ?? 0;
    this.bytes = Math.max(this.bytes, bytes);
  }
}
