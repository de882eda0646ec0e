import type { World } from './world.js';

/** How a word of a message changes when processes change places. */
export type PayloadKind = 'value' | 'process' | 'processes';

/** A kind of message; its number is part of the state. */
export interface MessageKind {
  readonly id: number;
  readonly name: string;
  readonly payload: readonly PayloadKind[];
  /** Only counted where it arrives: it does not matter which of several comes first. */
  readonly tally: boolean;
  /** Carries data: a search tries what happens when one receiver gets it later than another. */
  readonly lags: boolean;
}

/** Words of a slot before the payload: kind, from, to, due, order. */
const HEAD = 5;

/** The messages under way. */
export class Mailbox {
  readonly kinds: MessageKind[] = [];
  private base = 0;
  private width = 0;
  /** Whether any kind of message carries data: see {@link MessageKind.lags}. */
  haveData = false;
  /** How often there was no room: then the run says less than it should. */
  overflows = 0;

  constructor(private readonly world: World) {}

  declare(name: string, payload: readonly PayloadKind[], tally = false, lags = false): MessageKind {
    const kind = { id: this.kinds.length + 1, name, payload, tally, lags };
    this.kinds.push(kind);
    if (lags) this.haveData = true;
    return kind;
  }

  /** Makes room behind the fields; answers the size of the whole state. */
  seal(base: number): number {
    this.base = base + 3;
    this.width = HEAD + Math.max(0, ...this.kinds.map(({ payload }) => payload.length));
    return this.base + this.width * this.world.options.messages;
  }

  /** Slots that may be in use: those from here on are empty. */
  get top(): number {
    return this.world.s[this.base - 2]!;
  }

  /** Order of the last message that belongs to the present round. */
  get barrier(): number {
    return this.world.s[this.base - 3]!;
  }

  /** All that is under way now makes up the next round. */
  beginRound(): void {
    this.world.s[this.base - 3] = this.world.s[this.base - 1]!;
  }

  get baseWord(): number {
    return this.base;
  }

  get slotWords(): number {
    return this.width;
  }

  get payloadWords(): number {
    return this.width - HEAD;
  }

  /** 0: the slot is empty. */
  kindAt(slot: number): number {
    return this.world.s[this.base + slot * this.width]!;
  }

  fromAt(slot: number): number {
    return this.world.s[this.base + slot * this.width + 1]!;
  }

  toAt(slot: number): number {
    return this.world.s[this.base + slot * this.width + 2]!;
  }

  dueAt(slot: number): number {
    return this.world.s[this.base + slot * this.width + 3]!;
  }

  /** Messages of a link arrive in the order of these where time passes. */
  orderAt(slot: number): number {
    return this.world.s[this.base + slot * this.width + 4]!;
  }

  setWord(slot: number, index: number, value: number): void {
    const at = this.base + slot * this.width;
    this.world.s[at + HEAD + index] = value;
    this.world.note(at);
  }

  wordAt(slot: number, index: number): number {
    return this.world.s[this.base + slot * this.width + HEAD + index]!;
  }

  /** False: it was lost at once. */
  send(
    from: number,
    to: number,
    kind: MessageKind,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
    h: number,
  ): boolean {
    const { world } = this;
    if (!world.reaches(from, to)) return false;
    const { timed, unitMs, messages, searching } = world.options;
    const hostFrom = world.hostOf(from);
    const hostTo = world.hostOf(to);
    if (world.network.loses(hostFrom, hostTo)) return false;
    let slot = 0;
    const { s } = world;
    const { base, width } = this;
    for (let at = base; slot < messages && s[at] !== 0; at += width) slot++;
    // What waits for somebody frozen leaves room for the others, as a buffer of its own would: when that is full, senders wait,
    // and what they have to say is old when it would arrive.
    if (!searching && slot * 4 >= messages * 3 && !world.isUp(to)) return false;
    if (slot === messages) {
      this.overflows++;
      return false;
    }
    // Without a clock the messages are a set: the same one twice tells nothing new. What waits for a frozen process in a
    // search likewise: else every heartbeat would make another state.
    const top = this.top;
    const at = this.base + slot * this.width;
    world.note(at);
    this.carry(at, a, b, c, d, e, f, g, h);
    if ((!timed || (searching && !world.isUp(to))) && this.isUnderWay(from, to, kind.id, at)) {
      for (let i = at + HEAD; i < at + this.width; i++) s[i] = 0;
      return true;
    }
    if (slot >= top) s[this.base - 2] = slot + 1;
    s[at] = kind.id;
    s[at + 1] = from;
    s[at + 2] = to;
    s[at + 3] = timed
      ? this.dueOf(from, to, kind, Math.round(world.network.latencyMs(hostFrom, hostTo) / unitMs))
      : 1;
    s[at + 4] = timed ? (s[this.base - 1] = s[this.base - 1]! + 1) : 0;
    world.onSent?.(from, to, s[at + 3]!, kind);
    return true;
  }

