import type { Payload } from '../../protocol.js';
import type { World } from '../../world/world.js';
import { MultiPaxos } from '../paxos/multi.js';
import type { SpannerConfig } from './config.js';

/**
 * A Paxos group of Spanner (Corbett and others, "Spanner: Google's Globally-Distributed Database", OSDI 2012,
 * https://research.google/pubs/spanner-googles-globally-distributed-database-2/): a leader with a lease from a majority, timestamps above the
 * latest time that may be, and commits that wait until theirs has passed for certain. All that rests on clocks that are off by no
 * more than their uncertainty.
 */
export class SpannerGroup extends MultiPaxos {
  /** Per replica: until when it votes for no other leader, by its own clock. */
  private readonly granted;
  /** Per leader and replica: until when its vote counts, by the leader's clock. */
  private readonly votes;
  /** Of a leader: the highest timestamp that it gave or promised not to go below. */
  private readonly highest;
  /** Of a replica: it has everything up to this timestamp. */
  private readonly safe;
  private readonly wait = this.w.timer('commit wait');
  private readonly ask = this.w.message('strong read', 'value', 'value');
  private readonly done = this.w.message('strong read done', 'value', 'value');
  private readonly timed = this.w.options.timed;
  private readonly uncertainty: number;

  constructor(
    world: World,
    private readonly config: SpannerConfig,
  ) {
    super(world, config);
    // A moment by a clock moves with time like one in time.
    this.granted = world.perProcess('lease vote', 'due');
    this.votes = world.perPair('lease', 'due');
    this.highest = world.perProcess('highest timestamp', 'due');
    this.safe = world.perProcess('safe time', 'due');
    this.uncertainty = world.units(config.uncertaintyMs);
  }

  override deliver(to: number, m: Payload): void {
    if (m.kind === this.ask.id) this.onAsk(to, m.from, m.word(0), m.word(1));
    else if (m.kind === this.done.id) this.onDone(to, m.from, m.word(0), m.word(1));
    else super.deliver(to, m);
  }

  override expire(p: number, timer: number): void {
    if (timer === this.wait.id) this.afterWait(p);
    else super.expire(p, timer);
  }

  override read(p: number, operation: number): void {
    const { operations } = this.w;
    // Without a clock there are no timestamps to read at.
    if (!this.timed) return operations.refuse(operation, 'no clock');
    if (this.config.reads === 'stale') return operations.answerFrom(operation, p);
    if (this.config.reads === 'now') {
      operations.extra.set(operation * 2, this.latest(p));
      return this.answerSafe(p, operation);
    }
    if (this.leads(p)) {
      if (this.hasLease(p)) operations.answerFrom(operation, p);
      else operations.refuse(operation, 'no lease');
      return;
    }
    const leader = this.known.get(p) - 1;
    if (leader < 0) return operations.refuse(operation, 'no leader');
    this.w.send(p, leader, this.ask, operation, operations.key.get(operation));
  }

  override writable(p: number): boolean {
    return super.writable(p) && (!this.timed || !this.leads(p) || this.hasLease(p));
  }

  override crashed(p: number, powerLoss: boolean): void {
    super.crashed(p, powerLoss);
    this.highest.set(p, 0);
    for (let q = 0; q < this.n; q++) this.votes.set(p * this.n + q, 0);
  }

  /** What it voted it still knows; without that it waits for a whole lease. */
  override restarted(p: number): void {
    super.restarted(p);
    if (this.timed) this.granted.set(p, this.clock(p) + this.w.units(this.config.leaseMs));
  }

  override clockJumped(host: number): void {
    for (let p = 0; p < this.n; p++) if (this.w.hostOf(p) === host && this.timed) this.afterWait(p);
  }

  protected override mayPromise(p: number): boolean {
    return !this.timed || this.granted.get(p) <= this.clock(p);
  }

  /** It stands only when the lease that it voted for is over. */
  protected override stand(p: number): void {
    if (this.timed && !this.mayPromise(p)) {
      const left = (this.granted.get(p) - this.clock(p)) * this.w.options.unitMs;
      this.election.arm(p, left, left + this.group.heartbeatMs);
      return;
    }
    super.stand(p);
  }

