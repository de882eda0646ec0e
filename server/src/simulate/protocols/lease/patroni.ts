import { changeStatus } from '../../faults.js';
import { type Lock, type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import type { LeaseConfig } from './config.js';
import { hearAgain } from './demotion.js';
import { finishJob, finishRestore, goOn, wake } from './loop.js';
import { watchMembers } from './member-keys.js';
import { reigns } from './reign.js';
import { JOB, LeaseState, PHASE } from './state.js';
import { beginSync, finishSync } from './sync.js';

/**
 * How long a machine that its watchdog resets takes until its services run again. Taken, for no document tells it: less of a virtual
 * machine, more where firmware tests memory. That it is reset and not switched off: https://docs.kernel.org/watchdog/watchdog-api.html.
 */
const BOOT_MS: readonly [least: number, most: number] = [20_000, 90_000];

/**
 * PostgreSQL under Patroni: each node has an agent; the agent that holds a lock with a lease in the DCS runs the primary
 * (https://patroni.readthedocs.io/).
 */
export class Patroni extends Protocol {
  readonly s: LeaseState;

  /**
   * @param members Processes that keep the lock.
   * @param symmetric Those that may change places.
   */
  constructor(
    world: World,
    config: LeaseConfig,
    members: readonly number[],
    override readonly symmetric: readonly (readonly number[])[] = [],
  ) {
    super(world);
    this.s = new LeaseState(world, config, members, lock => this.serviceChanged(lock));
    world.watchers.push({ paused: p => this.frozen(p) });
  }

  start(): void {
    const { s, w } = this;
    const able = s.config.nodes.flatMap(({ noFailover }, i) => (noFailover ? [] : [i]));
    const leader = able.length === 0 ? 0 : able[w.choose(able.length)]!;
    const upstreamOf = (i: number) => {
      const from = s.node(i).replicateFrom;
      return from === undefined || from === leader ? undefined : from;
    };
    s.pg.begin(leader, upstreamOf);
    s.lastTimeline.set(0, 1);
    s.paused.set(0, s.config.paused ? 1 : 0);
    // The lock was renewed with the last round of the loop; the next one comes loop_wait after it.
    const { loopWaitMs } = s.config;
    const agent = s.agent(leader);
    s.loop.arm(agent, 1, loopWaitMs);
    s.service.start(agent, Math.max(0, loopWaitMs - s.loop.leftMs(agent)));
    s.saw.set(agent, agent + 1);
    for (let i = 0; i < s.n; i++) {
      s.had.set(0, s.had.get() | (1 << s.agent(i)));
    }
    const { watchdogMs } = s.node(leader);
    if (watchdogMs !== undefined) s.watchdog.arm(leader, watchdogMs);
    beginSync(s, leader);
  }

  deliver(to: number, m: Payload): void {
    this.s.pg.deliver(to, m);
  }

  expire(p: number, timer: number): void {
    const { s } = this;
    if (s.service.expire(p, timer)) return;
    if (p < s.n && s.job.get(s.agent(p)) === JOB.restoring && s.pg.isChanging(p)) {
      finishRestore(s, p);
      s.pg.expire(p, timer);
      // It streams already when it takes connections.
      if (s.pg.isStandby(p)) s.pg.streams.seek(p, 1, 5);
      return;
    }
    if (s.pg.expire(p, timer)) return;
    if (timer === s.watchdog.id) return this.reset(p);
    const i = p - s.n;
    if (timer === s.loop.id) wake(s, this, i);
    else if (timer === s.work.id) finishJob(s, i);
    else if (timer === s.syncing.id) finishSync(s, i);
  }

  write(p: number, operation: number): void {
    this.s.pg.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.s.pg.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.s.pg.holds(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.s.pg.holdsUpTo(p, epoch);
  }

  role(p: number): NodeRole {
    const { pg, n } = this.s;
    if (p >= n) return this.s.isAgent(p) ? 'peer' : 'arbiter';
    return pg.isPrimary(p) ? 'leader' : pg.isRunning(p) ? 'replica' : 'down';
  }

  override leaders(): readonly number[] {
    const { pg, n } = this.s;
    return this.w.processes.flatMap((_, p) => (p < n && pg.isPrimary(p) && !this.w.isDown(p) ? [p] : []));
  }

  override lock(): Lock {
    const { owner, service } = this.s;
    return { holder: owner, leftMs: service.leftMs };
  }

  override keeperRole(p: number): NodeRole | undefined {
    return this.s.service.roleOf(p);
  }

  epoch(p: number): number {
    return p < this.s.n ? this.s.pg.epoch(p) : 0;
  }

  position(p: number): number {
    return p < this.s.n ? this.s.pg.position(p) : 0;
  }

  writable(p: number): boolean {
    return p < this.s.n && this.s.pg.isPrimary(p);
  }

  /** Whoever has the lock runs as primary without it. */
  isLost(operation: number): boolean {
    const { pg, owner } = this.s;
    if (owner < 0 || !pg.isPrimary(owner) || !this.w.isUp(owner)) return false;
    const { operations } = this.w;
    return !pg.state.log.contains(owner, operations.epoch.get(operation), operations.index.get(operation));
  }

  override isSafe(operation: number): boolean {
    return this.s.pg.isSafe(operation);
  }

  override leadsForGood(ends: number): boolean {
    return reigns(this.s, ends);
  }

  override broken(): readonly string[] {
    return this.s.pg.broken();
  }

  crashed(p: number, powerLoss: boolean): void {
    const { s } = this;
    if (p < s.n) {
      if (s.job.get(s.agent(p)) === JOB.restoring) s.job.set(s.agent(p), JOB.none);
      s.pg.crashed(p, powerLoss);
      return goOn(s, p);
    }
    if (s.isAgent(p)) {
      s.phase.set(p, PHASE.idle);
      s.saw.set(p, 0);
      s.job.set(p, 0);
      s.had.set(0, s.had.get() & ~(1 << p));
      return;
    }
    const agent = s.config.localAgents?.indexOf(p) ?? -1;
    // Stopped cleanly it leaves, and its sessions end; killed it does not.
    if (agent >= 0 && s.owner === agent && !powerLoss && this.w.choose(2) === 1) {
      if (this.w.told)
        this.w.say(
          'suspicion',
          p,
          `${this.w.nameOf(p)} leaves, and the session that ${s.name(agent)} has the lock by ends.`,
        );
      s.service.release(s.agent(agent));
    }
  }

  /** A server of a machine that starts waits for its agent. */
  restarted(p: number): void {
    const { s } = this;
    if (s.isAgent(p)) s.soon(p - s.n, 1_000);
    else if (p < s.n && this.w.isUp(s.agent(p))) s.soon(p, 1_000);
  }

  override closed(p: number, peer: number): void {
    this.s.pg.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    const { s, w } = this;
    s.pg.joined(hostA, hostB);
    for (let i = 0; i < s.n; i++) {
      for (let j = 0; j < s.n; j++) {
        if (i === j) continue;
        if (
          (w.hostOf(i) === hostA && w.hostOf(j) === hostB) ||
          (w.hostOf(i) === hostB && w.hostOf(j) === hostA)
        )
          hearAgain(s, i, j);
      }
    }
  }

  override resumed(p: number): void {
    const { s } = this;
    if (p < s.n) return goOn(s, p);
    if (!s.isAgent(p)) return;
    const held = s.saw.get(p) === p + 1;
    // What it had read before counts until its watch has caught up with what happened meanwhile.
    if (held && s.config.putsBlindly && s.owner >= 0 && s.agent(s.owner) !== p && this.w.choose(2) === 1)
      s.phase.set(p, PHASE.waiting);
    // It was frozen, not cut off: its connections are still there.
    if (s.reaches(p - s.n)) s.had.set(0, s.had.get() | (1 << p));
    s.soon(p - s.n, 300);
  }

  override diskStalled(host: number, on: boolean): void {
    this.s.pg.diskStalled(host, on);
  }

  override faulted(): void {
    this.s.service.look();
    this.serviceChanged(false);
  }

  override command(fault: Fault, p: number): boolean {
    const { s } = this;
    switch (fault.kind) {
      case 'maintenance':
        s.paused.set(0, fault.on ? 1 : 0);
        for (let i = 0; i < s.n; i++) if (this.w.isUp(s.agent(i)) && s.reaches(i)) s.soon(i);
        return true;
      case 'cancelWaits':
        s.pg.cancelWaits(p);
        return true;
      case 'promote': {
        if (!s.pg.isStandby(p) || !this.w.isUp(s.agent(p)) || !s.reaches(p)) return false;
        s.forced.set(0, p + 1);
        const { owner } = s;
        const next = owner < 0 ? p : owner;
        if (this.w.isUp(s.agent(next)) && s.reaches(next)) s.soon(next);
        return true;
      }
      default:
        return false;
    }
  }

  /** Its agent finds out with its next round, also where nothing else would come of that one. */
  private frozen(p: number): void {
    const { s, w } = this;
    if (p >= s.n || w.options.unitMs !== 1) return;
    const a = s.agent(p);
    if (w.isUp(a) && s.phase.get(a) === PHASE.idle && !s.loop.isArmed(a))
      s.loop.arm(a, 1, s.config.loopWaitMs);
  }

  /** The lock has changed hands, or some agents reach the service that did not before: their watches tell them. */
  private serviceChanged(lock: boolean): void {
    const { s, w } = this;
    let now = 0;
    for (let i = 0; i < s.n; i++) {
      const a = s.agent(i);
      const bit = 1 << a;
      if (!s.reaches(i)) continue;
      now |= bit;
      if (!w.isUp(a)) continue;
      const back = (s.had.get() & bit) === 0;
      const phase = s.phase.get(a);
      // Whoever was cut off tries one member after the other, each for a part of retry_timeout.
      if (phase === PHASE.waiting ? back || lock : phase === PHASE.idle && back && s.owner !== i)
        s.loop.arm(a, 20, Math.round(s.config.retryTimeoutMs / 3));
      else if (phase === PHASE.idle && lock && s.owner !== i) s.soon(i);
    }
    s.had.set(0, now);
    watchMembers(s);
  }

  /** The watchdog of a machine has not been fed: the machine is reset, and comes back. */
  private reset(p: number): void {
    const { w, s } = this;
    if (w.told)
      w.say(
        'demotion',
        p,
        `The watchdog of ${s.name(p)} was not fed in time and resets the machine.`,
        ...s.config.because.watchdog,
      );
    const host = w.hostOf(p);
    for (let q = 0; q < w.processes.length; q++)
      if (w.hostOf(q) === host) changeStatus(w, this, q, 'powerLoss');
    w.onReset?.(host, w.chooser.between(BOOT_MS[0], BOOT_MS[1]));
    this.faulted();
  }
}
