import { countBits, has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import { OPERATION } from '../../world/operations.js';
import { STATUS, type World } from '../../world/world.js';
import type { NdbConfig } from './config.js';
import { ValueSets } from './value-sets.js';
import { judge } from './view.js';

/** Missed heartbeats after which a node is dead. */
const MISSED = 4;

/** A data node is up and takes part; waits for the arbitrator; or starts and is not yet part of anything. */
const RUNS = 0;
const ASKS = 1;
const STARTS = 2;

/** How often a node that starts asks those that run to take it in, and how long its copy takes. */
const START_MS = [1_000, 3_000] as const;
const COPY_MS = [2_000, 8_000] as const;

/**
 * MySQL NDB Cluster (https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-nodes-groups.html): data nodes that hold each
 * fragment together in groups, and commit on all that are there. When some are gone, those that are left go on if they have a
 * whole group, stop if they lack a whole one, and ask the arbitrator otherwise; the first to ask wins
 * (https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-mgm-definition.html#ndbparam-mgmd-arbitrationrank).
 */
export class Ndb extends Protocol {
  private readonly state = this.w.perProcess('node state');
  /** Who takes part, as each sees it. */
  private readonly view = this.w.perProcess('view', 'processes');
  private readonly round = this.w.perProcess('round of views');
  private readonly missed = this.w.perPair('missed heartbeats');
  /** Of an arbitrator: whom it let go on, until they have all told it. */
  private readonly chosen = this.w.perProcess('chosen', 'processes');
  private readonly acks = this.w.cells('written on', 'processes', 'operation');
  private readonly wanted = this.w.cells('to be written on', 'processes', 'operation');
  private readonly values = new ValueSets(this.w, 'rows');
  private readonly saved = new ValueSets(this.w, 'rows on disk');

  private readonly beat = this.w.timer('heartbeat');
  private readonly patience = this.w.timer('arbitration timeout');
  private readonly checkpoint = this.w.timer('global checkpoint');
  private readonly starting = this.w.timer('start');
  private readonly copying = this.w.timer('copy');

  private readonly alive = this.w.message('heartbeat');
  private readonly failed = this.w.message('fail report', 'processes');
  private readonly ask = this.w.message('arbitration request', 'processes');
  private readonly answer = this.w.message('arbitration answer', 'value');
  private readonly prepare = this.w.message('prepare', 'value', 'value');
  private readonly prepared = this.w.message('prepared', 'value', 'value');
  private readonly join = this.w.message('join request');
  private readonly joins = this.w.message('welcome', 'process');
  private readonly fetch = this.w.message('read', 'value', 'value');
  private readonly fetched = this.w.message('row', 'value', 'value');

  constructor(
    world: World,
    private readonly config: NdbConfig,
  ) {
    super(world);
  }

  start(): void {
    const all = (1 << this.config.dataNodes) - 1;
    for (let p = 0; p < this.config.dataNodes; p++) {
      this.view.set(p, all);
      this.beat.arm(p, 1, this.config.heartbeatMs);
      // All nodes make the checkpoint together.
      if (p === 0) this.checkpoint.arm(p, 1, this.config.checkpointMs);
      else this.checkpoint.arm(p, this.checkpoint.leftMs(0));
    }
  }

  deliver(to: number, m: Payload): void {
    const { from, kind } = m;
    if (kind === this.ask.id) return this.onAsk(to, from, m.word(0));
    if (!this.isData(to)) return;
    if (kind === this.alive.id) this.missed.set(to * this.count + from, 0);
    else if (kind === this.failed.id) this.onFailed(to, from, m.word(0));
    else if (kind === this.answer.id) this.onAnswer(to, m.word(0) === 1);
    else if (kind === this.prepare.id) this.onPrepare(to, from, m.word(0), m.word(1));
    else if (kind === this.prepared.id) this.onPrepared(to, from, m.word(0), m.word(1));
    else if (kind === this.join.id) this.onJoin(to, from);
    else if (kind === this.joins.id) this.onJoins(to, m.word(0) - 1);
    else if (kind === this.fetch.id) {
      if (this.state.get(to) === RUNS) this.w.send(to, from, this.fetched, m.word(0), m.word(1));
    } else if (kind === this.fetched.id) this.onFetched(to, from, m.word(0), m.word(1));
  }

  expire(p: number, timer: number): void {
    if (timer === this.beat.id) this.tick(p);
    else if (timer === this.patience.id) this.onNoAnswer(p);
    else if (timer === this.checkpoint.id) {
      this.checkpoint.arm(p, this.config.checkpointMs);
      if (this.state.get(p) === RUNS && this.w.stalled.get(this.w.hostOf(p)) === 0)
        this.saved.copy(p, p, this.values);
    } else if (timer === this.starting.id) this.tryStart(p);
    else if (timer === this.copying.id) this.finishStart(p);
  }

  write(p: number, operation: number): void {
    const { operations } = this.w;
    if (!this.writable(p)) return operations.refuse(operation, 'cluster failure');
    const key = operations.key.get(operation);
    const copies = this.view.get(p) & this.groupOf(key);
    this.wanted.set(operation, copies);
    this.acks.set(operation, 0);
    const value = operations.value.get(operation);
    for (let q = 0; q < this.config.dataNodes; q++) {
      if (!has(copies, q)) continue;
      if (q === p) this.onPrepared(p, p, operation, value);
      else this.w.send(p, q, this.prepare, operation, value);
    }
  }

  read(p: number, operation: number): void {
    const { operations } = this.w;
    if (this.state.get(p) !== RUNS) return operations.refuse(operation, 'cluster failure');
    const key = operations.key.get(operation);
    const copies = this.view.get(p) & this.groupOf(key);
    if (has(copies, p)) return operations.answer(operation, value => this.values.has(p, value));
    for (let q = 0; q < this.config.dataNodes; q++) {
      if (has(copies, q)) return void this.w.send(p, q, this.fetch, operation, key);
    }
  }

  holds(p: number, operation: number): boolean {
    return this.holdsValue(p, this.w.operations.value.get(operation), this.w.operations.key.get(operation));
  }

  /** A node of another group asks those that have it. */
  override holdsValue(p: number, value: number, key: number): boolean {
    if (!this.isData(p)) return true;
    const group = this.groupOf(key);
    if (has(group, p)) return this.values.has(p, value);
    for (let q = 0; q < this.config.dataNodes; q++)
      if (has(group & this.view.get(p), q) && this.values.has(q, value)) return true;
    return false;
  }

  role(p: number): NodeRole {
    if (!this.isData(p)) return 'arbiter';
    return this.state.get(p) === RUNS ? 'peer' : 'stalled';
  }

  epoch(p: number): number {
    return this.round.get(p);
  }

  position(p: number): number {
    return this.values.count(p);
  }

  writable(p: number): boolean {
    return this.isData(p) && this.state.get(p) === RUNS;
  }

  isLost(operation: number): boolean {
    const { operations } = this.w;
    const value = operations.value.get(operation);
    const group = this.groupOf(operations.key.get(operation));
    let left = false;
    for (let p = 0; p < this.config.dataNodes; p++) {
      if (!has(group, p)) continue;
      if (this.values.has(p, value)) left = true;
    }
    return !left;
  }

  /**
   * A checkpoint that would write what is on disk already, or none, of a node that does not take part. At such a moment rows come from
   * no timer but the one at which a node's own copy ends, and that writes them down and begins a new interval in either order; a
   * node that stops reads from its disk what it had in memory. While an operation waits, messages about it bring rows.
   */
  override isIdle(p: number, timer: number): boolean {
    if (timer !== this.checkpoint.id || !this.isData(p)) return false;
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.status.get(slot) === OPERATION.waiting) return false;
    return this.state.get(p) !== RUNS || this.saved.equals(p, this.values);
  }

  crashed(p: number): void {
    this.state.set(p, this.isData(p) ? STARTS : RUNS);
    this.view.set(p, 0);
    this.round.set(p, 0);
    this.chosen.set(p, 0);
    for (let q = 0; q < this.count; q++) this.missed.set(p * this.count + q, 0);
    // Memory is gone: what is left is what the last checkpoint wrote.
    if (this.isData(p)) this.values.copy(p, p, this.saved);
  }

  restarted(p: number): void {
    if (this.isData(p)) this.starting.arm(p, ...START_MS);
  }

  override closed(p: number, peer: number): void {
    if (!this.isData(p) || !this.isData(peer) || this.state.get(p) === STARTS || !has(this.view.get(p), peer))
      return;
    this.report(p, 1 << peer);
  }

  private tick(p: number): void {
    const { config } = this;
    this.beat.arm(p, config.heartbeatMs);
    if (this.state.get(p) === STARTS) return;
    const view = this.view.get(p);
    let late = 0;
    let dead = false;
    for (let q = 0; q < config.dataNodes; q++) {
      if (q === p || !has(view, q)) continue;
      this.w.send(p, q, this.alive);
      const missed = this.missed.add(p * this.count + q, 1);
      // Those that fall silent together are declared dead together.
      if (missed >= MISSED) late |= 1 << q;
      if (missed > MISSED) dead = true;
    }
    if (dead) this.report(p, late);
  }

  /** Tells all that can be reached that some are gone. */
  private report(p: number, gone: number): void {
    for (let q = 0; q < this.config.dataNodes; q++)
      if (q !== p && has(this.view.get(p) & ~gone, q)) this.w.send(p, q, this.failed, gone);
    this.remove(p, gone);
  }

  private onFailed(p: number, from: number, gone: number): void {
    if (this.state.get(p) === STARTS || !has(this.view.get(p), from) || has(gone, p)) return;
    if ((this.view.get(p) & gone) !== 0) this.remove(p, gone);
  }

  private remove(p: number, gone: number): void {
    const { config, w } = this;
    const before = this.view.get(p);
    const view = before & ~gone;
    if (view === before) return;
    this.view.set(p, view);
    this.round.add(p, 1);
    const left = this.namesOf(view);
    if (w.told)
      w.say(
        'suspicion',
        p,
        `${w.nameOf(p)} misses ${this.namesOf(gone & before)}: ${left} are left.`,
        ...config.because.heartbeat,
      );
    const verdict = judge(before, view, config.groups);
    if (verdict === 'stop') return this.stop(p, 'A whole node group is missing', config.because.groups);
    // A round that waits for the arbitrator goes on with fewer.
    if (verdict === 'go on' && this.state.get(p) === RUNS) return this.goOn(p);
    if (config.arbitration === 'Disabled') return this.goOn(p);
    this.state.set(p, ASKS);
    this.patience.arm(p, config.arbitrationMs);
    if (config.arbitration === 'WaitExternal' || this.presidentOf(view) !== p) return;
    const arbitrator = config.arbitrators.find(each => !w.isDown(each));
    if (arbitrator === undefined) return;
    if (w.told)
      w.say(
        'election',
        p,
        `${w.nameOf(p)} asks ${w.nameOf(arbitrator)} whether ${left} may go on.`,
        ...config.because.arbitration,
      );
    w.send(p, arbitrator, this.ask, view);
  }

  /** The first that asks wins; whoever asks for the same half again gets the same answer. */
  private onAsk(arbitrator: number, from: number, view: number): void {
    const chosen = this.chosen.get(arbitrator);
    const wins = chosen === 0 || (view & ~chosen) === 0;
    if (wins) this.chosen.set(arbitrator, view);
    if (this.w.told && wins)
      this.w.say(
        'promotion',
        arbitrator,
        `${this.w.nameOf(arbitrator)} lets ${this.namesOf(view)} go on.`,
        ...this.config.because.arbitration,
      );
    this.w.send(arbitrator, from, this.answer, wins ? 1 : 0);
  }

  private onAnswer(p: number, wins: boolean): void {
    if (this.state.get(p) !== ASKS) return;
    const view = this.view.get(p);
    if (this.presidentOf(view) === p)
      for (let q = 0; q < this.config.dataNodes; q++)
        if (q !== p && has(view, q)) this.w.send(p, q, this.answer, wins ? 1 : 0);
    if (wins) this.goOn(p);
    else this.stop(p, 'The arbitrator chose the other half', this.config.because.arbitration);
  }

  private onNoAnswer(p: number): void {
    if (this.state.get(p) !== ASKS) return;
    // Nobody outside decided: as documented it goes on, and so does the other half.
    if (this.config.arbitration === 'WaitExternal') this.goOn(p);
    else
      this.stop(
        p,
        `No arbitrator answered within ${this.config.arbitrationMs / 1000} s`,
        this.config.because.arbitration,
      );
  }

  private goOn(p: number): void {
    this.state.set(p, RUNS);
    this.patience.cancel(p);
    const { operations } = this.w;
    // Writes no longer wait for those that are gone.
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 1) continue;
      this.wanted.set(slot, this.wanted.get(slot) & this.view.get(p));
      this.settle(p, slot);
    }
  }

  private stop(p: number, why: string, because: NdbConfig['because']['groups']): void {
    const { w } = this;
    if (w.told) w.say('demotion', p, `${why}: ${w.nameOf(p)} stops.`, ...because);
    w.status.set(p, STATUS.down);
    for (const timer of w.timers) timer.cancel(p);
    this.crashed(p);
    for (let slot = 0; slot < w.operations.count; slot++)
      if (w.operations.isWaitingAt(slot, p)) w.operations.leaveUnknown(slot, 'connection closed');
    if (this.config.restarts) {
      w.status.set(p, STATUS.up);
      this.restarted(p);
    }
  }

  private onPrepare(p: number, from: number, slot: number, value: number): void {
    if (this.state.get(p) !== RUNS || !has(this.view.get(p), from)) return;
    this.values.add(p, value);
    this.w.send(p, from, this.prepared, slot, value);
  }

  private onPrepared(p: number, from: number, slot: number, value: number): void {
    const { operations } = this.w;
    if (!operations.isWaitingAt(slot, p) || operations.value.get(slot) !== value) return;
    if (from === p) this.values.add(p, value);
    this.acks.set(slot, this.acks.get(slot) | (1 << from));
    if (this.state.get(p) === RUNS) this.settle(p, slot);
  }

  private settle(p: number, slot: number): void {
    const wanted = this.wanted.get(slot);
    if (wanted !== 0 && (wanted & ~this.acks.get(slot)) === 0) this.w.operations.acknowledge(slot);
    else if (wanted === 0) this.w.operations.refuse(slot, 'node failure');
    else if ((wanted & ~this.view.get(p)) !== 0) this.wanted.set(slot, wanted & this.view.get(p));
  }

  private onFetched(p: number, from: number, slot: number, key: number): void {
    const { operations } = this.w;
    if (
      !operations.isWaitingAt(slot, p) ||
      operations.isRead.get(slot) !== 1 ||
      operations.key.get(slot) !== key
    )
      return;
    operations.answer(slot, value => this.values.has(from, value));
  }

  private tryStart(p: number): void {
    if (this.state.get(p) !== STARTS) return;
    this.starting.arm(p, ...START_MS);
    let up = 1 << p;
    let running = false;
    for (let q = 0; q < this.config.dataNodes; q++) {
      if (q === p) continue;
      if (this.w.talks(p, q)) {
        up |= 1 << q;
        if (this.state.get(q) !== STARTS) running = true;
      }
      this.w.send(p, q, this.join);
    }
    // All start anew: with every node there, from what the last checkpoint has.
    if (!running && countBits(up) === this.config.dataNodes) this.systemRestart(up);
  }

  private systemRestart(up: number): void {
    for (let p = 0; p < this.config.dataNodes; p++) {
      this.state.set(p, RUNS);
      this.view.set(p, up);
      this.round.add(p, 1);
      this.starting.cancel(p);
      this.beat.arm(p, 1, this.config.heartbeatMs);
      this.checkpoint.arm(p, this.config.checkpointMs);
    }
    for (const arbitrator of this.config.arbitrators) this.chosen.set(arbitrator, 0);
    if (this.w.told)
      this.w.say(
        'recovery',
        -1,
        'All data nodes are there and start from the last global checkpoint.',
        ...this.config.because.checkpoint,
      );
  }

  /** The oldest of those that run takes it in. */
  private onJoin(p: number, from: number): void {
    if (this.state.get(p) !== RUNS || this.presidentOf(this.view.get(p)) !== p) return;
    if (has(this.view.get(p), from)) this.report(p, 1 << from);
    if (this.state.get(p) === RUNS && !this.w.isDown(from)) this.w.send(p, from, this.joins, p + 1);
  }

  private onJoins(p: number, president: number): void {
    if (this.state.get(p) !== STARTS || this.copying.isArmed(p)) return;
    this.view.set(p, 1 << president);
    this.starting.cancel(p);
    this.copying.arm(p, ...COPY_MS);
  }

  /** It has what its group has, and all that run count it in. */
  private finishStart(p: number): void {
    const { config, w } = this;
    const president = 31 - Math.clz32(this.view.get(p) & -this.view.get(p));
    this.starting.arm(p, ...START_MS);
    if (this.state.get(p) !== STARTS || this.view.get(p) === 0 || !w.talks(p, president)) return;
    if (this.state.get(president) !== RUNS) return;
    const view = this.view.get(president) | (1 << p);
    const peer = config.groups.findIndex(
      (group, q) =>
        q !== p && group === config.groups[p] && has(view, q) && this.state.get(q) === RUNS && w.talks(p, q),
    );
    if (peer < 0 && config.groups.some((group, q) => q !== p && group === config.groups[p])) return;
    if (peer >= 0) this.values.copy(p, peer);
    this.saved.copy(p, p, this.values);
    for (let q = 0; q < config.dataNodes; q++) {
      if (!has(view, q)) continue;
      this.view.set(q, q === p ? view : this.view.get(q) | (1 << p));
      this.round.set(q, this.round.get(president) + 1);
      this.missed.set(q * this.count + p, 0);
      this.missed.set(p * this.count + q, 0);
    }
    this.state.set(p, RUNS);
    this.starting.cancel(p);
    this.beat.arm(p, 1, config.heartbeatMs);
    this.checkpoint.arm(p, config.checkpointMs);
    for (const arbitrator of config.arbitrators)
      if (w.talks(president, arbitrator)) this.chosen.set(arbitrator, 0);
    if (w.told) w.say('recovery', p, `${w.nameOf(p)} has the rows of its node group again and takes part.`);
  }

  private presidentOf(view: number): number {
    return 31 - Math.clz32(view & -view);
  }

  private groupOf(key: number): number {
    const { groups } = this.config;
    const count = Math.max(...groups) + 1;
    let set = 0;
    for (let p = 0; p < groups.length; p++) if (groups[p] === key % count) set |= 1 << p;
    return set;
  }

  private isData(p: number): boolean {
    return p < this.config.dataNodes;
  }

  private get count(): number {
    return this.w.processes.length;
  }

  private namesOf(set: number): string {
    return this.w.processes.flatMap(({ name }, p) => (has(set, p) ? [name] : [])).join(', ');
  }
}