  protected override lead(p: number): void {
    // The promises were votes for the lease, and what was safe before stays so.
    if (this.timed) {
      const until = this.clock(p) + this.w.units(this.config.leaseMs);
      for (let q = 0; q < this.n; q++) if (q !== p) this.votes.set(p * this.n + q, until);
      this.highest.set(p, Math.max(this.safe.get(p), this.latest(p)));
    }
    super.lead(p);
  }

  protected override follow(p: number, leader: number, ballot: number): void {
    super.follow(p, leader, ballot);
    if (this.timed) this.granted.set(p, this.clock(p) + this.w.units(this.config.leaseMs));
  }

  /** The vote counts from before the replica gave it: the heartbeat that asked for it went out no later. */
  protected override heard(p: number, from: number): void {
    if (!this.timed) return;
    const sent = this.w.units(this.config.heartbeatMs);
    this.votes.set(p * this.n + from, this.clock(p) + this.w.units(this.config.leaseMs) - sent);
  }

  protected override onProposal(p: number, operation: number): void {
    const { operations } = this.w;
    if (this.timed) {
      if (!this.leads(p) || !operations.isWaiting(operation) || !this.hasLease(p)) return;
      const stamp = Math.max(this.latest(p), this.highest.get(p) + 1);
      this.highest.set(p, stamp);
      operations.extra.set(operation * 2, stamp);
      operations.extra.set(operation * 2 + 1, p + 1);
    }
    super.onProposal(p, operation);
  }

  /** Done is what is decided and whose timestamp has passed by the clock of the leader that gave it. */
  protected override acknowledge(p: number, slot: number): void {
    const { operations } = this.w;
    if (!this.timed || !this.config.commitWait) return operations.acknowledge(slot);
    const leader = operations.extra.get(slot * 2 + 1) - 1;
    const earliest = this.clock(leader) - this.uncertainty;
    const left = operations.extra.get(slot * 2) - earliest;
    if (left < 0) return operations.acknowledge(slot);
    const ms = (left + 1) * this.w.options.unitMs;
    if (!this.wait.isArmed(p) || this.wait.leftMs(p) > ms) this.wait.arm(p, ms);
  }

  protected override safeTime(p: number): number {
    if (!this.timed || this.commit.get(p) < this.log.end(p) || !this.hasLease(p)) return 0;
    // Whatever it commits from now on has a later timestamp.
    const time = Math.max(this.latest(p), this.highest.get(p));
    this.highest.set(p, time);
    // Only readers ask for it: a search without any would tell heartbeats apart by it.
    if (this.w.options.searching && this.w.options.reads === false) return 0;
    this.noteSafe(p, time);
    return time;
  }

  protected override noteSafe(p: number, time: number): void {
    if (time <= this.safe.get(p)) return;
    this.safe.set(p, time);
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.isRead.get(slot) === 1 && operations.isWaitingAt(slot, p)) this.answerSafe(p, slot);
    }
  }

  private afterWait(p: number): void {
    if (this.commit.get(p) > 0) this.decided(p, this.commit.get(p));
  }

  private answerSafe(p: number, slot: number): void {
    const { operations } = this.w;
    const at = operations.extra.get(slot * 2);
    if (at !== 0 && this.safe.get(p) >= at) operations.answerFrom(slot, p);
  }

  private onAsk(p: number, from: number, slot: number, key: number): void {
    if (this.leads(p) && this.hasLease(p)) this.w.send(p, from, this.done, slot, key);
  }

  private onDone(p: number, leader: number, slot: number, key: number): void {
    const { operations } = this.w;
    if (
      operations.isWaitingAt(slot, p) &&
      operations.isRead.get(slot) === 1 &&
      operations.key.get(slot) === key
    )
      operations.answerFrom(slot, leader);
  }

  private hasLease(p: number): boolean {
    const clock = this.clock(p);
    let votes = 1;
    for (let q = 0; q < this.n; q++) if (q !== p && this.votes.get(p * this.n + q) > clock) votes++;
    return votes >= this.majority;
  }

  private clock(p: number): number {
    return this.w.clockOf(p);
  }

  /** The latest time that it may be. */
  private latest(p: number): number {
    return this.clock(p) + this.uncertainty;
  }
}
