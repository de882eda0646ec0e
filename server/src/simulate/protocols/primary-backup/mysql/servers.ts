import { release } from '../../../kit/postgres/commits.js';
import { NO_SYNC, PostgresReplication, type ShippingWords, waiting } from '../../../kit/postgres/index.js';
import { countBits, has } from '../../../kit/sets.js';
import type { Payload } from '../../../protocol.js';
import type { World } from '../../../world/world.js';
import type { MysqlNode } from './config.js';

/** Who lets a source wait for more than a day means: for as long as it takes. No client is there any more by then. */
const FOREVER_MS = 86_400_000;

const WORDS: ShippingWords = {
  log: 'transactions',
  primary: 'source',
  readOnly: 'The MySQL server is running with the --read-only option so it cannot execute this statement',
  repair: 'it is copied anew',
  silent: (replica, source) => `${replica} does not answer: commits on ${source} wait for its receipt.`,
  promoted: name => `${name} is source: it has replayed what it had received, and takes writes.`,
};

/**
 * MySQL and MariaDB servers that ship their binary log, asynchronously or semi-synchronously
 * (https://dev.mysql.com/doc/refman/8.4/en/replication-semisync.html): a commit waits until enough replicas have received
 * it, not longer than the timeout; then the source goes on asynchronously until a replica has caught up.
 */
export class MysqlServers extends PostgresReplication {
  /** 1: the source has fallen back to asynchronous replication. */
  private readonly fallen = this.w.perProcess('semi-sync off');
  readonly readOnly = this.w.perProcess('read only');
  /** Up to where binary log and engine are on disk. */
  private readonly durable = this.w.perProcess('durable');
  private readonly timeout = this.w.timer('semi-sync timeout');
  private readonly flushTimer = this.w.timer('binary log and engine flush');

  constructor(
    world: World,
    private readonly nodes: readonly MysqlNode[],
  ) {
    super(
      world,
      nodes.map(({ shipping }) => shipping),
      WORDS,
    );
  }

  override begin(source: number, upstreamOf: (p: number) => number | undefined): void {
    super.begin(source, upstreamOf);
    for (const p of this.state.all) this.readOnly.set(p, p === source ? 0 : 1);
  }

  override deliver(to: number, m: Payload): boolean {
    if (!super.deliver(to, m)) return false;
    if (this.fallen.get(to) === 1) this.tryToReturn(to);
    else if (this.timeout.isArmed(to) && waiting(this.state, to) === 0) this.timeout.cancel(to);
    return true;
  }

  override expire(p: number, timer: number): boolean {
    if (timer === this.timeout.id) this.fallBack(p);
    else if (timer === this.flushTimer.id) this.durable.set(p, this.state.log.end(p));
    else return super.expire(p, timer);
    return true;
  }

  override write(p: number, operation: number): void {
    if (this.isPrimary(p) && this.readOnly.get(p) === 1) this.w.operations.refuse(operation, WORDS.readOnly);
    else super.write(p, operation);
  }

  takesWrites(p: number): boolean {
    return this.isPrimary(p) && this.readOnly.get(p) === 0;
  }

  /** Makes a promoted server writable, or leaves that to somebody. */
  open(p: number): void {
    this.readOnly.set(p, 0);
  }

  /** It gets everything that another one has received, and replays it: differential relay logs. */
  receive(p: number, from: number): void {
    const { state } = this;
    state.log.copy(from, p);
    const end = state.log.end(p);
    state.flushed.set(p, end);
    state.applied.set(p, end);
  }

  override crashed(p: number, powerLoss: boolean): void {
    const { durable } = this.nodes[p]!;
    const { state } = this;
    this.timeout.cancel(p);
    this.flushTimer.cancel(p);
    if (durable !== 'each' && (powerLoss || durable === 'lazy')) {
      const kept = Math.min(this.durable.get(p), state.log.end(p));
      // What is not on disk counts as not flushed: it is gone.
      state.flushed.set(p, kept);
      state.applied.set(p, Math.min(kept, state.applied.get(p)));
      if (state.standby.get(p) === 1) state.log.truncate(p, kept);
    }
    super.crashed(p, powerLoss);
    this.durable.set(p, state.log.end(p));
  }

  /** Who does not write each commit to its disk has it there with the next flush. */
  override keeps(p: number, epoch: number, index: number): boolean {
    return (
      (this.nodes[p]!.durable === 'each' || this.durable.get(p) >= index) && super.keeps(p, epoch, index)
    );
  }

  override restarted(p: number): void {
    if (this.nodes[p]!.readOnly && this.state.standby.get(p) === 0) {
      this.readOnly.set(p, 1);
      if (this.w.told)
        this.w.say(
          'note',
          p,
          `${this.nodes[p]!.name} comes back read-only, as its file says.`,
          ...this.nodes[p]!.because.readOnly,
        );
    }
    this.fallen.set(p, 0);
    this.state.setRule(p, this.nodes[p]!.shipping.sync);
    super.restarted(p);
  }

  protected override commit(p: number, operation: number): void {
    const { state, w } = this;
    const { semiSync, durable } = this.nodes[p]!;
    const index = state.log.append(p, state.epoch.get(p));
    w.operations.place(operation, state.epoch.get(p), index);
    if (durable !== 'each' && !this.flushTimer.isArmed(p)) this.flushTimer.arm(p, 1, 1_000);
    if (semiSync !== undefined && this.fallen.get(p) === 0) {
      if (!semiSync.afterSync) state.applied.set(p, index);
      const there = countBits(this.connected(p) & state.syncMembers.get(p));
      if (there < state.count(p) && !semiSync.waitsForNobody) this.fallBack(p);
      else if (!this.timeout.isArmed(p) && semiSync.timeoutMs <= FOREVER_MS)
        this.timeout.arm(p, semiSync.timeoutMs);
    }
    this.streams.flush(p);
  }

  private fallBack(p: number): void {
    const { state } = this;
    const { semiSync, name } = this.nodes[p]!;
    if (semiSync === undefined || !this.isPrimary(p) || this.fallen.get(p) === 1) return;
    this.timeout.cancel(p);
    this.fallen.set(p, 1);
    if (this.w.told)
      this.w.say(
        'unblocked',
        p,
        `${name} has waited ${semiSync.timeoutMs / 1000} s for the receipt of a replica and goes on asynchronously: what it acknowledges now may be on no replica.`,
        ...semiSync.because.timeout,
      );
    state.setRule(p, NO_SYNC);
    release(state, p);
  }

  /** Semi-sync is on again when enough replicas have received everything. */
  private tryToReturn(p: number): void {
    const { state } = this;
    const { sync } = this.nodes[p]!.shipping;
    if (!this.isPrimary(p)) return;
    let current = 0;
    for (const q of sync.members)
      if (has(this.connected(p), q) && state.confirmed.get(state.pair(p, q)) >= state.log.end(p)) current++;
    if (current < sync.count) return;
    this.fallen.set(p, 0);
    state.setRule(p, sync);
    if (this.w.told) this.w.say('recovery', p, `${this.nodes[p]!.name} replicates semi-synchronously again.`);
  }
}
