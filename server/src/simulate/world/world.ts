import type { HistoryEventKind, SettingRef } from '../history/model.js';
import { type CellKind, type CellShape, Cells, CountedCells, LOG_ROOM } from './cells.js';
import type { Chooser } from './chooser.js';
import { Mailbox, type MessageKind, type PayloadKind } from './mailbox.js';
import { Network } from './network.js';
import { Operations } from './operations.js';
import type { Host, Latency, Process } from './places.js';
import { Timer } from './timer.js';

/** What a process is doing: 0 is down, for a state begins as all zeros. */
export const STATUS = { down: 0, up: 1, paused: 2 } as const;

/** Told what happens, where somebody keeps a history; searching for states goes without. */
export interface Observer {
  event(kind: HistoryEventKind, process: number, text: string, because: readonly SettingRef[]): void;
  completed(operation: number): void;
  /** A read was answered: from what a process shows, or, with `sees`, from what several said together. */
  answered(
    operation: number,
    process: number,
    sees: ((value: number, key: number) => boolean) | undefined,
  ): void;
}

/**
 * Told when silence begins, so that nobody has to model the signs of life of healthy connections one by one: whoever counts
 * the time since the last one begins to count then. What a process knows at the moment is not to depend on it.
 */
export interface Watcher {
  /** Nothing from one host reaches the other any more. */
  cut?(fromHost: number, toHost: number): void;
  paused?(process: number): void;
  resumed?(process: number): void;
}

export interface WorldOptions {
  readonly hosts: readonly Host[];
  readonly processes: readonly Process[];
  readonly latency: Latency;
  /** Slots for operations that clients have under way (replay) or may ever ask for (search). */
  readonly operations: number;
  /** How many messages may be under way at once. */
  readonly messages: number;
  /** Segments of a replicated log, members of a set of versions: how much the protocols keep at most. */
  readonly depth: number;
  /** How many writes there may be in all, where protocols keep sets of them. */
  readonly writes: number;
  /** ms per unit of virtual time. */
  readonly unitMs: number;
  /** False: time does not pass, and whatever is armed or under way may come next. */
  readonly timed: boolean;
  /**
   * States are compared with each other: time is counted anew in each, data may reach one receiver later than another, and
   * housekeeping that changes nothing is left out.
   */
  readonly searching: boolean;
  /** In a search: what can no longer make a difference is kept as it is, instead of being made equal. To check that it makes none. */
  readonly whole?: boolean;
  /** In a search: timers go off at their latest too, not only at their earliest. */
  readonly latest?: boolean;
  /** False: no client reads. */
  readonly reads?: boolean;
  /** False: the network parts in groups, whole ones; no single link is cut. */
  readonly cutsLinks?: boolean;
  /** False: no operator promotes anybody, whatever happens. */
  readonly promotes?: boolean;
  /** False: no machine loses power because somebody wants to see that; what a watchdog resets does all the same. */
  readonly losesPower?: boolean;
  /** False: nobody lets commits go by hand that wait for others. */
  readonly cancelsWaits?: boolean;
  /** In a search: no data arrive later at one receiver than at another. */
  readonly inOrder?: boolean;
  /** Slow and lossy links may be had. */
  readonly slowLinks: boolean;
  /** Which of the read levels of the prepared cluster clients use; undefined: the first. */
  readonly readLevel?: number;
}

/**
 * The state of a cluster and of the network around it, packed into one array of small integers, and all that protocols
 * may do to it. Whoever drives it decides which event comes next: a clock, a search, a person.
 */
export class World {
  s: Int32Array = new Int32Array(0);
  countedWrites = 0;
  readonly log = new Int32Array(LOG_ROOM);
  logged = 0;
  readonly fields: Cells[] = [];
  readonly timers: Timer[] = [];
  observer: Observer | undefined;
  readonly watchers: Watcher[] = [];
  /** In a search: the first state is being made. */
  beginning = false;
  /** Whether what a process shows to readers has a write in it: the protocol's `holds`. */
  shows: (process: number, operation: number) => boolean = () => true;
  /** Called when a message is on its way: for those who draw it. `due` in units. */
  onSent: ((from: number, to: number, due: number, kind: MessageKind) => void) | undefined;
  /** Called when a machine that was reset will be up again after so many ms; a search lets it come back whenever it likes. */
  onReset: ((host: number, bootMs: number) => void) | undefined;
  /** Called when a write is acknowledged, before anything else happens: for searches. */
  onAcknowledged: ((operation: number) => void) | undefined;

