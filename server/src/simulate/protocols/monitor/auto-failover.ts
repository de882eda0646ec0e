import { changeStatus } from '../../faults.js';
import { NO_SYNC } from '../../kit/postgres/index.js';
import { has } from '../../kit/sets.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { Timer } from '../../world/timer.js';
import type { World } from '../../world/world.js';
import type { AutoFailoverConfig } from './auto-failover-config.js';
import { ManagedPostgres } from './managed.js';

/** Keepers report once a second, and do then what the monitor tells them. */
const REPORT_MS = [50, 1_500] as const;
const REWIND_MS = [2_000, 8_000] as const;

/**
 * PostgreSQL under pg_auto_failover: keepers report to a monitor, which alone decides. It promotes a standby only when the old primary says
 * that it has stopped, or has had the time to (https://pg-auto-failover.readthedocs.io/en/main/failover-state-machine.html).
 */
export class AutoFailover extends ManagedPostgres {
  /** Nodes that the monitor counts as healthy. */
  private readonly healthy = this.w.one('healthy', 'processes');
  private readonly current = this.w.one('primary by the monitor', 'process');
  /** The standby that is to be primary when the old one has stopped. */
  private readonly candidate = this.w.one('candidate', 'process');
  private readonly rewinding = this.w.perProcess('rewinding');
  private readonly drain = this.w.timer('old primary stops');
  private readonly report = this.w.timer('report to the monitor');
  private readonly work = this.w.timer('rewind');
  private readonly partition = this.w.timer('network partition');
  private readonly probes: readonly Timer[];

  constructor(
    world: World,
    private readonly config: AutoFailoverConfig,
  ) {
    super(
      world,
      config.nodes.map(({ postgres }) => postgres),
    );
    this.probes = config.nodes.map((_, i) => world.timer(`health of ${world.nameOf(i)}`));
  }

  private get monitor(): number {
    return this.n * 2;
  }

  start(): void {
    this.pg.begin(0);
    this.current.set(0, 1);
    this.healthy.set(0, (1 << this.n) - 1);
  }

  expire(p: number, timer: number): void {
    if (this.pg.expire(p, timer)) return;
    if (timer === this.drain.id) this.finishDrain();
    else if (timer === this.report.id) this.obey(p - this.n);
    else if (timer === this.work.id) this.onRewound(p - this.n);
    else if (timer === this.partition.id) this.onPartition(p - this.n);
    else {
      const i = this.probes.findIndex(({ id }) => id === timer);
      if (i >= 0) this.onProbe(i);
    }
  }

  override role(p: number): NodeRole {
    return p === this.monitor ? 'arbiter' : super.role(p);
  }

  crashed(p: number, powerLoss: boolean): void {
    if (p < this.n) this.pg.crashed(p, powerLoss);
    else if (p < this.monitor) this.rewinding.set(p, 0);
  }

  restarted(p: number): void {
    if (p < this.n) return;
    if (p < this.monitor) this.report.arm(p, ...REPORT_MS);
    else if (this.candidate.get() !== 0)
      this.drain.arm(p, this.config.demoteMs, this.config.demoteMs + 1_000);
  }

