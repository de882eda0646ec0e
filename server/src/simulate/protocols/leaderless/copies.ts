import type { NumberSets } from '../../kit/number-sets.js';
import { Part } from '../../kit/part.js';
import { has } from '../../kit/sets.js';
import { KEYS, Writes } from '../../kit/writes.js';
import type { World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';

/** What each node keeps of each key: the latest write, or all that nobody has replaced knowingly. */
export class Copies extends Part {
  readonly writes: Writes;
  /** Per node and key: the latest write, + 1. */
  private readonly latest = this.w.perProcess('latest write', 'value', KEYS);
  private readonly synced = this.w.perProcess('latest write on disk', 'value', KEYS);
  /** Per node: all writes that it has, or that those it has know of. */
  private readonly held;
  private readonly heldOnDisk;
  private readonly sync = this.w.timer('commit log sync');
  private readonly siblings: boolean;

  constructor(
    w: World,
    private readonly config: LeaderlessConfig,
  ) {
    super(w);
    this.writes = new Writes(
      w,
      config.conditional !== undefined ? 'rounds' : config.clocks ? 'clocks' : 'begin',
      config.merges,
    );
    this.siblings = config.resolve === 'siblings';
    this.held = this.siblings ? this.writes.setsPerProcess('writes held') : undefined;
    this.heldOnDisk = this.siblings ? this.writes.setsPerProcess('writes on disk') : undefined;
  }

  /** All writes that a node has or has replaced knowingly, where siblings are kept. */
  get sets() {
    return this.held;
  }

  /** The latest write of a key that a node has; -1: none. */
  latestOf(p: number, key: number): number {
    return this.latest.get(p * KEYS + key) - 1;
  }

  /** Whether a node has something of the key that the write does not know. */
  isAheadOf(p: number, id: number): boolean {
    return this.held !== undefined && this.writes.stranger(id, this.held, p, 0) >= 0;
  }

  take(p: number, id: number): void {
    if (this.siblings) this.takeBeside(p, id);
    else this.takeLatest(p, id);
    if (this.config.nodes[p]!.syncMs === 0) this.flush(p);
    // A search loses what a node ever took in one go, or nothing: the first is soon after the write.
    else if (!this.w.options.searching && !this.sync.isArmed(p))
      this.sync.arm(p, 1, this.config.nodes[p]!.syncMs);
  }

  expire(p: number, timer: number): boolean {
    if (timer !== this.sync.id) return false;
    this.flush(p);
    return true;
  }

  /** The power is gone: what was not on disk is lost. */
  powerLost(p: number): void {
    let gone = false;
    for (let key = 0; key < KEYS; key++)
      gone ||= this.latest.get(p * KEYS + key) !== this.synced.get(p * KEYS + key);
    if (this.held !== undefined) gone ||= this.held.nextBeside(p, this.heldOnDisk!, p, 0) >= 0;
    if (!gone || (this.w.options.searching && this.w.choose(2) === 1)) return;
    for (let key = 0; key < KEYS; key++) this.latest.set(p * KEYS + key, this.synced.get(p * KEYS + key));
    this.held?.copy(p, this.heldOnDisk!, p);
    if (this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses what it had confirmed and not yet synced to disk.`,
        ...this.config.because.sync,
      );
  }

  /** Whether a node shows that a write was made: it is there, or was replaced by one that knew of it. */
  shows(p: number, id: number): boolean {
    if (this.held !== undefined) return this.held.has(p, id);
    const latest = this.latestOf(p, this.writes.keyOf(id));
    return latest >= 0 && this.writes.covers(latest, id);
  }

  /** What all of these nodes come to when they have talked: does it have the write? */
  survives(nodes: number, id: number): boolean {
    const { writes } = this;
    let best = -1;
    for (let p = 0; p < this.config.nodes.length; p++) {
      if (!has(nodes, p)) continue;
      if (this.held !== undefined) {
        if (this.held.has(p, id)) return true;
        continue;
      }
      const latest = this.latestOf(p, writes.keyOf(id));
      if (latest < 0) continue;
      // What is under way still learns of others; it replaces nothing for good before it is acknowledged.
      if (writes.isUnderWay(latest)) {
        if (writes.covers(latest, id)) return true;
      } else if (best < 0 || writes.isLater(latest, best)) best = latest;
    }
    return best >= 0 && writes.covers(best, id);
  }

  /**
   * Some node has it for ever, if no other write begins: siblings are kept beside each other, and of the rest the latest replaces
   * all others. Rounds may be agreed on in another order yet. Where power can fail only what is on disk is there for ever; a
   * process that ends leaves to the system what it has written.
   */
  staysOf(id: number): boolean {
    const { writes } = this;
    const lasts = this.w.options.losesPower === false;
    const heldForEver = lasts ? this.held : this.heldOnDisk;
    const latest = lasts ? this.latest : this.synced;
    if (heldForEver === undefined)
      for (let other = 0; other < writes.total; other++)
        if (other !== id && (this.config.conditional !== undefined || !writes.isLater(id, other)))
          return false;
    const at = writes.keyOf(id);
    for (let p = 0; p < this.config.nodes.length; p++)
      if (heldForEver === undefined ? latest.get(p * KEYS + at) === id + 1 : heldForEver.has(p, id))
        return true;
    return false;
  }

  position(p: number): number {
    if (this.held !== undefined) return this.held.last(p) + 1;
    let most = 0;
    for (let key = 0; key < KEYS; key++) most = Math.max(most, this.latest.get(p * KEYS + key));
    return most;
  }

  private takeLatest(p: number, id: number): void {
    const { writes } = this;
    const key = writes.keyOf(id);
    const before = this.latestOf(p, key);
    if (before === id) return;
    writes.meet(id, before);
    const stays = before < 0 || writes.isLater(id, before);
    if (stays) this.latest.set(p * KEYS + key, id + 1);
    if (before < 0) return;
    const [loser, winner] = stays ? [before, id] : [id, before];
    // Of two that were under way at once the later one may replace the other: nobody could have known.
    if (!writes.covers(winner, loser) && writes.noteConflict(loser, winner) && this.w.told)
      this.w.say(
        'conflict',
        p,
        `${this.w.nameOf(p)} keeps write ${writes.numberAt(winner)} of key ${key} and drops write ${writes.numberAt(loser)}, of which it did not know: ${this.config.words.conflict}.`,
        ...this.config.because.write,
      );
  }

  private takeBeside(p: number, id: number): void {
    const { held, writes } = this;
    if (held === undefined || held.has(p, id)) return;
    const stranger = writes.meetStranger(id, held, p);
    held.add(p, id);
    held.merge(p, writes.known, id);
    if (stranger >= 0) this.tellSiblings(p, stranger, id);
  }

  /** Somebody reads what another node has beside what was read so far: siblings meet. */
  compare(p: number, key: number, sets: NumberSets, row: number, from: number): void {
    const { held, writes } = this;
    if (held === undefined) return;
    const there = writes.lastBeside(key, held, from, sets, row);
    const here = there < 0 ? -1 : writes.lastBeside(key, sets, row, held, from);
    if (here >= 0 && writes.noteConflict(here, there)) this.tellSiblings(p, here, there);
  }

  private tellSiblings(p: number, one: number, other: number): void {
    if (!this.w.told) return;
    const { writes } = this;
    this.w.say(
      'conflict',
      p,
      `${this.w.nameOf(p)} finds writes ${writes.numberAt(one)} and ${writes.numberAt(other)} of key ${writes.keyOf(one)} side by side, for neither knew of the other: ${this.config.words.conflict}.`,
      ...this.config.because.write,
    );
  }

  private flush(p: number): void {
    for (let key = 0; key < KEYS; key++) this.synced.set(p * KEYS + key, this.latest.get(p * KEYS + key));
    this.heldOnDisk?.copy(p, this.held!, p);
  }
}
