import { Part } from '../../../kit/part.js';
import { has } from '../../../kit/sets.js';
import type { World } from '../../../world/world.js';
import type { MhaConfig, MysqlNode } from './config.js';
import type { MysqlServers } from './servers.js';

/** Pings in vain that make a dead master, and what comes after them, in ms. */
const PINGS = 3;
const FAILOVER = [2_000, 10_000] as const;
const SHUTDOWN = [3_000, 10_000] as const;

/**
 * MHA's manager (https://github.com/yoshinorim/mha4mysql-manager/wiki/Sequences_of_MHA): three pings in vain, a check of
 * the others, then: fetch what the dead master still has by SSH, bring all replicas to where the furthest of them is, promote
 * one, and end. It acts once; and not at all while a replica beside the master does not answer.
 */
export class Mha extends Part {
  private readonly pings = this.w.timer('MHA ping');
  private readonly failover = this.w.timer('MHA failover');
  /** The master that it watches, + 1; 0: it has ended. */
  private readonly master = this.w.one('MHA master', 'process');
  private readonly missed = this.w.one('MHA pings in vain');
  /** Servers whose machine has no power. */
  private readonly dark = this.w.one('dark machines', 'processes');

  constructor(
    w: World,
    private readonly config: MhaConfig,
    private readonly nodes: readonly MysqlNode[],
    private readonly servers: MysqlServers,
  ) {
    super(w);
  }

  start(master: number): void {
    this.master.set(0, master + 1);
    this.pings.arm(this.config.process, 1, this.config.pingMs);
  }

  restarted(p: number): void {
    if (p === this.config.process && this.master.get() !== 0) this.pings.arm(p, this.config.pingMs);
  }

  serverCrashed(p: number, powerLoss: boolean): void {
    if (powerLoss) this.dark.set(0, this.dark.get() | (1 << p));
  }

  serverRestarted(p: number): void {
    this.dark.set(0, this.dark.get() & ~(1 << p));
  }

  expire(p: number, timer: number): boolean {
    if (timer === this.pings.id) this.ping(p);
    else if (timer === this.failover.id) this.finish(p);
    else return false;
    return true;
  }

  private ping(p: number): void {
    const master = this.master.get() - 1;
    if (master < 0) return;
    const { pingMs } = this.config;
    const answers = this.w.talks(p, master) && this.servers.isRunning(master);
    this.missed.set(0, answers ? 0 : Math.min(PINGS, this.missed.get() + 1));
    if (this.missed.get() < PINGS) return this.pings.arm(p, pingMs);
    const reason = this.reasonToWait(p, master);
    if (reason !== undefined) {
      if (this.w.told) this.w.say('note', p, reason.text, ...reason.because);
      this.missed.set(0, 0);
      return this.pings.arm(p, pingMs);
    }
    if (this.w.told)
      this.w.say(
        'suspicion',
        p,
        `MHA has pinged ${this.name(master)} three times in vain and fails over.`,
        ...this.config.because.ping,
      );
    const more = this.config.shutsDown ? SHUTDOWN : ([0, 0] as const);
    this.failover.arm(p, FAILOVER[0] + more[0], FAILOVER[1] + more[1]);
  }

  private reasonToWait(p: number, master: number) {
    const { because, asksOthers, ignores } = this.config;
    for (let q = 0; q < this.nodes.length; q++) {
      if (q === master) continue;
      const answers = this.w.talks(p, q) && this.servers.isRunning(q);
      if (!answers && ignores[q] !== true)
        return {
          text: `MHA does not fail over: ${this.name(q)} does not answer either.`,
          because: because.ignore,
        };
      if (answers && asksOthers && this.w.talks(q, master) && this.servers.isRunning(master))
        return {
          text: `MHA does not fail over: ${this.name(q)} reaches ${this.name(master)}.`,
          because: because.check,
        };
    }
    return undefined;
  }

  private finish(p: number): void {
    const old = this.master.get() - 1;
    const reachable = this.reachable(p, old);
    const next = this.choose(reachable);
    if (old < 0 || next < 0) {
      this.pings.arm(p, this.config.pingMs);
      return;
    }
    const saved = this.fence(p, old);
    this.level(reachable, saved);
    this.servers.promote(next);
    this.servers.open(next);
    for (let q = 0; q < this.nodes.length; q++)
      if (q !== next && has(reachable, q)) this.servers.follow(q, next);
    // It has done its work and ends; a second failover needs somebody who starts it again.
    this.master.set(0, 0);
    this.missed.set(0, 0);
    if (this.w.told) this.w.say('note', p, `MHA has moved the writers to ${this.name(next)} and ends.`);
  }

  /** Keeps the old master from taking writes, as far as its scripts can; answers whose log was fetched, -1: nobody's. */
  private fence(p: number, old: number): number {
    const { w } = this;
    const dark = has(this.dark.get(), old);
    const there =
      !dark && w.network.passes(w.hostOf(p), w.hostOf(old)) && w.network.passes(w.hostOf(old), w.hostOf(p));
    if (this.config.shutsDown) {
      this.servers.stop(old);
      if (w.told) w.say('demotion', old, `${this.name(old)} is switched off.`, ...this.config.because.fence);
    } else if (this.config.movesAddress && there) {
      this.servers.stop(old);
      if (w.told)
        w.say(
          'demotion',
          old,
          `${this.name(old)} loses the address of the writers.`,
          ...this.config.because.fence,
        );
    } else if (w.told && w.isUp(old))
      w.say(
        'note',
        old,
        `Nothing keeps ${this.name(old)} from taking writes: MHA cannot reach its machine, and no script switches it off.`,
        ...this.config.because.fence,
      );
    return there ? old : -1;
  }

  /** Differential relay logs: every replica gets what the furthest one has, and what was fetched from the old master. */
  private level(reachable: number, saved: number): void {
    let furthest = saved;
    for (let q = 0; q < this.nodes.length; q++) {
      if (!has(reachable, q)) continue;
      if (furthest < 0 || this.servers.received(q) > this.servers.received(furthest)) furthest = q;
    }
    if (furthest < 0) return;
    for (let q = 0; q < this.nodes.length; q++)
      if (has(reachable, q) && q !== furthest && !this.servers.isAheadOf(q, furthest))
        this.servers.receive(q, furthest);
  }

  private reachable(p: number, master: number): number {
    let set = 0;
    for (let q = 0; q < this.nodes.length; q++)
      if (q !== master && this.w.talks(p, q) && this.servers.isStandby(q)) set |= 1 << q;
    return set;
  }

  /** candidate_master first, then the one that has received most. */
  private choose(reachable: number): number {
    let best = -1;
    for (let q = 0; q < this.nodes.length; q++) {
      const { preference } = this.nodes[q]!;
      if (!has(reachable, q) || preference < 0) continue;
      if (best < 0) best = q;
      const other = this.nodes[best]!.preference;
      if (
        preference > other ||
        (preference === other && this.servers.received(q) > this.servers.received(best))
      )
        best = q;
    }
    return best;
  }

  private name(p: number): string {
    return this.nodes[p]!.name;
  }
}
