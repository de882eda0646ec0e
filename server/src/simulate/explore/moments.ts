import { type Cells, LOG_ROOM } from '../world/cells.js';
import type { Events } from '../world/events.js';
import { STATUS, type World } from '../world/world.js';

/**
 * When faults, what ends them and clients may come: the finer, the more states. Whatever comes about at coarser moments comes about at finer
 * ones too: fewer moments and fewer orders are tried, and nothing else is different.
 *
 * - `rest`: faults, and what ends them, when what the last one set off is over. Clients then too, and at the very moment of a fault or of its end.
 *   Data are never late, and what is due at once comes in one order. Without a clock: when no message is under way.
 * - `writes`: also between the rounds of messages while an operation is under way. Data may be late; only timers that are due at once
 *   come in one order.
 * - `any`: whenever nothing is due, and all orders.
 */
export type Moments = 'rest' | 'writes' | 'any';

/** From coarse to fine. */
export const MOMENTS: readonly Moments[] = ['rest', 'writes', 'any'];

/** Units of virtual time after which whoever still is not at rest waits for something that will not come, or goes round in circles. */
const LONGEST = 40;

const UNDER_WAY = 0;
const FRESH = 1;
const AT_REST = 2;

/**
 * Tells when a cluster is at rest: no message is under way, and nothing but the times of timers has changed for as long as the longest of them
 * ran when something last did; or no timer runs; or {@link LONGEST} units have passed since the last fault or operation. What it keeps about that
 * is part of a state, so the same state goes on in the same way wherever it came from.
 */
export class RestWatch {
  /** Under way, just touched, at rest. */
  private readonly moment: Cells;
  /** 1: something has changed since nothing was due for the last time. */
  private readonly changed: Cells;
  /** When all timers that ran then are over. */
  private readonly restsAt: Cells;
  private readonly patience: Cells;
  /** By word: 1 where it tells a change. */
  private counts = new Uint8Array(0);
  /** Where moments stand. */
  private dues = new Int32Array(0);
  /** The words of then, and how many had been written down since the state that a search began from. */
  private before = new Int32Array(0);
  private logged = 0;

  constructor(private readonly world: World) {
    this.moment = world.one('moment');
    this.changed = world.one('changed since the last quiet moment');
    this.restsAt = world.one('at rest from', 'due');
    this.patience = world.one('at rest at the latest', 'due');
  }

  /** When all cells are declared. */
  seal(): void {
    const own: readonly Cells[] = [this.moment, this.changed, this.restsAt, this.patience];
    const { world } = this;
    const dues: number[] = [];
    this.counts = new Uint8Array(world.mail.baseWord);
    for (const field of world.fields) {
      if (field.incidental || own.includes(field)) continue;
      const { base, length, kind } = field;
      if (kind !== 'due' && kind !== 'until') this.counts.fill(1, base, base + length);
      else for (let i = 0; i < length; i++) dues.push(base + i);
    }
    this.dues = Int32Array.from(dues);
    this.before = new Int32Array(world.words);
  }

  get isAtRest(): boolean {
    return this.moment.get() === AT_REST;
  }

  get isFresh(): boolean {
    return this.moment.get() === FRESH;
  }

  /** The first state: where nothing is due, all is well for long. */
  begin(quiet: boolean): void {
    if (quiet) this.rest();
    else this.touch(false);
  }

  /** What is there now is what later changes are told from: a step begins, or a quiet moment after a change. */
  remember(): void {
    const { world } = this;
    this.before.set(world.s);
    this.logged = world.logged;
  }

  /** An event happened. */
  stir(): void {
    this.moment.set(0, UNDER_WAY);
  }

  /** Somebody did something to the cluster. @param fresh Clients may come at the same moment. */
  touch(fresh: boolean): void {
    this.moment.set(0, fresh ? FRESH : UNDER_WAY);
    this.changed.set(0, 1);
    this.patience.set(0, this.world.now + LONGEST);
  }

  /** Nothing is left to do where time stands: is this rest? */
  look(events: Events): void {
    const { world } = this;
    if (events.upcoming < 0 || this.patience.get() <= world.now) return this.rest();
    if (this.isChanged() || this.isMailUnderWay()) {
      this.restsAt.set(0, this.latestDue());
      this.changed.set(0, 0);
      this.remember();
    } else if (this.restsAt.get() <= world.now) this.rest();
  }

  /** The step ends here, where things are still being done. */
  keep(): void {
    if (this.isChanged()) this.changed.set(0, 1);
  }

  private rest(): void {
    this.moment.set(0, AT_REST);
    this.changed.set(0, 0);
    this.restsAt.set(0, 0);
    this.patience.set(0, 0);
  }

  private isChanged(): boolean {
    const { counts, before, world, logged: from } = this;
    if (this.changed.get() !== 0) return true;
    const { s, log, logged } = world;
    // Whatever was written is in the log, unless it was full.
    if (logged < LOG_ROOM) {
      for (let i = from; i < logged; i++) {
        const at = log[i]!;
        if (counts[at] === 1 && s[at] !== before[at]) return true;
      }
      return false;
    }
    for (let at = 0; at < counts.length; at++) if (counts[at] === 1 && s[at] !== before[at]) return true;
    return false;
  }

  private isMailUnderWay(): boolean {
    const { mail, status } = this.world;
    for (let slot = 0; slot < mail.top; slot++)
      if (mail.kindAt(slot) !== 0 && status.get(mail.toAt(slot)) !== STATUS.paused) return true;
    return false;
  }

  private latestDue(): number {
    const { dues, world } = this;
    const { s } = world;
    let latest = world.now;
    for (let i = 0; i < dues.length; i++) {
      const due = s[dues[i]!]!;
      if (due > latest) latest = due;
    }
    return latest;
  }
}