  /** Virtual time, in units since the beginning. */
  private readonly clock: Cells;
  /** See {@link STATUS}. */
  readonly status: CountedCells;
  /** By how much the clock of a host is ahead, in units. */
  readonly skew: Cells;
  /** 1: nothing that a host writes to its disk gets there. */
  readonly stalled: Cells;
  /** Bits of {@link Flag}: what was seen to go wrong on the way here. */
  readonly flags: Cells;
  readonly network: Network;
  readonly operations: Operations;
  readonly mail: Mailbox;
  private size = 0;
  /** Where moments stand in the state. */
  private dueWords = new Int32Array(0);
  /** Of these the first so many still mean something when they are past. */
  private lasting = 0;

  constructor(
    readonly options: WorldOptions,
    public chooser: Chooser,
  ) {
    this.clock = this.cells('now', 'value', 'one', 1, true);
    this.status = this.counted('status', 'value');
    this.skew = this.perHost('skew');
    this.stalled = this.perHost('stalled');
    this.flags = this.cells('flags', 'value', 'one');
    this.network = new Network(this);
    this.operations = new Operations(this);
    this.mail = new Mailbox(this);
  }

  /** When all fields, timers and messages are declared: makes room for the state. All processes are up, nothing is under way. */
  seal(): void {
    const dues = this.wordsOf('due');
    this.lasting = dues.length;
    this.dueWords = Int32Array.from([...dues, ...this.wordsOf('until')]);
    this.size = this.mail.seal(this.size);
    this.s = new Int32Array(this.size);
    this.status.fill(STATUS.up);
  }

  private wordsOf(of: CellKind): readonly number[] {
    return this.fields.flatMap(({ kind, base, length }) =>
      kind === of ? Array.from({ length }, (_, i) => base + i) : [],
    );
  }

  /** Words in a state. */
  get words(): number {
    return this.size;
  }

  /** Words of a state after which all are zeros: the messages stand at the end. */
  usedWordsOf(state: Int32Array): number {
    return this.mail.baseWord + state[this.mail.baseWord - 2]! * this.mail.slotWords;
  }

  cells(name: string, kind: CellKind, shape: CellShape, width = 1, incidental = false): Cells {
    return this.declare(Cells, name, kind, shape, width, incidental);
  }

  /** One word for each process, of which every change counts. */
  private counted(name: string, kind: CellKind): CountedCells {
    return this.declare(CountedCells, name, kind, 'process', 1, false);
  }

  private declare<T extends Cells>(
    Field: new (...of: ConstructorParameters<typeof Cells>) => T,
    name: string,
    kind: CellKind,
    shape: CellShape,
    width: number,
    incidental: boolean,
  ): T {
    const { hosts, processes, operations } = this.options;
    const count = {
      one: 1,
      process: processes.length,
      host: hosts.length,
      pair: processes.length ** 2,
      operation: operations,
      block: 1,
    }[shape];
    const field = new Field(this, name, this.size, count * width, kind, shape, width, incidental);
    this.size += count * width;
    this.fields.push(field);
    return field;
  }

  /** One word for each process, or `width` of them. */
  perProcess(name: string, kind: CellKind = 'value', width = 1): Cells {
    return this.cells(name, kind, 'process', width);
  }

  perHost(name: string, kind: CellKind = 'value', width = 1): Cells {
    return this.cells(name, kind, 'host', width);
  }

  /** One word for each pair of processes: index `from * processes + to`. */
  perPair(name: string, kind: CellKind = 'value'): Cells {
    return this.cells(name, kind, 'pair');
  }

  /** One word for the whole cluster. */
  one(name: string, kind: CellKind = 'value'): Cells {
    return this.cells(name, kind, 'one');
  }

  /** A timer for each process. What happens when it goes off: the protocol's `expire`. */
  timer(name: string): Timer {
    const due = this.counted(name, 'due');
    const slack =
      this.options.timed && this.options.latest === true ? this.perProcess(`slack of ${name}`) : undefined;
    const timer = new Timer(this, this.timers.length, due, slack);
    this.timers.push(timer);
    return timer;
  }

  /** A kind of message, with what its words mean. */
  message(name: string, ...payload: readonly PayloadKind[]): MessageKind {
    return this.mail.declare(name, payload);
  }

  /** A kind of answer that is only counted: a vote, an acknowledgement. A search tries one order of several. */
  tally(name: string, ...payload: readonly PayloadKind[]): MessageKind {
    return this.mail.declare(name, payload, true);
  }

  /** A kind of message that carries data: in a search it may reach one receiver later than another. */
  data(name: string, ...payload: readonly PayloadKind[]): MessageKind {
    return this.mail.declare(name, payload, false, true);
  }

  get now(): number {
    return this.clock.get();
  }

  set now(value: number) {
    this.clock.set(0, value);
  }

  /** Virtual time in ms. */
  get nowMs(): number {
    return this.now * this.options.unitMs;
  }

