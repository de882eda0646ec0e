import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import { ManagedPostgres } from './managed.js';
import type { RepmgrConfig } from './repmgr-config.js';

const WATCHING = 0;
/** The primary does not answer: it is tried so often before there is an election. */
const TRYING = 1;
/** Another standby is better: it waits to be told of the new primary. */
const WAITING = 2;
/** It gave up: it follows a new primary when it is told of one, and promotes nobody. */
const DEGRADED = 3;

/**
 * PostgreSQL under repmgr: a daemon beside each standby tries the primary, and when it is gone for good the standbys that see more than half of
 * themselves elect the one that is furthest (do_election in repmgrd, https://www.repmgr.org/docs/current/repmgrd-automatic-failover.html).
 * Nobody stops the old primary, and one that comes back is a primary still.
 */
export class Repmgr extends ManagedPostgres {
  private readonly state = this.w.perProcess('repmgrd');
  private readonly check = this.w.timer('reconnect attempts');
  private readonly told = this.w.timer('told of the new primary');
  /** The primary that a daemon is to follow next. */
  private readonly next = this.w.perProcess('new primary', 'process');

  constructor(
    world: World,
    private readonly config: RepmgrConfig,
  ) {
    super(
      world,
      config.nodes.map(({ postgres }) => postgres),
    );
  }

  start(): void {
    this.pg.begin(this.config.leader ?? this.w.choose(this.n));
  }

  expire(p: number, timer: number): void {
    const was = p < this.n && this.pg.isPrimary(p);
    if (this.pg.expire(p, timer)) {
      if (p < this.n && !was && this.pg.isPrimary(p)) this.announce(p);
      return;
    }
    const i = p - this.n;
    if (timer === this.check.id) this.decide(i);
    else if (timer === this.told.id) this.follow(i);
  }

  override role(p: number) {
    return p >= this.n * 2 ? 'arbiter' : super.role(p);
  }

  crashed(p: number, powerLoss: boolean): void {
    if (p < this.n) this.pg.crashed(p, powerLoss);
    else {
      this.state.set(p, WATCHING);
      this.next.set(p, 0);
    }
  }

  restarted(p: number): void {
    if (p < this.n) this.pg.restarted(p);
  }

  override faulted(): void {
    for (let i = 0; i < this.n; i++) this.watch(i);
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind === 'cancelWaits') {
      this.pg.cancelWaits(p);
      return true;
    }
    return fault.kind === 'promote' && this.pg.promote(p);
  }

  /** Whether the daemon of a standby reaches the server that it follows. */
  private sees(i: number, upstream: number): boolean {
    return this.w.talks(this.agent(i), upstream) && this.pg.isRunning(upstream);
  }

  private watch(i: number): void {
    const { pg, w } = this;
    const a = this.agent(i);
    const upstream = pg.upstream(i);
    if (!w.isUp(a) || !w.isUp(i) || !pg.isStandby(i) || upstream < 0) return;
    if (this.sees(i, upstream)) {
      if (this.state.get(a) === DEGRADED) this.state.set(a, WATCHING);
      return;
    }
    const { automatic, attempts, intervalMs, monitorMs, connectMs, because } = this.config.nodes[i]!;
    if (this.state.get(a) !== WATCHING || !automatic) return;
    this.state.set(a, TRYING);
    if (w.told)
      w.say(
        'suspicion',
        a,
        `${w.nameOf(i)} does not reach ${w.nameOf(upstream)} and tries ${attempts} times, ${intervalMs / 1000} s apart.`,
        ...because.attempts,
      );
    const tries = (attempts - 1) * intervalMs;
    this.check.arm(a, tries + 1, tries + monitorMs + attempts * connectMs);
  }

  /** The attempts are over, or nobody has told of a new primary. */
  private decide(i: number): void {
    const { pg, w } = this;
    const a = this.agent(i);
    const upstream = pg.upstream(i);
    this.state.set(a, WATCHING);
    if (!pg.isStandby(i) || upstream < 0 || this.sees(i, upstream)) return;
    const winner = this.elect(i, upstream);
    if (winner === i) {
      if (w.told) w.say('election', a, `${w.nameOf(i)} wins the election and is promoted.`);
      pg.promote(i);
    } else if (winner >= 0) {
      this.state.set(a, WAITING);
      this.check.arm(a, this.config.nodes[i]!.notificationMs);
    } else this.state.set(a, DEGRADED);
  }

  /** Who is to lead, as one standby sees it; -1: nobody may be promoted. */
  private elect(i: number, upstream: number): number {
    const { pg, w, config } = this;
    const a = this.agent(i);
    const own = config.nodes[i]!;
    const there = config.nodes[upstream]!.location;
    if (own.priority <= 0) return -1;
    let best = i;
    let visible = 1;
    let siblings = 1;
    let seesLocation = own.location === there;
    let stillSeen = 0;
    for (let j = 0; j < this.n; j++) {
      if (j === i || j === upstream || pg.isPrimary(j)) {
        if (j !== i && j !== upstream && w.talks(a, j) && pg.isPrimary(j)) {
          this.tell(i, j);
          return -1;
        }
        continue;
      }
      siblings++;
      if (!w.talks(a, j) || !pg.isRunning(j)) continue;
      visible++;
      const node = config.nodes[j]!;
      seesLocation ||= node.location === there;
      if (!w.isUp(this.agent(j))) continue;
      if (this.sees(j, upstream)) stillSeen++;
      if (node.priority > 0 && this.isBetter(j, best)) best = j;
    }
    for (const [k, location] of config.witnesses.entries()) {
      siblings++;
      if (!w.talks(a, this.n * 2 + k)) continue;
      visible++;
      seesLocation ||= location === there;
    }
    if (!seesLocation) return this.refuse(i, 'sees nobody at the location of the primary');
    if (stillSeen > 0 && own.consensus) return this.refuse(i, 'hears that others still see the primary');
    // The only standby wins by default.
    if (siblings > 1 && visible * 2 <= siblings)
      return this.refuse(i, `sees ${visible} of ${siblings} nodes, and that is not more than half`);
    return best;
  }

  private isBetter(j: number, than: number): boolean {
    const { pg, config } = this;
    const difference = pg.received(j) - pg.received(than);
    if (difference !== 0) return difference > 0;
    const priority = config.nodes[j]!.priority - config.nodes[than]!.priority;
    return priority > 0 || (priority === 0 && j < than);
  }

  private refuse(i: number, why: string): -1 {
    if (this.w.told)
      this.w.say(
        'blocked',
        this.agent(i),
        `${this.w.nameOf(i)} ${why}: nobody is promoted.`,
        ...this.config.nodes[i]!.because.rules,
      );
    return -1;
  }

  /** A new primary tells every other standby that it reaches. */
  private announce(p: number): void {
    for (let j = 0; j < this.n; j++)
      if (j !== p && this.pg.isStandby(j) && this.pg.upstream(j) !== p && this.w.talks(p, j)) this.tell(j, p);
  }

  private tell(j: number, primary: number): void {
    const a = this.agent(j);
    if (!this.w.isUp(a)) return;
    this.check.cancel(a);
    this.next.set(a, primary + 1);
    this.told.arm(a, 500, 5_000);
  }

  private follow(i: number): void {
    const a = this.agent(i);
    const primary = this.next.get(a) - 1;
    this.next.set(a, 0);
    this.state.set(a, WATCHING);
    if (primary >= 0 && this.pg.isStandby(i) && this.w.talks(i, primary)) this.pg.follow(i, primary);
    this.watch(i);
  }
}
