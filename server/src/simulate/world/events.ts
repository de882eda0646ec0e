import type { Payload, Protocol } from '../protocol.js';
import type { Mailbox } from './mailbox.js';
import { STATUS, type World } from './world.js';

/** A message or a timer that may come next, as one number: `slot * 2` or `(timer * processes + process) * 2 + 1`. */
export type EventId = number;

/** What comes next in a world, and making it happen. The one place where a protocol's handlers are called for events. */
export class Events {
  private readonly held = new HeldMessage();

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
  ) {}

  /** When the next event is due, in units; -1: nothing will ever happen by itself. */
  nextDue(): number {
    const { world } = this;
    const { mail, timers, now } = world;
    const count = world.processes.length;
    let least = -1;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) === 0 || world.status.get(mail.toAt(slot)) === STATUS.paused) continue;
      const due = mail.dueAt(slot);
      if (least < 0 || due < least) least = due;
    }
    for (let t = 0; t < timers.length; t++) {
      const { due } = timers[t]!;
      for (let p = 0; p < count; p++) {
        const at = due.get(p);
        if (at !== 0 && (least < 0 || at < least) && world.status.get(p) === STATUS.up) least = at;
      }
    }
    return least < 0 ? -1 : Math.max(least, now);
  }

  /**
   * All events that may come next: where time passes those that are due first, else every one. Messages of one link
   * come in their order where time passes.
   */
  enabled(into: EventId[]): void {
    into.length = 0;
    const { world } = this;
    const { mail, timers } = world;
    const { timed } = world.options;
    const until = timed ? this.nextDue() : 1;
    if (until < 0) return;
    const count = world.processes.length;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) === 0 || mail.dueAt(slot) > until) continue;
      if (world.status.get(mail.toAt(slot)) === STATUS.paused) continue;
      if (timed && this.isBehind(slot)) continue;
      if (!timed && !world.reaches(mail.fromAt(slot), mail.toAt(slot))) continue;
      into.push(slot * 2);
    }
    for (let t = 0; t < timers.length; t++) {
      const { due } = timers[t]!;
      for (let p = 0; p < count; p++) {
        const at = due.get(p);
        if (at !== 0 && at <= until && world.status.get(p) === STATUS.up) into.push((t * count + p) * 2 + 1);
      }
    }
  }

  /** The event that a clock takes next: the earliest; of several the one that was sent first, messages before timers. */
  first(): EventId {
    const { world } = this;
    const { mail, timers } = world;
    const until = this.nextDue();
    if (until < 0) return -1;
    let best = -1;
    let bestDue = Infinity;
    let bestOrder = Infinity;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) === 0 || world.status.get(mail.toAt(slot)) === STATUS.paused) continue;
      const due = mail.dueAt(slot);
      if (due < bestDue || (due === bestDue && mail.orderAt(slot) < bestOrder)) {
        bestDue = due;
        bestOrder = mail.orderAt(slot);
        best = slot * 2;
      }
    }
    const count = world.processes.length;
    for (let t = 0; t < timers.length; t++) {
      const { due } = timers[t]!;
      for (let p = 0; p < count; p++) {
        const at = due.get(p);
        if (at !== 0 && at < bestDue && world.status.get(p) === STATUS.up) {
          bestDue = at;
          best = (t * count + p) * 2 + 1;
        }
      }
    }
    return best;
  }

  /** Makes an event happen. Time moves on to when it is due. */
  happen(event: EventId): void {
    const { world } = this;
    if ((event & 1) === 0) {
      const slot = event >> 1;
      this.passTo(world.mail.dueAt(slot));
      const to = world.mail.toAt(slot);
      const arrives = world.reaches(world.mail.fromAt(slot), to);
      // Taken out first: what the handler sends may need the slot.
      this.held.take(world.mail, slot);
      world.mail.remove(slot);
      if (arrives) this.protocol.deliver(to, this.held);
      return;
    }
    const count = world.processes.length;
    const timer = world.timers[Math.floor((event >> 1) / count)]!;
    const process = (event >> 1) % count;
    this.passTo(timer.due.get(process));
    timer.due.set(process, 0);
    this.protocol.expire(process, timer.id);
  }

  /** What an event is, in words: for traces and people who click. */
  describe(event: EventId): string {
    const { world } = this;
    if ((event & 1) === 0) {
      const slot = event >> 1;
      const kind = world.mail.kinds[world.mail.kindAt(slot) - 1]?.name ?? 'message';
      return `${kind} ${world.nameOf(world.mail.fromAt(slot))} → ${world.nameOf(world.mail.toAt(slot))}`;
    }
    const count = world.processes.length;
    const timer = world.timers[Math.floor((event >> 1) / count)]!;
    return `${timer.due.name} of ${world.nameOf((event >> 1) % count)}`;
  }

  private passTo(due: number): void {
    if (this.world.options.timed && due > this.world.now) this.world.now = due;
  }

  /** Whether an earlier message of the same link is still under way. */
  private isBehind(slot: number): boolean {
    const { mail } = this.world;
    const from = mail.fromAt(slot);
    const to = mail.toAt(slot);
    const order = mail.orderAt(slot);
    for (let other = 0; other < mail.top; other++) {
      if (
        other !== slot &&
        mail.kindAt(other) !== 0 &&
        mail.fromAt(other) === from &&
        mail.toAt(other) === to &&
        mail.orderAt(other) < order
      )
        return true;
    }
    return false;
  }
}

/** The message being handled, copied out of the state. */
class HeldMessage implements Payload {
  from = 0;
  kind = 0;
  private readonly words = new Int32Array(8);

  take(mail: Mailbox, slot: number): void {
    this.from = mail.fromAt(slot);
    this.kind = mail.kindAt(slot);
    const width = mail.payloadWords;
    for (let i = 0; i < width; i++) this.words[i] = mail.wordAt(slot, i);
  }

  word(index: number): number {
    return this.words[index]!;
  }
}