  /** Writes what a message carries into its slot. */
  private carry(
    at: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
    h: number,
  ): void {
    const { s } = this.world;
    const words = this.payloadWords;
    const body = at + HEAD;
    if (words > 0) s[body] = a;
    if (words > 1) s[body + 1] = b;
    if (words > 2) s[body + 2] = c;
    if (words > 3) s[body + 3] = d;
    if (words > 4) s[body + 4] = e;
    if (words > 5) s[body + 5] = f;
    if (words > 6) s[body + 6] = g;
    if (words > 7) s[body + 7] = h;
  }

  /** Counts time and the order of messages anew. */
  rebase(by: number): void {
    const { s } = this.world;
    let least = Infinity;
    let most = 0;
    for (let slot = 0; slot < this.top; slot++) {
      const at = this.base + slot * this.width;
      if (s[at] === 0) continue;
      // Whoever restores a state restores a whole message.
      this.world.note(at);
      s[at + 3] = Math.max(0, s[at + 3]! - by);
      least = Math.min(least, s[at + 4]!);
      most = Math.max(most, s[at + 4]!);
    }
    if (least === Infinity) {
      s[this.base - 1] = 0;
      s[this.base - 3] = 0;
      return;
    }
    if (least <= 1) return;
    s[this.base - 3] = Math.max(0, s[this.base - 3]! - least + 1);
    for (let slot = 0; slot < this.top; slot++) {
      const at = this.base + slot * this.width;
      if (s[at] !== 0) s[at + 4] = s[at + 4]! - least + 1;
    }
    s[this.base - 1] = most - least + 1;
  }

  remove(slot: number): void {
    const { s } = this.world;
    const { base, width } = this;
    const at = base + slot * width;
    this.world.note(at);
    // A few words: quicker one by one.
    for (let i = at; i < at + width; i++) s[i] = 0;
    let top = s[base - 2]!;
    if (slot + 1 < top) return;
    while (top > 0 && s[base + (top - 1) * width] === 0) top--;
    s[base - 2] = top;
  }

  /** Copies the words that a message carries. */
  copyWords(slot: number, into: Int32Array): void {
    const { s } = this.world;
    const from = this.base + slot * this.width + HEAD;
    const words = this.width - HEAD;
    for (let i = 0; i < words; i++) into[i] = s[from + i]!;
  }

  /** Forgets what is under way to a process, or from it too. */
  clear(process: number, fromToo: boolean): void {
    for (let slot = this.top - 1; slot >= 0; slot--) {
      if (this.kindAt(slot) === 0) continue;
      if (this.toAt(slot) === process || (fromToo && this.fromAt(slot) === process)) this.remove(slot);
    }
  }

  /** When a message arrives, in units. In a search one that carries data may take longer; those behind it wait for it. */
  private dueOf(from: number, to: number, kind: MessageKind, latency: number): number {
    const { world } = this;
    let due = world.now + latency;
    if (!world.options.searching) return due;
    if (kind.lags && !world.beginning && world.options.inOrder !== true && world.choose(2) === 1) due++;
    const { s } = world;
    const { base, width, top } = this;
    for (let slot = 0, at = base; slot < top; slot++, at += width)
      if (s[at + 3]! > due && s[at + 1] === from && s[at + 2] === to && s[at] !== 0) due = s[at + 3]!;
    return due;
  }

  /** Whether the same message is under way already. @param draft Where the words of one begin that is just being sent. */
  private isUnderWay(from: number, to: number, kind: number, draft: number): boolean {
    const { s } = this.world;
    const { base, width, top } = this;
    slots: for (let slot = 0, at = base; slot < top; slot++, at += width) {
      if (s[at] !== kind || s[at + 1] !== from || s[at + 2] !== to) continue;
      for (let i = HEAD; i < width; i++) if (s[at + i] !== s[draft + i]) continue slots;
      return true;
    }
    return false;
  }
}
