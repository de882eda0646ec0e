import { Part } from '../../kit/part.js';
import { has } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';

/**
 * What each node thinks of the others. It is a matter of each for itself: nobody agrees on who is down
 * (https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#gossip).
 */
export class Detector extends Part {
  /** Whom it counts as down. */
  readonly down = this.w.perProcess('counted as down', 'processes');
  /** Whom it has not heard since a moment, and counts on all the same. */
  private readonly silent = this.w.perProcess('silent', 'processes');
  private readonly silentUntil = this.w.perPair('silent until', 'due');
  private readonly convict = this.w.timer('failure detection');
  private readonly notice = this.w.timer('return of a node');
  private readonly all: number;

  /**
   * @param returned Called when a node counts on others again, with the set of them.
   * @param gone Called when it counts on fewer.
   */
  constructor(
    w: World,
    private readonly config: LeaderlessConfig,
    private readonly returned: (p: number, who: number) => void,
    private readonly gone: (p: number) => void,
  ) {
    super(w);
    this.all = 2 ** config.nodes.length - 1;
  }

  /** Something was done to links or processes: who hears whom now? */
  look(): void {
    for (let p = 0; p < this.config.nodes.length; p++) if (this.w.isUp(p)) this.lookFrom(p);
  }

  expire(p: number, timer: number): boolean {
    if (timer === this.convict.id) this.onSilence(p);
    else if (timer === this.notice.id) this.onReturn(p);
    else return false;
    return true;
  }

  /** The host of another node says that the process is gone. */
  closed(p: number, peer: number): void {
    if (!this.config.hearsClose || has(this.down.get(p), peer)) return;
    this.countDown(p, 1 << peer, `the connection to it was closed`);
  }

  /** It starts anew: whoever does not answer at once counts as down soon enough. */
  forget(p: number): void {
    this.down.set(p, 0);
    this.quiet(p, this.silent.get(p));
  }

  private lookFrom(p: number): void {
    const heard = this.heardBy(p);
    const down = this.down.get(p);
    this.quiet(p, this.silent.get(p) & heard);
    const fresh = this.all & ~heard & ~down & ~this.silent.get(p);
    if (fresh !== 0) {
      const [least, most] = this.config.detectMs;
      for (let q = 0; q < this.config.nodes.length; q++)
        if (has(fresh, q)) this.silentUntil.set(this.pair(p, q), this.w.now + this.w.units(least));
      this.silent.set(p, this.silent.get(p) | fresh);
      if (!this.convict.isArmed(p)) this.convict.arm(p, least, most);
    }
    if ((down & heard) !== 0) {
      const [least, most] = this.config.returnMs;
      // A search takes the longer time only.
      if (!this.notice.isArmed(p)) this.notice.arm(p, this.w.options.searching ? most : least, most);
    } else this.notice.cancel(p);
  }

  /** Those are not silent any more, or count as down already. */
  private quiet(p: number, who: number): void {
    for (let q = 0; q < this.config.nodes.length; q++)
      if (has(who, q)) this.silentUntil.set(this.pair(p, q), 0);
    this.silent.set(p, this.silent.get(p) & ~who);
    if (this.silent.get(p) === 0) this.convict.cancel(p);
  }

  private onSilence(p: number): void {
    let due = 0;
    let next = 0;
    for (let q = 0; q < this.config.nodes.length; q++) {
      const at = this.silentUntil.get(this.pair(p, q));
      if (at === 0) continue;
      if (at <= this.w.now) due |= 1 << q;
      else if (next === 0 || at < next) next = at;
    }
    const [least, most] = this.config.detectMs;
    this.countDown(
      p,
      due,
      `${(due & (due - 1)) === 0 ? 'it has' : 'they have'} not been heard for ${Math.round(least / 1000)} to ${Math.round(most / 1000)} s`,
    );
    if (next === 0) return;
    const left = (next - this.w.now) * this.w.options.unitMs;
    this.convict.arm(p, left, left + most - least);
  }

  private countDown(p: number, who: number, why: string): void {
    this.quiet(p, who);
    const fresh = who & ~this.down.get(p);
    this.down.set(p, this.down.get(p) | who);
    if (fresh === 0) return;
    if (this.w.told)
      this.w.say(
        'suspicion',
        p,
        `${this.w.nameOf(p)} counts ${this.names(fresh)} as down: ${why}.`,
        ...this.config.because.detect,
      );
    this.gone(p);
  }

  private onReturn(p: number): void {
    const back = this.down.get(p) & this.heardBy(p);
    this.down.set(p, this.down.get(p) & ~back);
    if (back === 0) return;
    if (this.w.told) this.w.say('recovery', p, `${this.w.nameOf(p)} counts on ${this.names(back)} again.`);
    this.returned(p, back);
  }

  /** Whose news come to a node. */
  private heardBy(p: number): number {
    let heard = 1 << p;
    let from = heard;
    while (from !== 0) {
      let more = 0;
      for (let a = 0; a < this.config.nodes.length; a++) {
        if (!has(from, a)) continue;
        for (let b = 0; b < this.config.nodes.length; b++)
          if (!has(heard, b) && this.w.talks(a, b)) more |= 1 << b;
      }
      heard |= more;
      from = this.config.gossip ? more : 0;
    }
    return heard;
  }

  private names(set: number): string {
    return this.config.nodes.flatMap(({ name }, q) => (has(set, q) ? [name] : [])).join(', ');
  }

  private pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }
}
