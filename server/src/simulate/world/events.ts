import type { Payload, Protocol } from '../protocol.js';
import { FirstTimer } from './first-timer.js';
import type { Mailbox } from './mailbox.js';
import { STATUS, type World } from './world.js';

/** Later than anything. */
const NEVER = 0x7fffffff;

/** A message or a timer that may come next, as one number: `slot * 2` or `(timer * processes + process) * 2 + 1`. */
export type EventId = number;

/** Events that may come next: the first `count` of them. Kept from one question to the next, for it is asked at every step. */
export class EventList {
  readonly events: EventId[] = [];
  count = 0;

  add(event: EventId): void {
    this.events[this.count++] = event;
  }
}

/** What comes next in a world, and making it happen. The one place where a protocol's handlers are called for events. */
export class Events {
  private readonly held = new HeldMessage();
  private readonly timers: FirstTimer;
  private readonly asksIdle: boolean;

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
  ) {
    this.timers = new FirstTimer(world);
    const { searching, timed, whole } = world.options;
    this.asksIdle = searching && timed && whole !== true && protocol.isIdle !== undefined;
  }

  /** When the next event is due, in units; -1: nothing will ever happen by itself. */
  nextDue(): number {
    const { world } = this;
    const { mail, s, now } = world;
    const status = world.status.base;
    const { top, slotWords } = mail;
    let least = NEVER;
    for (let slot = 0, at = mail.baseWord; slot < top; slot++, at += slotWords) {
      if (s[at] === 0 || s[at + 3]! >= least || s[status + s[at + 2]!] === STATUS.paused) continue;
      least = s[at + 3]!;
      if (least <= now) return now;
    }
    const count = world.processes.length;
    const { timers } = world;
    for (let t = 0; t < timers.length; t++) {
      const { base } = timers[t]!.due;
      for (let p = 0; p < count; p++) {
        const at = s[base + p]!;
        if (at !== 0 && at < least && s[status + p] === STATUS.up) {
          least = at;
          if (least <= now) return now;
        }
      }
    }
    return least === NEVER ? -1 : Math.max(least, now);
  }

  /**
   * All events that may come next. Without a clock: every one. With a clock: those that are due first. Messages come in
   * rounds: what is sent in a round arrives in the next one, and what arrives at different processes in one round does not
   * touch each other, so that only the orders at one process differ; the others wait for their turn. Messages of a link
   * keep their order, and answers that are only counted come in the order of their senders. Timers wait until no
   * message is under way, and go off one by one in any order: latencies are far shorter than they, and no two go off
   * within one.
   */
  enabled(into: EventList): void {
    into.count = 0;
    if (this.world.options.timed) this.enabledNow(into);
    else this.enabledEver(into);
  }

  /** Whether a round is over: nothing of the present round is still to be done. */
  isBetweenRounds(): boolean {
    return this.isDone(this.world.mail.barrier);
  }

  /**
   * Whether nothing was left to do, where time passes, when it was last asked what is enabled: only the passing of time brings
   * more.
   */
  quiet = false;
  /** Where nothing was left to do then: when the next event is due, in units; -1: nothing will ever happen by itself. */
  upcoming = -1;

  /** Whether data are under way, so that it matters who has got them. */
  carriesData(): boolean {
    const { mail } = this.world;
    if (!mail.haveData) return false;
    for (let slot = 0; slot < mail.top; slot++) {
      const kind = mail.kindAt(slot);
      if (kind !== 0 && mail.kinds[kind - 1]!.lags) return true;
    }
    return false;
  }

  private isDone(order: number): boolean {
    const { mail, timers, s, now, status, processes } = this.world;
    const { top, slotWords } = mail;
    for (let slot = 0, at = mail.baseWord; slot < top; slot++, at += slotWords) {
      if (s[at] === 0 || s[at + 3]! > now || s[at + 4]! > order) continue;
      if (s[status.base + s[at + 2]!] !== STATUS.paused) return false;
    }
    const count = processes.length;
    for (let t = 0; t < timers.length; t++) {
      const { base } = timers[t]!.due;
      for (let p = 0; p < count; p++) {
        const at = s[base + p]!;
        if (at !== 0 && at <= now && s[status.base + p] === STATUS.up) return false;
      }
    }
    return true;
  }

  private enabledEver(into: EventList): void {
    const { world } = this;
    const { mail, timers } = world;
    const count = world.processes.length;
    for (let slot = 0; slot < mail.top; slot++) {
      if (mail.kindAt(slot) === 0 || world.status.get(mail.toAt(slot)) === STATUS.paused) continue;
      if (world.reaches(mail.fromAt(slot), mail.toAt(slot))) into.add(slot * 2);
    }
    for (let t = 0; t < timers.length; t++) {
      const { due } = timers[t]!;
      for (let p = 0; p < count; p++)
        if (due.get(p) !== 0 && world.status.get(p) === STATUS.up) into.add((t * count + p) * 2 + 1);
    }
  }

  private enabledNow(into: EventList): void {
    const { world } = this;
    const { now, processes } = world;
    if (this.messagesUntil(now, into)) {
      this.quiet = false;
      return;
    }
    const until = this.nextDue();
    this.upcoming = until;
    this.quiet = until !== now;
    if (until < 0 || (until > now && this.messagesUntil(until, into))) return;
    const count = processes.length;
    const { timers, s } = world;
    const status = world.status.base;
    for (let t = 0; t < timers.length; t++) {
      const { base } = timers[t]!.due;
      for (let p = 0; p < count; p++) {
        const at = s[base + p]!;
        if (at === 0 || at > until || s[status + p] !== STATUS.up) continue;
        if (this.asksIdle && this.protocol.isIdle?.(p, t) === true) {
          into.count = 0;
          into.add((t * count + p) * 2 + 1);
          return;
        }
        into.add((t * count + p) * 2 + 1);
      }
    }
  }

  /** Messages that may come next, of those that are due until a moment: to one process, those of the present round first. */
  private messagesUntil(until: number, into: EventList): boolean {
    const { world } = this;
    const count = world.processes.length;
    const { barrier, top, baseWord, slotWords } = world.mail;
    const { s } = world;
    const status = world.status.base;
    let first = count;
    let laterFirst = count;
    for (let slot = 0, at = baseWord; slot < top; slot++, at += slotWords) {
      if (s[at] === 0 || s[at + 3]! > until) continue;
      const to = s[at + 2]!;
      if (s[status + to] === STATUS.paused) continue;
      if (s[at + 4]! <= barrier) {
        if (to < first) first = to;
      } else if (to < laterFirst) laterFirst = to;
    }
    const inRound = first < count;
    const process = inRound ? first : laterFirst;
    if (process === count) return false;
    this.messagesTo(process, until, inRound ? barrier : NEVER, into);
    return true;
  }

  private messagesTo(process: number, until: number, barrier: number, into: EventList): void {
    const { mail, s } = this.world;
    const { top, baseWord, slotWords } = mail;
    let tally = -1;
    let tallyFrom = 0;
    for (let slot = 0, at = baseWord; slot < top; slot++, at += slotWords) {
      const kind = s[at]!;
      if (kind === 0 || s[at + 2] !== process || s[at + 3]! > until) continue;
      if (s[at + 4]! > barrier || this.isBehind(at)) continue;
      if (!mail.kinds[kind - 1]!.tally) into.add(slot * 2);
      else if (tally < 0 || s[at + 1]! < tallyFrom) {
        tally = slot;
        tallyFrom = s[at + 1]!;
      }
    }
    if (tally < 0) return;
    into.count = 0;
    into.add(tally * 2);
  }

  /** When the event that `first` answered is due; Infinity: there is none. */
  firstDue = Infinity;

  /** The event that a clock takes next: the earliest; of several the one that was sent first, messages before timers. */
  first(): EventId {
    const { world } = this;
    const { mail, s } = world;
    const status = world.status.base;
    let best = -1;
    let bestDue = Infinity;
    let bestOrder = Infinity;
    const { top, slotWords } = mail;
    for (let slot = 0, at = mail.baseWord; slot < top; slot++, at += slotWords) {
      if (s[at] === 0) continue;
      const due = s[at + 3]!;
      if (due > bestDue || (due === bestDue && s[at + 4]! > bestOrder)) continue;
      if (s[status + s[at + 2]!] === STATUS.paused) continue;
      bestDue = due;
      bestOrder = s[at + 4]!;
      best = slot * 2;
    }
    const { timers } = this;
    const timer = timers.first();
    if (timer >= 0 && timers.due < bestDue) {
      bestDue = timers.due;
      best = timer * 2 + 1;
    }
    this.firstDue = best < 0 ? Infinity : Math.max(bestDue, world.now);
    return best;
  }

  /** Makes an event happen. Time moves on to when it is due. Answers the process that it happened to. */
  happen(event: EventId): number {
    const { world } = this;
    if ((event & 1) === 0) {
      const slot = event >> 1;
      this.passTo(world.mail.dueAt(slot));
      const to = world.mail.toAt(slot);
      const arrives = world.reaches(world.mail.fromAt(slot), to);
      if (world.options.timed && world.mail.orderAt(slot) > world.mail.barrier) world.mail.beginRound();
      // Taken out first: what the handler sends may need the slot.
      this.held.take(world.mail, slot);
      world.mail.remove(slot);
      if (arrives) this.protocol.deliver(to, this.held);
      return to;
    }
    const count = world.processes.length;
    const timer = world.timers[Math.floor((event >> 1) / count)]!;
    const process = (event >> 1) % count;
    this.passTo(timer.due.get(process));
    if (timer.goesOff(process)) this.protocol.expire(process, timer.id);
    return process;
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

  /** Whether an earlier message of the same link is still under way. @param at Where its words begin. */
  private isBehind(at: number): boolean {
    const { mail, s } = this.world;
    const { top, baseWord, slotWords } = mail;
    const from = s[at + 1]!;
    const to = s[at + 2]!;
    const order = s[at + 4]!;
    for (let slot = 0, other = baseWord; slot < top; slot++, other += slotWords)
      if (s[other + 4]! < order && s[other + 1] === from && s[other + 2] === to && s[other] !== 0)
        return true;
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
    mail.copyWords(slot, this.words);
  }

  word(index: number): number {
    return this.words[index]!;
  }
}