  override faulted(): void {
    for (let i = 0; i < this.n; i++) {
      this.probe(i);
      this.watchPartition(i);
      const a = this.agent(i);
      if (this.w.isUp(a) && !this.isSettled(i) && !this.report.isArmed(a)) this.report.arm(a, ...REPORT_MS);
    }
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind === 'cancelWaits') {
      this.pg.cancelWaits(p);
      return true;
    }
    if (
      fault.kind !== 'promote' ||
      !this.pg.isStandby(p) ||
      !this.isReported(p) ||
      !this.w.isUp(this.monitor)
    )
      return false;
    this.begin(p);
    return true;
  }

  private isReported(i: number): boolean {
    return this.w.talks(this.agent(i), this.monitor) && this.pg.isRunning(i);
  }

  private probe(i: number): void {
    const timer = this.probes[i]!;
    if (!this.w.isUp(this.monitor)) return;
    const isHealthy = has(this.healthy.get(), i);
    if (this.isReported(i) === isHealthy) return timer.cancel(this.monitor);
    if (timer.isArmed(this.monitor)) return;
    if (isHealthy) timer.arm(this.monitor, ...this.config.unhealthyMs);
    else timer.arm(this.monitor, 500, 6_000);
  }

  private onProbe(i: number): void {
    const { w, pg } = this;
    const bit = 1 << i;
    const now = this.isReported(i);
    this.healthy.set(0, now ? this.healthy.get() | bit : this.healthy.get() & ~bit);
    const current = this.current.get() - 1;
    if (w.told)
      w.say(
        'suspicion',
        this.monitor,
        `The monitor counts ${w.nameOf(i)} as ${now ? 'healthy' : 'unhealthy'}.`,
        ...this.config.because.unhealthy,
      );
    if (has(this.healthy.get(), current)) {
      if (pg.isPrimary(current)) this.setSync(current);
    } else if (this.candidate.get() === 0) this.elect();
  }

  /** The furthest of the healthy standbys, where enough of those that commits wait for are among them. */
  private elect(): void {
    const { w, pg, config } = this;
    const current = this.current.get() - 1;
    let best = -1;
    let quorum = 0;
    for (let i = 0; i < this.n; i++) {
      if (i === current || !has(this.healthy.get(), i) || !this.isReported(i) || !pg.isStandby(i)) continue;
      const { priority, quorum: votes } = config.nodes[i]!;
      if (votes) quorum++;
      if (priority === 0) continue;
      if (best < 0 || pg.received(i) > pg.received(best)) best = i;
      else if (pg.received(i) === pg.received(best) && priority > config.nodes[best]!.priority) best = i;
    }
    if (best < 0) return;
    if (quorum < config.numberSync + 1) {
      if (w.told)
        w.say(
          'blocked',
          this.monitor,
          `Only ${quorum} of the synchronous standbys report, and ${config.numberSync + 1} must: nobody is promoted.`,
          ...config.because.sync,
        );
      return;
    }
    this.begin(best);
  }

  private begin(candidate: number): void {
    const { w, pg, config } = this;
    const current = this.current.get() - 1;
    this.candidate.set(0, candidate + 1);
    if (w.told)
      w.say('election', this.monitor, `The monitor chooses ${w.nameOf(candidate)} as the next primary.`);
    if (pg.isPrimary(current) && w.talks(this.agent(current), this.monitor)) {
      pg.stop(current);
      this.drain.arm(this.monitor, 200, 3_000);
      return;
    }
    if (w.told)
      w.say(
        'note',
        this.monitor,
        `${w.nameOf(current)} gets ${config.demoteMs / 1000} s to stop before another one takes writes.`,
        ...config.because.demote,
      );
    this.drain.arm(this.monitor, config.demoteMs + 100, config.demoteMs + 3_000);
  }

  private finishDrain(): void {
    const { pg, w } = this;
    const candidate = this.candidate.get() - 1;
    this.candidate.set(0, 0);
    if (candidate < 0) return;
    if (!this.isReported(candidate) || !pg.isStandby(candidate)) return this.elect();
    this.current.set(0, candidate + 1);
    this.setSync(candidate);
    pg.promote(candidate);
    for (let i = 0; i < this.n; i++)
      if (i !== candidate && w.isUp(this.agent(i))) this.report.arm(this.agent(i), 500, 500 + REPORT_MS[1]);
  }

  /** Without a healthy standby the primary goes on alone where number_sync_standbys is 0 (`wait_primary`). */
  private setSync(primary: number): void {
    const { pg, config, w } = this;
    const { sync } = config.nodes[primary]!.postgres;
    const some = sync.members.some(j => has(this.healthy.get(), j) && pg.isStandby(j));
    const alone = config.numberSync === 0 && !some;
    if (w.told && alone && pg.state.method(primary) !== 'none')
      w.say(
        'membership',
        primary,
        `${w.nameOf(primary)} has no healthy standby and goes on alone: what it acknowledges now is on no other node.`,
        ...config.because.sync,
      );
    pg.setSync(primary, alone ? NO_SYNC : sync);
  }

  private isSettled(i: number): boolean {
    const { pg } = this;
    if (this.rewinding.get(this.agent(i)) !== 0) return true;
    const current = this.current.get() - 1;
    if (current === i) return this.candidate.get() !== 0 || pg.isPrimary(i) || pg.isChanging(i);
    return pg.isStandby(i) && pg.upstream(i) === current && !pg.isApart(i);
  }

  /** A keeper hears what its node is to be; without the monitor it keeps the server running as it was. */
  private obey(i: number): void {
    const { pg, w } = this;
    const a = this.agent(i);
    if (this.rewinding.get(a) !== 0) return;
    const hears = w.talks(a, this.monitor);
    if (!w.isUp(i)) {
      if (!w.isDown(i) || this.partitioned(i)) return;
      changeStatus(w, this, i, 'restart');
    }
    const current = this.current.get() - 1;
    if (!hears) {
      if (pg.isStopped(i) && !this.partitioned(i)) pg.startUp(i);
    } else if (current === i) {
      if (this.candidate.get() === 0 && pg.isStopped(i)) pg.startUp(i);
    } else if (pg.isPrimary(i) || pg.isApart(i)) {
      if (w.told)
        w.say('demotion', i, `${w.nameOf(i)} learns that ${w.nameOf(current)} is primary, and follows it.`);
      pg.stop(i);
      this.rewind(i);
    } else if (pg.isStopped(i)) {
      if (!pg.isStandbyByFile(i) || pg.isAheadOf(i, current)) this.rewind(i);
      else pg.startUp(i, current);
    } else if (pg.isStandby(i)) pg.follow(i, current);
    this.faulted();
  }

  /** It was primary and has neither monitor nor standby: it stays down. */
  private partitioned(i: number): boolean {
    return this.rewinding.get(this.agent(i)) === STOPPED;
  }

  private rewind(i: number): void {
    this.rewinding.set(this.agent(i), 1);
    this.work.arm(this.agent(i), ...REWIND_MS);
  }

  private onRewound(i: number): void {
    const { pg, w } = this;
    const a = this.agent(i);
    const current = this.current.get() - 1;
    this.rewinding.set(a, 0);
    if (w.isUp(i) && current !== i && pg.isPrimary(current) && w.talks(i, current)) {
      pg.rewind(i, current);
      pg.startUp(i, current);
      this.report.arm(a, 3_000);
    } else this.report.arm(a, 1_000, 5_000);
  }

  private watchPartition(i: number): void {
    const a = this.agent(i);
    const { pg, w, config } = this;
    if (!w.isUp(a)) return;
    if (w.talks(a, this.monitor)) {
      this.partition.cancel(a);
      if (this.partitioned(i)) this.rewinding.set(a, 0);
      return;
    }
    if (!pg.isPrimary(i) || this.partition.isArmed(a)) return;
    this.partition.arm(a, this.aloneIn(i) + config.partitionMs, this.aloneIn(i) + config.partitionMs + 2_000);
  }

  /** When the last standby that no longer answers is given up, in ms from now. */
  private aloneIn(i: number): number {
    const { state } = this.pg;
    let most = 0;
    for (let j = 0; j < this.n; j++) {
      const due = state.heard.get(state.pair(i, j));
      if (due !== 0) most = Math.max(most, (due - this.w.now) * this.w.options.unitMs);
    }
    return most;
  }

  private onPartition(i: number): void {
    const { pg, w, config } = this;
    const a = this.agent(i);
    if (!pg.isPrimary(i) || w.talks(a, this.monitor)) return;
    if (pg.state.senders.get(i) !== 0) {
      this.partition.arm(
        a,
        this.aloneIn(i) + config.partitionMs,
        this.aloneIn(i) + config.partitionMs + 2_000,
      );
      return;
    }
    if (w.told)
      w.say(
        'demotion',
        i,
        `${w.nameOf(i)} has reached neither the monitor nor a standby for ${config.partitionMs / 1000} s, and stops.`,
        ...config.because.partition,
      );
    pg.stop(i);
    this.rewinding.set(a, STOPPED);
  }
}

/** Kept down by its own keeper until the monitor is back. */
const STOPPED = 2;
