import { PostgresReplication } from '../../kit/postgres/index.js';
import { has } from '../../kit/sets.js';
import { type Lock, type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { Timer } from '../../world/timer.js';
import type { World } from '../../world/world.js';
import { type CnpgConfig, LEARN_MS, READY_MS, REWIND_MS, UNREADY } from './config.js';
import { keepsEverywhere } from './everywhere.js';

/**
 * PostgreSQL under CloudNativePG: an operator that hears from the API of Kubernetes which instances are ready names the
 * primary, and each instance does what the API tells it (https://cloudnative-pg.io/docs/current/failover/). The operator
 * and the API are one process on a host of its own.
 */
export class CloudNativePG extends Protocol {
  readonly pg: PostgresReplication;
  readonly n: number;
  /** Instances that the operator counts as ready. */
  readonly ready = this.w.one('ready', 'processes');
  /** The primary by the status of the cluster, and the instance that is to be it; 0: pending, nobody may be. */
  readonly current = this.w.one('current primary', 'process');
  readonly target = this.w.one('target primary', 'process');
  /** Machines that lost power, and do not say so. */
  private readonly dark = this.w.one('dark', 'processes');
  private readonly rewinding = this.w.perProcess('rewinding');
  /** The former primary gave its lease back. */
  private readonly released = this.w.one('lease released');
  private readonly probes: readonly Timer[];
  private readonly failover = this.w.timer('failover');
  private readonly promotion = this.w.timer('lease of the former primary');
  private readonly learn = this.w.timer('instance learns its role');
  private readonly work = this.w.timer('rewind');
  private readonly isolation = this.w.timer('isolation check');
  private readonly everywhere: boolean;

  constructor(
    world: World,
    private readonly config: CnpgConfig,
  ) {
    super(world);
    this.n = config.nodes.length;
    this.pg = new PostgresReplication(world, config.nodes);
    this.everywhere = keepsEverywhere(world, config);
    this.probes = config.nodes.map((_, i) => world.timer(`readiness of ${world.nameOf(i)}`));
  }

  override get keepsEveryWrite(): boolean {
    return this.everywhere;
  }

  private get operator(): number {
    return this.n;
  }

  start(): void {
    const leader = this.w.choose(this.n);
    this.pg.begin(leader);
    this.current.set(0, leader + 1);
    this.target.set(0, leader + 1);
    this.ready.set(0, (1 << this.n) - 1);
    this.setSync(leader);
  }

  deliver(to: number, m: Payload): void {
    this.pg.deliver(to, m);
  }

  expire(p: number, timer: number): void {
    if (this.pg.expire(p, timer)) return;
    if (timer === this.failover.id) this.failOver();
    else if (timer === this.promotion.id) this.promoteTarget();
    else if (timer === this.learn.id) this.onLearn(p);
    else if (timer === this.work.id) this.onRewound(p);
    else if (timer === this.isolation.id) this.onIsolated(p);
    else {
      const i = this.probes.findIndex(({ id }) => id === timer);
      if (i >= 0) this.onProbe(i);
    }
  }

  write(p: number, operation: number): void {
    this.pg.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.pg.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.pg.holds(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.pg.holdsUpTo(p, epoch);
  }

  role(p: number): NodeRole {
    if (p >= this.n) return 'peer';
    return this.pg.isPrimary(p) ? 'leader' : this.pg.isRunning(p) ? 'replica' : 'down';
  }

  override leaders(): readonly number[] {
    return this.w.processes.flatMap((_, p) =>
      p < this.n && this.pg.isPrimary(p) && !this.w.isDown(p) ? [p] : [],
    );
  }

  epoch(p: number): number {
    return p < this.n ? this.pg.epoch(p) : 0;
  }

  position(p: number): number {
    return p < this.n ? this.pg.position(p) : 0;
  }

  writable(p: number): boolean {
    return p < this.n && this.pg.isPrimary(p);
  }

  isLost(operation: number): boolean {
    return this.pg.isLost(operation);
  }

  override isSafe(operation: number): boolean {
    return this.keepsEveryWrite || this.pg.isSafe(operation);
  }

  override keepsWrites(): boolean {
    return this.keepsEveryWrite;
  }

  override broken(): readonly string[] {
    return this.pg.broken();
  }

  crashed(p: number, powerLoss: boolean): void {
    if (p >= this.n) return;
    this.pg.crashed(p, powerLoss);
    this.rewinding.set(p, 0);
    if (powerLoss) this.dark.set(0, this.dark.get() | (1 << p));
  }

  restarted(p: number): void {
    if (p >= this.n) return this.resume();
    this.dark.set(0, this.dark.get() & ~(1 << p));
    this.learn.arm(p, ...LEARN_MS);
  }

  override closed(p: number, peer: number): void {
    this.pg.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.pg.joined(hostA, hostB);
  }

  override diskStalled(host: number, on: boolean): void {
    this.pg.diskStalled(host, on);
  }

  override faulted(): void {
    for (let i = 0; i < this.n; i++) {
      this.probe(i);
      this.checkIsolation(i);
      if (this.w.talks(i, this.operator) && !this.isSettled(i) && !this.learn.isArmed(i))
        this.learn.arm(i, ...LEARN_MS);
    }
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind === 'cancelWaits') {
      this.pg.cancelWaits(p);
      return true;
    }
    if (fault.kind !== 'promote' || !this.pg.isStandby(p) || !this.hears(p)) return false;
    // A switchover: the primary shuts down first, with everything sent to whoever is connected.
    const old = this.current.get() - 1;
    this.target.set(0, p + 1);
    if (old >= 0 && this.hears(old) && this.pg.isPrimary(old)) {
      this.pg.stop(old);
      this.released.set(0, 1);
    }
    this.awaitLease();
    return true;
  }

  /** The operator hears an instance that runs. */
  private hears(i: number): boolean {
    return this.w.talks(this.operator, i) && this.pg.isRunning(i);
  }

  /** What the operator believes changes a while after what is. */
  private probe(i: number): void {
    const { w } = this;
    const timer = this.probes[i]!;
    if (!w.isUp(this.operator)) return;
    const isReady = has(this.ready.get(), i);
    if (this.hears(i) === isReady) return timer.cancel(this.operator);
    if (timer.isArmed(this.operator)) return;
    if (!isReady) return timer.arm(this.operator, ...READY_MS);
    const passes =
      w.network.passes(w.hostOf(i), w.hostOf(this.operator)) &&
      w.network.passes(w.hostOf(this.operator), w.hostOf(i));
    if (!passes || has(this.dark.get(), i)) timer.arm(this.operator, ...UNREADY.silent);
    else if (w.isUp(i) || w.isDown(i)) timer.arm(this.operator, ...UNREADY.ended);
    else timer.arm(this.operator, ...UNREADY.mute);
  }

  private onProbe(i: number): void {
    const bit = 1 << i;
    const isReady = this.hears(i);
    this.ready.set(0, isReady ? this.ready.get() | bit : this.ready.get() & ~bit);
    if (this.w.told)
      this.w.say(
        'suspicion',
        this.operator,
        `The operator counts ${this.w.nameOf(i)} as ${isReady ? 'ready' : 'not ready'}.`,
      );
    const current = this.current.get() - 1;
    if (current >= 0 && this.hears(current) && this.pg.isPrimary(current)) this.setSync(current);
    const failing = this.target.get() === 0 || !has(this.ready.get(), current);
    if (failing && !this.failover.isArmed(this.operator) && !this.promotion.isArmed(this.operator))
      this.failover.arm(
        this.operator,
        Math.max(1, this.config.failoverDelayMs),
        this.config.failoverDelayMs + 1_000,
      );
  }

  /** The primary is not ready: it is to stop, and when nobody streams from it any more another one is named. */
  private failOver(): void {
    const { w, pg } = this;
    const current = this.current.get() - 1;
    if (this.target.get() !== 0 && has(this.ready.get(), current)) return;
    if (this.target.get() === current + 1) {
      if (!this.hasQuorum(current)) return;
      this.target.set(0, 0);
      this.released.set(0, 0);
      if (w.told)
        w.say(
          'suspicion',
          this.operator,
          `${w.nameOf(current)} is not ready: the operator begins a failover, and tells it to stop.`,
          ...this.config.because.delay,
        );
      if (w.talks(this.operator, current)) this.learn.arm(current, ...LEARN_MS);
    }
    for (let i = 0; i < this.n; i++) {
      if (i === current || !has(this.ready.get(), i) || pg.upstream(i) !== current || !pg.isStreaming(i))
        continue;
      // Somebody still receives from it: what comes in must not be lost.
      return this.failover.arm(this.operator, 1_000);
    }
    const next = this.mostAdvanced();
    if (next < 0) return;
    this.target.set(0, next + 1);
    if (w.told) w.say('election', this.operator, `The operator names ${w.nameOf(next)} as primary.`);
    this.awaitLease();
  }

  /** R + W > N (https://cloudnative-pg.io/docs/current/failover/#failover-quorum-quorum-based-failover). */
  private hasQuorum(current: number): boolean {
    const { sync, failoverQuorum, because } = this.config;
    if (!failoverQuorum || sync === undefined) return true;
    let reached = 0;
    for (let i = 0; i < this.n; i++)
      if (i !== current && has(this.ready.get(), i) && this.hears(i)) reached++;
    if (reached + sync.number > this.n - 1) return true;
    if (this.w.told)
      this.w.say(
        'blocked',
        this.operator,
        `The operator reaches ${reached} of ${this.n - 1} standbys, and commits wait for ${sync.number}: the latest commit may be on none of them, and nobody is promoted.`,
        ...because.quorum,
      );
    return false;
  }

  private mostAdvanced(): number {
    const { pg } = this;
    let best = -1;
    for (let i = 0; i < this.n; i++) {
      if (!has(this.ready.get(), i) || !this.hears(i) || !pg.isStandby(i) || pg.isChanging(i)) continue;
      if (best < 0 || pg.timeline(i) > pg.timeline(best)) best = i;
      else if (pg.timeline(i) === pg.timeline(best) && pg.received(i) > pg.received(best)) best = i;
    }
    return best;
  }

  /** The lease of the primary, which stands still from when it is cut off. */
  override lock(): Lock | undefined {
    const { lease } = this.config;
    if (lease === undefined) return undefined;
    if (this.released.get() === 1) return { holder: -1, leftMs: undefined };
    const waits = this.promotion.isArmed(this.operator);
    return {
      holder: this.current.get() - 1,
      leftMs: waits ? Math.min(lease.durationMs, this.promotion.leftMs(this.operator)) : lease.durationMs,
    };
  }

  private awaitLease(): void {
    const { lease } = this.config;
    if (lease === undefined) this.promotion.arm(this.operator, ...LEARN_MS);
    else if (this.released.get() === 1) this.promotion.arm(this.operator, 100, 100 + lease.retryMs);
    else {
      if (this.w.told)
        this.w.say(
          'note',
          this.operator,
          `${this.w.nameOf(this.target.get() - 1)} waits until the lease of the former primary has stood still for ${lease.durationMs / 1000} s.`,
          ...this.config.because.lease,
        );
      this.promotion.arm(this.operator, lease.durationMs, lease.durationMs + lease.retryMs + LEARN_MS[1]);
    }
  }

  private promoteTarget(): void {
    const { pg } = this;
    const target = this.target.get() - 1;
    if (target < 0) return;
    if (!this.w.talks(this.operator, target) || !pg.isStandby(target)) {
      this.target.set(0, 0);
      return this.failover.arm(this.operator, 1_000);
    }
    const old = this.current.get() - 1;
    if (old >= 0 && old !== target && pg.isPrimary(old) && this.w.talks(old, this.operator))
      this.inform(old, LEARN_MS[0]);
    this.current.set(0, target + 1);
    this.setSync(target);
    pg.promote(target);
    for (let i = 0; i < this.n; i++)
      if (i !== target && this.w.talks(i, this.operator)) this.inform(i, 1_000);
  }

  /** An instance hears what has changed. Who is about to hear something anyway hears this with it, and no later. */
  private inform(i: number, leastMs: number): void {
    if (!this.learn.isArmed(i)) this.learn.arm(i, leastMs, leastMs + LEARN_MS[1]);
  }

  /** What `synchronous_standby_names` of the primary is; with `preferred` those that are ready. */
  private setSync(primary: number): void {
    const { sync, nodes } = this.config;
    if (sync === undefined) return;
    if (!sync.preferred) return this.pg.setSync(primary, nodes[primary]!.sync);
    const members = nodes[primary]!.sync.members.filter(j => j !== primary && has(this.ready.get(), j));
    const count = Math.min(sync.number, members.length);
    if (this.w.told && count < this.pg.state.count(primary))
      this.w.say(
        'membership',
        primary,
        `Commits on ${this.w.nameOf(primary)} wait for ${count} ${count === 1 ? 'standby' : 'standbys'} from now on.`,
        ...this.config.because.durability,
      );
    this.pg.setSync(primary, { method: sync.method, count, members });
  }

  private isSettled(i: number): boolean {
    const { pg } = this;
    if (this.rewinding.get(i) !== 0) return true;
    if (this.current.get() === i + 1) return pg.isPrimary(i) || pg.isChanging(i);
    return pg.isStandby(i) && pg.upstream(i) === this.current.get() - 1 && !pg.isApart(i);
  }

  /** An instance hears what it is to be. */
  private onLearn(i: number): void {
    const { pg, w } = this;
    if (!w.talks(i, this.operator) || this.rewinding.get(i) !== 0) return;
    const current = this.current.get() - 1;
    if (current === i) {
      if (this.target.get() === i + 1) {
        if (pg.isStopped(i)) pg.startUp(i);
      } else if (pg.isPrimary(i) || (pg.isChanging(i) && !pg.isStandbyByFile(i))) {
        // Whether it is the old primary is told by its files: one that is still starting is stopped as well
        // (https://github.com/cloudnative-pg/cloudnative-pg/blob/main/internal/management/controller/instance_controller.go).
        pg.stop(i);
        this.released.set(0, 1);
      }
    } else if (pg.isPrimary(i)) {
      if (w.told)
        w.say(
          'demotion',
          i,
          `${w.nameOf(i)} learns that ${w.nameOf(current)} is primary, and stops to follow it.`,
        );
      pg.stop(i);
      this.rewind(i);
    } else if (pg.isStopped(i)) {
      if (!pg.isStandbyByFile(i) || pg.isAheadOf(i, current)) this.rewind(i);
      else pg.startUp(i, current);
    } else if (pg.isStandby(i)) {
      if (pg.isApart(i)) {
        pg.stop(i);
        this.rewind(i);
      } else pg.follow(i, current);
    }
    this.faulted();
  }

  private rewind(i: number): void {
    this.rewinding.set(i, 1);
    this.work.arm(i, ...REWIND_MS);
  }

  private onRewound(i: number): void {
    const { pg, w } = this;
    const current = this.current.get() - 1;
    this.rewinding.set(i, 0);
    if (current === i || !pg.isPrimary(current) || !w.talks(i, current))
      return this.learn.arm(i, 1_000, 5_000);
    pg.rewind(i, current);
    pg.startUp(i, current);
    this.learn.arm(i, 3_000);
  }

  /** A primary that reaches neither the API nor another instance is not alive: its container is ended. */
  private checkIsolation(i: number): void {
    const { isolationMs } = this.config;
    if (isolationMs === undefined) return;
    if (!this.pg.isPrimary(i) || !this.w.isUp(i) || !this.isAlone(i)) this.isolation.cancel(i);
    else if (!this.isolation.isArmed(i)) this.isolation.arm(i, ...isolationMs);
  }

  private isAlone(i: number): boolean {
    if (this.w.talks(i, this.operator)) return false;
    for (let j = 0; j < this.n; j++) if (j !== i && this.w.talks(i, j)) return false;
    return true;
  }

  private onIsolated(i: number): void {
    if (!this.pg.isPrimary(i) || !this.isAlone(i)) return;
    if (this.w.told)
      this.w.say(
        'demotion',
        i,
        `${this.w.nameOf(i)} reaches neither the API of Kubernetes nor another instance, and is shut down.`,
        ...this.config.because.isolation,
      );
    this.pg.stop(i);
    this.faulted();
  }

  private resume(): void {
    this.faulted();
    const current = this.current.get() - 1;
    if (this.target.get() === 0 || !has(this.ready.get(), current)) this.failover.arm(this.operator, 1_000);
    else if (this.target.get() !== current + 1) this.awaitLease();
  }
}