  /** What the clock of a process's host shows, in units. */
  clockOf(process: number): number {
    return this.now + this.skew.get(this.options.processes[process]!.host);
  }

  /** ms as units, at least one: nothing that takes time is over at once. */
  units(ms: number): number {
    return Math.max(1, Math.round(ms / this.options.unitMs));
  }

  /**
   * Counts time anew, so that now is 1 and all that is due keeps its distance: states that differ only in when they come
   * about become equal, and their numbers stay small. Moments that tell nothing when they are past are forgotten then.
   */
  rebase(): void {
    const by = this.now - 1;
    if (by > 0) {
      const { s, dueWords, lasting } = this;
      for (let i = 0; i < lasting; i++) {
        const word = s[dueWords[i]!]!;
        if (word !== 0) this.put(dueWords[i]!, word <= by ? 1 : word - by);
      }
      for (let i = lasting; i < dueWords.length; i++) {
        const word = s[dueWords[i]!]!;
        if (word !== 0)
          this.put(dueWords[i]!, word > by + 1 ? word - by : this.options.whole === true ? 1 : 0);
      }
      this.now = 1;
    }
    this.mail.rebase(Math.max(0, by));
  }

  private put(at: number, word: number): void {
    if (this.s[at] === word) return;
    this.s[at] = word;
    this.note(at);
  }

  /** A word of the state was written, or (its first one) some of a message. */
  note(at: number): void {
    if (this.logged < LOG_ROOM) this.log[this.logged++] = at;
  }

  /** A moment so many ms from now, least to most, as an absolute due time; 1 where time does not pass. */
  dueIn(leastMs: number, mostMs: number): number {
    if (!this.options.timed) return 1;
    return this.now + this.chooser.between(this.units(leastMs), this.units(mostMs));
  }

  choose(n: number): number {
    return n <= 1 ? 0 : this.chooser.choose(n);
  }

  isUp(process: number): boolean {
    return this.status.get(process) === STATUS.up;
  }

  isDown(process: number): boolean {
    return this.status.get(process) === STATUS.down;
  }

  isPaused(process: number): boolean {
    return this.status.get(process) === STATUS.paused;
  }

  hostOf(process: number): number {
    return this.options.processes[process]!.host;
  }

  get processes(): readonly Process[] {
    return this.options.processes;
  }

  nameOf(process: number): string {
    return this.options.processes[process]?.name ?? '?';
  }

  /**
   * Whether a message of one process would arrive at another now: both up and no cut between their hosts. All that is modelled talks over
   * TCP: where the way back is cut, nothing is acknowledged, the sender repeats the first segment that was not and sends nothing
   * after it (RFC 5681, 3.1 and 4.3; RFC 6298, 5.4), and nobody connects.
   */
  reaches(from: number, to: number): boolean {
    if (this.status.get(to) === STATUS.down) return false;
    const a = this.hostOf(from);
    const b = this.hostOf(to);
    return this.network.passes(a, b) && this.network.passes(b, a);
  }

  /** Whether both can talk: neither down nor paused nor cut off in either direction. */
  talks(a: number, b: number): boolean {
    return (
      this.isUp(a) &&
      this.isUp(b) &&
      this.network.passes(this.hostOf(a), this.hostOf(b)) &&
      this.network.passes(this.hostOf(b), this.hostOf(a))
    );
  }

  /**
   * Sends a message: it is under way for the latency of the link, or lost where the link is cut; false: it was lost at
   * once. Only what stands for a connection may look at that: TCP knows what was not confirmed, protocols do not.
   */
  send(
    from: number,
    to: number,
    kind: MessageKind,
    a = 0,
    b = 0,
    c = 0,
    d = 0,
    e = 0,
    f = 0,
    g = 0,
    h = 0,
  ): boolean {
    return this.mail.send(from, to, kind, a, b, c, d, e, f, g, h);
  }

  /** True where somebody listens: guard the making of sentences with it. */
  get told(): boolean {
    return this.observer !== undefined;
  }

  /** Puts a sentence into the history. */
  say(kind: HistoryEventKind, process: number, text: string, ...because: readonly SettingRef[]): void {
    this.observer?.event(kind, process, text, because);
  }

  flag(which: number): void {
    this.flags.set(0, this.flags.get() | which);
  }
}

/** What can be seen to go wrong at the moment when it happens. */
export const Flag = {
  /** An acknowledgement by one node while another one, of a later epoch, took writes as well. */
  dualWriters: 1,
  /** A read missed a write that had been acknowledged before it began. */
  staleRead: 2,
  /** Two writes of which neither knew the other: one of them will not be seen. */
  conflict: 4,
  /** A read saw a write that a later read did not. */
  seenThenGone: 8,
} as const;
