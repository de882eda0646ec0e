import { isCoarse } from '../../kit/calm.js';
import { has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import type { KafkaConfig } from './config.js';
import { Controller } from './controller.js';
import { KafkaState } from './state.js';

/** How long copies take to fetch again after a cut, and after they were told of a leader, in ms. */
const AFTER_CUT: readonly [least: number, most: number] = [50, 3_000];
const TO_LEADER: readonly [least: number, most: number] = [10, 500];
/** When the kernel writes out what nobody flushes, in ms. */
const WRITE_OUT: readonly [least: number, most: number] = [5_000, 30_000];

/**
 * A partition of Kafka: a leader, copies that fetch from it, and the set of those in sync, on which acknowledgements and
 * elections rest. After https://kafka.apache.org/documentation/#replication and
 * https://cwiki.apache.org/confluence/display/KAFKA/KIP-101+-+Alter+Replication+Protocol+to+use+Leader+Epoch+rather+than+High+Watermark+for+Truncation.
 */
export class Kafka extends Protocol {
  private readonly s: KafkaState;
  private readonly controller: Controller;
  /** While a consumer is answered: it sees only what is committed. Never true between two events. */
  private committedOnly = false;

  constructor(
    world: World,
    private readonly config: KafkaConfig,
  ) {
    super(world);
    this.s = new KafkaState(world, config);
    this.controller = new Controller(this.s, b => this.learn(b));
  }

  start(): void {
    const { s } = this;
    this.controller.begin();
    for (let b = 0; b < s.brokers; b++) {
      s.heartbeat.arm(b, 1, this.config.heartbeatMs);
      this.learn(b);
    }
    for (let b = 0; b < s.brokers; b++) this.connect(b);
  }

  deliver(to: number, m: Payload): void {
    if (m.kind === this.s.records.id) this.onRecords(to, m);
    else if (m.kind === this.s.fetched.id) this.onFetched(to, m.from, m.word(0), m.word(1));
  }

  expire(p: number, timer: number): void {
    const { s } = this;
    switch (timer) {
      case s.heartbeat.id:
        return this.controller.beat(p);
      case s.sessions.id:
        return this.controller.checkSessions(p);
      case s.quorum.id:
        return this.controller.checkQuorum(p);
      case s.lag.id:
        return this.checkLag(p);
      case s.fetch.id:
        return this.connect(p);
      case s.disk.id:
        if (s.w.stalled.get(s.w.hostOf(p)) === 0) s.flushed.set(p, s.log.end(p));
        else s.disk.arm(p, 1_000);
    }
  }

  write(p: number, operation: number): void {
    const { s } = this;
    const { acks, minIsr } = this.config;
    if (!s.leads(p)) return this.w.operations.refuse(operation, 'NOT_LEADER_OR_FOLLOWER');
    if (acks === 'all' && s.count(s.seenIsr.get(p)) < minIsr)
      return this.w.operations.refuse(operation, 'NOT_ENOUGH_REPLICAS');
    const index = s.log.append(p, s.seenEpoch.get(p));
    this.w.operations.place(operation, s.seenEpoch.get(p), index);
    this.stored(p);
    this.spread(p);
    if (acks !== 'all') this.w.operations.acknowledge(operation);
    // Whatever the client waits for: a leader that is alone in sync commits at once
    // (https://github.com/apache/kafka/blob/trunk/core/src/main/scala/kafka/cluster/Partition.scala: appendRecordsToLeader).
    this.advance(p);
  }

  read(p: number, operation: number): void {
    if (!this.s.leads(p)) return this.w.operations.refuse(operation, 'NOT_LEADER_OR_FOLLOWER');
    this.committedOnly = true;
    this.w.operations.answerFrom(operation, p);
    this.committedOnly = false;
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    if (this.committedOnly && index > this.s.highWatermark.get(p)) return false;
    return this.s.log.contains(p, operations.epoch.get(operation), index);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.s.log.upTo(p, epoch, this.committedOnly ? this.s.highWatermark.get(p) : Infinity);
  }

  role(p: number): NodeRole {
    const { s } = this;
    if (p >= s.brokers) return 'arbiter';
    if (!s.hasCopy(p)) return 'peer';
    return s.leads(p) ? 'leader' : 'replica';
  }

  epoch(p: number): number {
    return p < this.s.brokers ? this.s.seenEpoch.get(p) : 0;
  }

  position(p: number): number {
    return this.s.log.end(p);
  }

  writable(p: number): boolean {
    const { s } = this;
    return s.leads(p) && (this.config.acks !== 'all' || s.count(s.seenIsr.get(p)) >= this.config.minIsr);
  }

  isLost(operation: number): boolean {
    const { s } = this;
    const { operations } = this.w;
    const leader = s.leader.get() - 1;
    if (leader < 0 || !s.leads(leader) || s.seenEpoch.get(leader) !== s.epoch.get() || this.w.isDown(leader))
      return false;
    const epoch = operations.epoch.get(operation);
    return s.epoch.get() > epoch && !s.log.contains(leader, epoch, operations.index.get(operation));
  }

  /**
   * Every copy has it, and no power can be lost that would take it from one: whoever leads is one of them, and what a copy throws
   * away its leader does not have.
   */
  override isSafe(operation: number): boolean {
    const { s } = this;
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    const kept = this.w.options.losesPower === false || this.config.flushes;
    for (let b = 0; b < s.brokers; b++) {
      if (!s.hasCopy(b)) continue;
      if (!s.log.contains(b, epoch, index) || (!kept && s.flushed.get(b) < index)) return false;
    }
    return true;
  }

  crashed(p: number, powerLoss: boolean): void {
    const { s } = this;
    if (p >= s.brokers) return;
    const kept = powerLoss && !this.config.flushes ? Math.min(s.flushed.get(p), s.log.end(p)) : s.log.end(p);
    const gone = s.log.end(p) - kept;
    if (gone > 0 && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses its last ${gone} records: the system had not written them out.`,
        ...this.config.because.flush,
      );
    s.log.truncate(p, kept);
    s.flushed.set(p, kept);
    s.highWatermark.set(p, Math.min(s.highWatermark.get(p), kept));
    s.isNew.set(p, 1);
    s.seenLeader.set(p, 0);
    s.seenIsr.set(p, 0);
    s.broken.set(p, 0);
    this.forget(p);
  }

  restarted(p: number): void {
    const { s } = this;
    if (s.config.voters.includes(p) && s.controller.get() !== p + 1)
      s.quorum.arm(p, ...s.config.controllerMs);
    if (s.config.voters.includes(p) && s.controller.get() === p + 1) s.sessions.arm(p, s.config.heartbeatMs);
    if (p < s.brokers) this.controller.beat(p);
  }

  override closed(p: number, peer: number): void {
    if (p < this.s.brokers && this.s.seenLeader.get(p) === peer + 1) this.s.broken.set(p, 1);
  }

  override joined(hostA: number, hostB: number): void {
    const { s } = this;
    for (let b = 0; b < s.brokers; b++) {
      const leader = s.seenLeader.get(b) - 1;
      if (leader < 0 || leader === b || this.w.isDown(b)) continue;
      const one = s.w.hostOf(b);
      const other = s.w.hostOf(leader);
      if ((one === hostA && other === hostB) || (one === hostB && other === hostA))
        s.fetch.arm(b, ...AFTER_CUT);
    }
  }

  /** Only a copy in sync, or an eligible one, leads again by itself. */
  override keptBy(): readonly number[] {
    const set = this.s.isr.get() | this.s.elr.get();
    return this.config.brokers.flatMap((_, b) => (has(set, b) ? [b] : []));
  }

  /** A voter finds that there is a controller: only another voter could make another one, and that one finds the same. */
  override isIdle(_p: number, timer: number): boolean {
    return timer === this.s.quorum.id && this.controller.isActive();
  }

  override showsData(p: number): boolean {
    return this.s.leads(p);
  }

  override faulted(): void {
    this.controller.wake();
  }

  override resumed(p: number): void {
    const { s } = this;
    for (let b = 0; b < s.brokers; b++)
      if (s.seenLeader.get(b) === p + 1 && s.broken.get(b) === 1 && this.w.isUp(b))
        s.fetch.arm(b, ...TO_LEADER);
  }

  override command(fault: Fault, p: number): boolean {
    return fault.kind === 'promote' && p >= 0 && p < this.s.brokers && this.controller.force(p);
  }

  /** A broker hears of the metadata as it is now. */
  private learn(b: number): void {
    const { s } = this;
    if (s.seenEpoch.get(b) === s.epoch.get() && s.seenLeader.get(b) === s.leader.get()) {
      if (s.seenIsr.get(b) === s.isr.get()) return;
      s.seenIsr.set(b, s.isr.get());
      if (s.leads(b)) this.onIsr(b);
      return;
    }
    const led = s.leads(b);
    s.seenEpoch.set(b, s.epoch.get());
    s.seenLeader.set(b, s.leader.get());
    s.seenIsr.set(b, s.isr.get());
    if (!s.hasCopy(b)) return;
    if (led || s.leads(b)) {
      this.endWaits(b);
      this.forget(b);
    }
    if (s.leads(b)) {
      s.broken.set(b, 0);
      s.fetch.cancel(b);
      s.match.set(s.pair(b, b), s.log.end(b));
      for (let q = 0; q < s.brokers; q++)
        if (q !== b && has(s.isr.get(), q) && !(isCoarse(s.w) && s.w.talks(b, q))) this.startLag(b, q);
      if (!isCoarse(s.w)) s.lag.arm(b, Math.round(s.config.lagMs / 2));
      this.advance(b);
      return;
    }
    s.lag.cancel(b);
    if (led && s.w.told)
      s.w.say('demotion', b, `${s.w.nameOf(b)} hears that it does not lead the partition any more.`);
    if (s.leader.get() !== 0) s.fetch.arm(b, ...TO_LEADER);
  }

  /** A copy fetches from its leader; what the leader does not have it throws away. */
  private connect(b: number): void {
    const { s } = this;
    const leader = s.seenLeader.get(b) - 1;
    if (leader < 0 || leader === b || !s.hasCopy(b) || !s.w.isUp(b)) return;
    if (!s.w.talks(b, leader) || !s.leads(leader)) {
      s.broken.set(b, 1);
      if (s.isOpen(leader, b) && !s.w.isDown(leader)) s.fetch.arm(b, 1_000);
      return;
    }
    s.broken.set(b, 0);
    s.fetch.cancel(b);
    const common = s.log.common(b, leader);
    const away = s.log.end(b) - common;
    if (away > 0 && s.w.told)
      s.w.say(
        'rollback',
        b,
        `${s.w.nameOf(b)} truncates ${away} ${away === 1 ? 'record' : 'records'} that the leader ${s.w.nameOf(leader)} does not have.`,
        ...(this.config.acks === 'all' ? this.config.because.unclean : this.config.because.acks),
      );
    s.log.copy(leader, b);
    s.flushed.set(b, Math.min(s.flushed.get(b), common));
    s.highWatermark.set(b, Math.min(s.highWatermark.get(leader), s.log.end(b)));
    this.stored(b);
    s.w.send(b, leader, s.fetched, s.seenEpoch.get(b), s.log.end(b));
  }

  /** Sends what is new to the copies, with what is committed. */
  private spread(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.brokers; q++) {
      if (q === p || s.seenLeader.get(q) !== p + 1 || !s.hasCopy(q) || s.broken.get(q) === 1) continue;
      if (s.isOpen(p, q)) s.w.send(p, q, s.records, s.seenEpoch.get(p), s.log.end(p), s.highWatermark.get(p));
      else {
        s.broken.set(q, 1);
        this.startLag(p, q);
      }
    }
  }

  private onRecords(q: number, m: Payload): void {
    const { s } = this;
    if (s.seenLeader.get(q) !== m.from + 1 || s.seenEpoch.get(q) !== m.word(0) || s.broken.get(q) === 1)
      return;
    // It fetches in order: what came before in other epochs it has.
    if (s.log.common(q, m.from) < s.log.end(q)) return;
    const end = m.word(1);
    const isNew = end > s.log.end(q);
    if (isNew) s.log.copy(m.from, q, end);
    s.highWatermark.set(q, Math.max(s.highWatermark.get(q), Math.min(m.word(2), s.log.end(q))));
    if (!isNew) return;
    this.stored(q);
    s.w.send(q, m.from, s.fetched, m.word(0), s.log.end(q));
  }

  /** A copy fetches on from here: all before it has. */
  private onFetched(p: number, from: number, epoch: number, end: number): void {
    const { s } = this;
    if (!s.leads(p) || epoch !== s.seenEpoch.get(p)) return;
    const at = s.pair(p, from);
    s.match.set(at, Math.max(s.match.get(at), Math.min(end, s.log.end(p))));
    s.lagsAt.set(at, 0);
    if (
      !has(s.seenIsr.get(p), from) &&
      s.match.get(at) >= s.highWatermark.get(p) &&
      s.match.get(at) >= s.log.end(p) - 1
    )
      this.controller.change(p, from, true);
    this.advance(p);
  }

  /** What every copy in sync has is committed; waiting writes are answered. */
  private advance(p: number): void {
    const { s } = this;
    if (!s.leads(p)) return;
    const isr = s.seenIsr.get(p);
    let least = s.log.end(p);
    for (let q = 0; q < s.brokers; q++)
      if (q !== p && has(isr, q)) least = Math.min(least, s.match.get(s.pair(p, q)));
    // With eligible leader replicas nothing is committed by too few.
    const enough = !s.config.elr || s.count(isr) >= s.config.minIsr;
    if (!enough || least <= s.highWatermark.get(p)) return;
    s.highWatermark.set(p, least);
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (
        operations.isWaitingAt(slot, p) &&
        operations.isRead.get(slot) === 0 &&
        operations.index.get(slot) <= least
      )
        operations.acknowledge(slot);
    }
    // Copies hear of it at once, or, where a search tries all orders, with the next records.
    if (!isCoarse(s.w)) this.spread(p);
  }

  /** The ISR is another one: with fewer copies more is committed, or too few are left. */
  private onIsr(p: number): void {
    const { s } = this;
    if (s.count(s.seenIsr.get(p)) < this.config.minIsr && this.config.acks === 'all') {
      if (s.w.told)
        s.w.say(
          'blocked',
          p,
          `${s.w.nameOf(p)} refuses writes with acks=all: ${s.names(s.seenIsr.get(p)) || 'nobody'} in sync, and ${this.config.minIsr} have to be.`,
          ...this.config.because.minIsr,
        );
      this.endWaits(p, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND');
    }
    this.advance(p);
  }

  private startLag(p: number, q: number): void {
    const at = this.s.pair(p, q);
    if (this.s.lagsAt.get(at) === 0) {
      this.s.lagsAt.set(at, this.s.w.now + this.s.w.units(this.s.config.lagMs));
      if (!this.s.lag.isArmed(p)) this.s.lag.arm(p, Math.round(this.s.config.lagMs / 2));
    }
  }

  /** Every half of `replica.lag.time.max.ms`: who did not fetch for all of it leaves the ISR. */
  private checkLag(p: number): void {
    const { s } = this;
    if (!s.leads(p)) return;
    const coarse = isCoarse(s.w);
    if (!coarse) s.lag.arm(p, Math.round(s.config.lagMs / 2));
    for (let q = 0; q < s.brokers; q++) {
      if (q === p || !s.hasCopy(q)) continue;
      const at = s.pair(p, q);
      const fetches =
        s.seenLeader.get(q) === p + 1 &&
        s.broken.get(q) === 0 &&
        s.w.talks(p, q) &&
        s.match.get(at) >= s.log.end(p) - 1;
      if (fetches) {
        s.lagsAt.set(at, 0);
        if (!has(s.seenIsr.get(p), q)) this.controller.change(p, q, true);
      } else if (has(s.seenIsr.get(p), q)) {
        this.startLag(p, q);
        // In a search it looks again only where that may change something.
        if (coarse && s.reachesController(p)) s.lag.arm(p, Math.round(s.config.lagMs / 2));
        if (s.lagsAt.get(at) > s.w.now) continue;
        if (s.w.told)
          s.w.say(
            'membership',
            p,
            `${s.w.nameOf(p)} asks for ${s.w.nameOf(q)} to leave the copies in sync: it has not fetched for ${s.config.lagMs / 1000} s.`,
            ...s.config.because.lag,
          );
        this.controller.change(p, q, false);
      }
    }
  }

  /** Whoever waits here cannot tell what became of the write. */
  private endWaits(p: number, reason = 'NOT_LEADER_OR_FOLLOWER'): void {
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, reason);
  }

  private stored(p: number): void {
    const { s } = this;
    if (this.config.flushes) s.flushed.set(p, s.log.end(p));
    // A search goes by what is worst: that the system has written nothing out yet.
    else if (!isCoarse(s.w) && !s.disk.isArmed(p) && s.flushed.get(p) < s.log.end(p))
      s.disk.arm(p, ...WRITE_OUT);
  }

  /** Only a leader's own view of the copies counts. */
  private forget(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.brokers; q++) {
      s.match.set(s.pair(p, q), 0);
      s.lagsAt.set(s.pair(p, q), 0);
    }
  }
}
