import { countBits, has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import type { SearchConfig } from './config.js';
import { Masters } from './masters.js';
import { SearchState } from './state.js';

/** How long a stream goes on after a cut, and copies take to agree with a new primary, in ms. */
const AFTER_CUT: readonly [least: number, most: number] = [50, 3_000];

/**
 * A shard of Elasticsearch or OpenSearch: the primary waits for every copy in sync, and has the master take those out
 * that do not answer. After https://www.elastic.co/docs/deploy-manage/distributed-architecture/reading-and-writing-documents.
 */
export class SearchShard extends Protocol {
  private readonly s: SearchState;
  private readonly masters: Masters;

  constructor(
    world: World,
    private readonly config: SearchConfig,
  ) {
    super(world);
    this.s = new SearchState(world, config);
    this.masters = new Masters(this.s, p => this.learn(p));
  }

  start(): void {
    this.masters.begin();
  }

  deliver(to: number, m: Payload): void {
    const { s } = this;
    if (m.kind === s.copy.id) this.onCopy(to, m);
    else if (m.kind === s.copied.id && s.isPrimary(to) && s.primaryTerm.get(to) === m.word(0)) {
      const at = s.pair(to, m.from);
      s.match.set(at, Math.max(s.match.get(at), Math.min(m.word(1), s.log.end(to))));
      this.answer(to);
    }
  }

  expire(p: number, timer: number): void {
    const { s } = this;
    switch (timer) {
      case s.check.id:
        this.masters.check(p);
        if (s.isPrimary(p)) this.dropSilent(p);
        return;
      case s.election.id:
        return this.masters.stand(p);
      case s.recovery.id:
        return this.recover(p);
      case s.sync.id:
        if (s.w.stalled.get(s.w.hostOf(p)) !== 0) s.sync.arm(p, 1_000);
        else s.flushed.set(p, s.log.end(p));
    }
  }

  write(p: number, operation: number): void {
    const { s } = this;
    const { operations } = this.w;
    if (s.master.get(p) === 0) return operations.refuse(operation, 'ClusterBlockException: no master');
    if (!s.isPrimary(p)) return operations.refuse(operation, 'not the primary');
    if (countBits(s.active.get(p)) < this.config.waitFor)
      return operations.refuse(operation, 'UnavailableShardsException: not enough active shard copies');
    const index = s.log.append(p, s.primaryTerm.get(p));
    operations.place(operation, s.primaryTerm.get(p), index);
    this.stored(p);
    this.spread(p);
    this.dropSilent(p);
    this.answer(p);
  }

  read(p: number, operation: number): void {
    const { s } = this;
    if (this.config.blocks === 'all' && s.master.get(p) === 0)
      return this.w.operations.refuse(operation, 'ClusterBlockException: no master');
    if (!has(s.active.get(p), p)) return this.w.operations.refuse(operation, 'no copy here');
    this.w.operations.answerFrom(operation, p);
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    return this.s.log.contains(p, operations.epoch.get(operation), operations.index.get(operation));
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.s.log.upTo(p, epoch);
  }

  role(p: number): NodeRole {
    const { s } = this;
    if (!this.config.nodes[p]!.data) return 'arbiter';
    if (s.isPrimary(p)) return s.master.get(p) === 0 ? 'stalled' : 'leader';
    return has(s.active.get(p), p) ? 'replica' : 'peer';
  }

  epoch(p: number): number {
    return this.s.primaryTerm.get(p);
  }

  position(p: number): number {
    return this.s.log.end(p);
  }

  writable(p: number): boolean {
    const { s } = this;
    return s.isPrimary(p) && s.master.get(p) !== 0 && countBits(s.active.get(p)) >= this.config.waitFor;
  }

  isLost(operation: number): boolean {
    const { s } = this;
    const { operations } = this.w;
    const primary = s.primary.get(s.latest()) - 1;
    if (primary < 0 || !s.isPrimary(primary) || this.w.isDown(primary)) return false;
    const epoch = operations.epoch.get(operation);
    return (
      s.primaryTerm.get(primary) > epoch && !s.log.contains(primary, epoch, operations.index.get(operation))
    );
  }

  /**
   * Every node that has data of the shard has it on disk, and whoever counts as primary, active or in sync anywhere has data. A copy
   * becomes one of these only with data, and gets them from one that takes itself for the primary: so it gets the write too.
   */
  override isSafe(operation: number): boolean {
    const { s } = this;
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    let having = 0;
    for (let p = 0; p < s.n; p++) {
      if (s.held.get(p) === 0) continue;
      const kept = this.w.options.losesPower === false || this.config.durable || s.flushed.get(p) >= index;
      if (!kept || !s.log.contains(p, epoch, index)) return false;
      having |= 1 << p;
    }
    for (let p = 0; p < s.n; p++) {
      const primary = s.primary.get(p);
      const counted = s.active.get(p) | s.inSync.get(p) | (primary === 0 ? 0 : 1 << (primary - 1));
      if ((counted & ~having) !== 0) return false;
    }
    return true;
  }

  crashed(p: number, powerLoss: boolean): void {
    const { s } = this;
    const kept = powerLoss && !this.config.durable ? Math.min(s.flushed.get(p), s.log.end(p)) : s.log.end(p);
    const gone = s.log.end(p) - kept;
    if (gone > 0 && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses its last ${gone} operations: its translog was not flushed.`,
        ...this.config.because.translog,
      );
    s.log.truncate(p, kept);
    s.flushed.set(p, kept);
    s.master.set(p, 0);
    // Started again it waits to be told what it is.
    s.primary.set(p, 0);
    s.active.set(p, 0);
    s.broken.set(p, 0);
    s.rebuildAt.set(p, 0);
    s.isNew.set(p, 1);
    s.closedBy.set(p, 0);
    this.forget(p);
    for (let q = 0; q < s.n; q++) s.silent.set(s.pair(p, q), 0);
  }

  restarted(p: number): void {
    this.s.check.arm(p, 1, this.config.checkMs);
  }

  override closed(p: number, peer: number): void {
    const { s } = this;
    this.masters.closed(p, peer);
    if (s.isPrimary(p) && has(s.active.get(p) | s.inSync.get(p), peer)) {
      this.masters.markStale(p, peer);
      this.answer(p);
    }
  }

  override joined(hostA: number, hostB: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      const p = s.primary.get(q) - 1;
      if (p < 0 || p === q || s.broken.get(q) === 0 || this.w.isDown(q)) continue;
      const one = s.w.hostOf(q);
      const other = s.w.hostOf(p);
      if ((one === hostA && other === hostB) || (one === hostB && other === hostA))
        s.recovery.arm(q, ...AFTER_CUT);
    }
  }

  /** Only copies in sync become primary by themselves. */
  override keptBy(): readonly number[] {
    const inSync = this.s.inSync.get(this.s.latest());
    return this.config.nodes.flatMap((_, p) => (has(inSync, p) ? [p] : []));
  }

  override showsData(p: number): boolean {
    return has(this.s.active.get(p), p);
  }

  override faulted(): void {
    this.masters.wake();
  }

  override diskStalled(host: number, on: boolean): void {
    if (on) return;
    for (let p = 0; p < this.s.n; p++)
      if (this.w.hostOf(p) === host && this.w.isUp(p)) {
        this.tell(p);
        this.answer(p);
      }
  }

  override command(fault: Fault, p: number): boolean {
    return fault.kind === 'promote' && p >= 0 && p < this.s.n && this.masters.force(p);
  }

  /** A node has a new cluster state. */
  private learn(p: number): void {
    const { s } = this;
    if (!has(s.active.get(p), p)) {
      if (!s.isPrimary(p)) this.endWaits(p);
      return;
    }
    if (s.isPrimary(p)) {
      s.held.set(p, 1);
      s.broken.set(p, 0);
      s.recovery.cancel(p);
      this.answer(p);
      return;
    }
    this.endWaits(p);
    this.forget(p);
    // With a new primary, a copy that is in sync agrees again with what that one has.
    const primary = s.primary.get(p) - 1;
    if (
      primary >= 0 &&
      s.log.common(p, primary) < Math.max(s.log.end(p), s.log.end(primary)) &&
      !s.recovery.isArmed(p)
    ) {
      s.broken.set(p, 1);
      s.recovery.arm(p, ...AFTER_CUT);
    }
  }

  private spread(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      if (q === p || !has(s.active.get(p), q) || s.broken.get(q) === 1) continue;
      if (s.isOpen(p, q)) s.w.send(p, q, s.copy, s.primaryTerm.get(p), s.log.end(p));
      else s.broken.set(q, 1);
    }
  }

  private onCopy(q: number, m: Payload): void {
    const { s } = this;
    // A primary of before is not listened to.
    if (s.primary.get(q) !== m.from + 1 || s.primaryTerm.get(q) !== m.word(0) || s.broken.get(q) === 1)
      return;
    if (s.log.common(q, m.from) < s.log.end(q)) return;
    if (m.word(1) > s.log.end(q)) s.log.copy(m.from, q, m.word(1));
    this.stored(q);
    this.tell(q);
  }

  /** Brings a copy up to date: what the primary does not have is taken back, what it has more is fetched. */
  private recover(q: number): void {
    const { s } = this;
    const p = s.primary.get(q) - 1;
    if (p < 0 || p === q || !s.w.talks(p, q) || !s.isPrimary(p)) return;
    const away = s.log.end(q) - s.log.common(p, q);
    if (away > 0 && s.w.told)
      s.w.say(
        'rollback',
        q,
        `${s.w.nameOf(q)} takes back ${away} operations that the primary does not have.`,
      );
    s.log.copy(p, q);
    s.held.set(q, 1);
    s.flushed.set(q, s.log.end(q));
    s.broken.set(q, 0);
    this.tell(q);
    if (!has(s.active.get(q), q)) this.masters.started(q);
  }

  private tell(q: number): void {
    const { s } = this;
    const p = s.primary.get(q) - 1;
    if (p < 0 || p === q || s.broken.get(q) === 1) return;
    if (this.config.durable && s.w.stalled.get(s.w.hostOf(q)) !== 0) return;
    s.w.send(q, p, s.copied, s.primaryTerm.get(q), s.log.end(q));
  }

  /** Copies in sync that are out of the cluster, or not started, must not hold writes up for ever. */
  private dropSilent(p: number): void {
    const { s } = this;
    const gone = s.inSync.get(p) & ~s.active.get(p);
    if (gone === 0) return;
    for (let q = 0; q < s.n; q++) {
      if (!has(gone, q) || s.log.end(p) <= s.match.get(s.pair(p, q))) continue;
      if (!this.masters.markStale(p, q)) return;
    }
    this.answer(p);
  }

  /** Writes that every copy in sync has are acknowledged. */
  private answer(p: number): void {
    const { s } = this;
    if (!s.isPrimary(p) || (this.config.durable && s.w.stalled.get(s.w.hostOf(p)) !== 0)) return;
    const { operations } = this.w;
    let least = s.log.end(p);
    for (let q = 0; q < s.n; q++)
      if (q !== p && has(s.inSync.get(p), q)) least = Math.min(least, s.match.get(s.pair(p, q)));
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 1) continue;
      if (operations.epoch.get(slot) === s.primaryTerm.get(p) && operations.index.get(slot) <= least)
        operations.acknowledge(slot);
    }
  }

  private endWaits(p: number): void {
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, 'primary term has changed');
  }

  private stored(p: number): void {
    const { s } = this;
    if (this.config.durable) s.flushed.set(p, s.log.end(p));
    else if (!s.sync.isArmed(p) && s.flushed.get(p) < s.log.end(p)) s.sync.arm(p, 1, this.config.syncMs);
  }

  private forget(p: number): void {
    for (let q = 0; q < this.s.n; q++) this.s.match.set(this.s.pair(p, q), 0);
  }
}
