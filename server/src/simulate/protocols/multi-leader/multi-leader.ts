import { has } from '../../kit/sets.js';
import { KEYS, Writes } from '../../kit/writes.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import { STATUS, type World } from '../../world/world.js';
import type { MultiLeaderConfig } from './config.js';

/**
 * Asynchronous replication between nodes that all take writes: each confirms by itself, and sends what the others do not have
 * along its links. What is on disk stays there; two writes that did not know each other meet on arrival.
 */
export class MultiLeader extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly writes: Writes;
  /** Per node: the writes that it has received. */
  private readonly held;
  /** Per node and key: the write that stays, + 1, where only one does. */
  private readonly latest = this.w.perProcess('latest write', 'value', KEYS);
  private readonly origins = this.w.cells('taken by', 'process', 'one', this.w.options.writes);
  /** Generated ids of rows. */
  private readonly rows = this.w.cells('row', 'value', 'one', this.w.options.writes);
  private readonly lastRow = this.w.perProcess('last row');
  /** Per receiver and sender: 1: the receiver has met something that it cannot apply, and takes nothing more. */
  private readonly stopped = this.w.perPair('stopped');
  /** Nodes with which the connection was lost. */
  private readonly severed = this.w.perProcess('broken links', 'processes');
  private readonly ship = this.w.timer('sending');
  private readonly reconnect = this.w.timer('reconnection');
  /** All that the receiver has not had yet. */
  private readonly changes = this.w.message('changes');
  private readonly n: number;

  constructor(
    world: World,
    private readonly config: MultiLeaderConfig,
  ) {
    super(world);
    this.n = config.nodes.length;
    this.writes = new Writes(
      world,
      config.resolve === 'latest' ? 'clocks' : 'begin',
      config.resolve === 'merge',
    );
    this.held = this.writes.setsPerProcess('writes held');
    this.symmetric = alike(config);
  }

  start(): void {}

  deliver(p: number, m: Payload): void {
    if (m.kind === this.changes.id) this.onChanges(p, m.from);
  }

  expire(p: number, timer: number): void {
    if (timer === this.ship.id) this.send(p);
    else if (timer === this.reconnect.id) this.onReconnect(p);
  }

  write(p: number, operation: number): void {
    const { writes } = this;
    if (!this.writable(p)) return this.w.operations.refuse(operation, 'read only');
    const id = writes.begin(p, operation);
    if (id < 0) return this.w.operations.refuse(operation, 'overloaded');
    this.origins.set(id, p + 1);
    if (this.config.resolve === 'rows') this.rows.set(id, this.nextRow(p));
    if (this.config.resolve === 'latest') writes.meet(id, this.latestOf(p, writes.keyOf(id)));
    else writes.base(id, this.held, p);
    this.take(p, id);
    writes.acknowledge(id);
    this.arm(p);
  }

  read(p: number, operation: number): void {
    this.w.operations.answerFrom(operation, p);
  }

  holds(p: number, operation: number): boolean {
    const id = this.writes.of(operation);
    return id >= 0 && this.shows(p, id);
  }

  override holdsValue(p: number, value: number): boolean {
    const id = this.writes.find(value);
    return id >= 0 && this.shows(p, id);
  }

  override survives(value: number): boolean {
    let up = 0;
    for (let p = 0; p < this.n; p++) if (!this.w.isDown(p)) up |= 1 << p;
    const id = this.writes.find(value);
    return id >= 0 && this.staysIn(up !== 0 ? up : 2 ** this.n - 1, id);
  }

  role(): NodeRole {
    return 'peer';
  }

  epoch(): number {
    return 0;
  }

  position(p: number): number {
    return this.held.last(p) + 1;
  }

  writable(p: number): boolean {
    return this.config.nodes[p]!.takesWrites;
  }

  isLost(operation: number): boolean {
    const id = this.writes.of(operation);
    return id >= 0 && !this.staysIn(2 ** this.n - 1, id);
  }

  crashed(p: number): void {
    this.severed.set(p, 0);
  }

  restarted(p: number): void {
    this.severed.set(p, this.config.nodes[p]!.sendsTo);
  }

  /** Connections break with a fault, and are there again some time after it. */
  override faulted(): void {
    for (let p = 0; p < this.n; p++) {
      if (!this.w.isUp(p)) continue;
      const { sendsTo } = this.config.nodes[p]!;
      let reachable = false;
      for (let q = 0; q < this.n; q++) {
        if (!has(sendsTo, q)) continue;
        if (!this.w.talks(p, q)) this.severed.set(p, this.severed.get(p) | (1 << q));
        else if (has(this.severed.get(p), q)) reachable = true;
      }
      if (reachable && !this.reconnect.isArmed(p)) this.reconnect.arm(p, ...this.config.reconnectMs);
    }
  }

  private onReconnect(p: number): void {
    for (let q = 0; q < this.n; q++)
      if (has(this.severed.get(p), q) && this.w.talks(p, q))
        this.severed.set(p, this.severed.get(p) & ~(1 << q));
    this.send(p);
  }

  private arm(p: number): void {
    if (!this.ship.isArmed(p) && this.owes(p)) this.ship.arm(p, ...this.config.shipMs);
  }

  private send(p: number): void {
    for (let q = 0; q < this.n; q++) {
      if (!this.isOwed(p, q) || this.w.status.get(q) === STATUS.paused) continue;
      // What gets lost on a bad link is sent again, as TCP does.
      if (!this.w.send(p, q, this.changes) && this.w.talks(p, q)) this.ship.arm(p, 200, 1_000);
    }
  }

  private owes(p: number): boolean {
    for (let q = 0; q < this.n; q++) if (this.isOwed(p, q)) return true;
    return false;
  }

  private isOwed(p: number, q: number): boolean {
    return (
      has(this.config.nodes[p]!.sendsTo & ~this.severed.get(p), q) &&
      this.stopped.get(this.pair(q, p)) === 0 &&
      this.nextFor(p, q, 0) >= 0
    );
  }

  /** The first write from a number on that one node has to send to another one; -1: none. */
  private nextFor(p: number, q: number, least: number): number {
    let id = this.held.nextBeside(p, this.held, q, least);
    while (id >= 0 && !this.config.forwards && this.origins.get(id) !== p + 1)
      id = this.held.nextBeside(p, this.held, q, id + 1);
    return id;
  }

  private onChanges(q: number, p: number): void {
    let any = false;
    for (let id = -1; (id = this.nextFor(p, q, id + 1)) >= 0; ) {
      if (this.stopped.get(this.pair(q, p)) !== 0) break;
      if (this.clashes(q, p, id)) break;
      this.take(q, id);
      any = true;
      if (this.config.echoes && has(this.config.nodes[q]!.sendsTo, p))
        this.stop(p, q, id, `its own write ${this.writes.numberAt(id)}, which came back to it`);
    }
    if (any && this.config.forwards) this.arm(q);
  }

  /** A write that a receiver cannot apply beside what it has. */
  private clashes(q: number, p: number, id: number): boolean {
    const { resolve } = this.config;
    const { writes } = this;
    if (resolve === 'rows') {
      for (let x = -1; (x = this.held.next(q, x + 1)) >= 0; ) {
        if (this.rows.get(x) !== this.rows.get(id)) continue;
        writes.noteConflict(id, x);
        this.stop(
          q,
          p,
          id,
          `write ${writes.numberAt(id)} with id ${this.rows.get(id)}, which its own write ${writes.numberAt(x)} has`,
        );
        return true;
      }
    } else if (resolve === 'stop') {
      const stranger = writes.stranger(id, this.held, q, 0);
      if (stranger >= 0) {
        writes.noteConflict(id, stranger);
        this.stop(
          q,
          p,
          id,
          `write ${writes.numberAt(id)} of key ${writes.keyOf(id)} beside write ${writes.numberAt(stranger)}`,
        );
        return true;
      }
    }
    return false;
  }

  private stop(q: number, p: number, _id: number, what: string): void {
    if (this.stopped.get(this.pair(q, p)) !== 0) return;
    this.stopped.set(this.pair(q, p), 1);
    if (!this.w.told) return;
    const { words, because } = this.config;
    this.w.say(
      'conflict',
      q,
      `${this.w.nameOf(q)} cannot apply ${what}: ${words.conflict}. It takes nothing more from ${this.w.nameOf(p)} until somebody sees to it.`,
      ...because.conflict,
    );
  }

  private take(p: number, id: number): void {
    const { writes } = this;
    const { resolve } = this.config;
    if (resolve === 'latest') this.takeLatest(p, id);
    else if (resolve === 'siblings') {
      const stranger = writes.meetStranger(id, this.held, p);
      if (stranger >= 0)
        this.tell(
          p,
          `keeps writes ${writes.numberAt(stranger)} and ${writes.numberAt(id)} of key ${writes.keyOf(id)}`,
        );
    } else if (resolve === 'rows') this.lastRow.set(p, Math.max(this.lastRow.get(p), this.rows.get(id)));
    this.held.add(p, id);
  }

  private takeLatest(p: number, id: number): void {
    const { writes } = this;
    const key = writes.keyOf(id);
    const before = this.latestOf(p, key);
    const stays = before < 0 || writes.isLater(id, before);
    if (stays) this.latest.set(p * KEYS + key, id + 1);
    if (before < 0 || before === id) return;
    const [loser, winner] = stays ? [before, id] : [id, before];
    if (writes.noteConflict(loser, winner))
      this.tell(
        p,
        `keeps write ${writes.numberAt(winner)} of key ${key} and drops write ${writes.numberAt(loser)}`,
      );
  }

  private tell(p: number, what: string): void {
    if (!this.w.told) return;
    const { words, because } = this.config;
    this.w.say(
      'conflict',
      p,
      `${this.w.nameOf(p)} ${what}, for neither knew of the other: ${words.conflict}.`,
      ...because.conflict,
    );
  }

  /** Ids go on behind the largest one that a node knows, at its own places (auto_increment_increment and _offset). */
  private nextRow(p: number): number {
    const { increment, offset } = this.config.nodes[p]!;
    const last = this.lastRow.get(p);
    return last < offset ? offset : offset + (Math.floor((last - offset) / increment) + 1) * increment;
  }

  private latestOf(p: number, key: number): number {
    return this.latest.get(p * KEYS + key) - 1;
  }

  private shows(p: number, id: number): boolean {
    if (this.config.resolve !== 'latest') return this.held.has(p, id);
    const latest = this.latestOf(p, this.writes.keyOf(id));
    return latest >= 0 && this.writes.covers(latest, id);
  }

  /** Whether a write is there when these nodes have sent each other all they have. */
  private staysIn(nodes: number, id: number): boolean {
    const { writes } = this;
    let best = -1;
    for (let p = 0; p < this.n; p++) {
      if (!has(nodes, p)) continue;
      if (this.config.resolve !== 'latest') {
        if (this.held.has(p, id)) return true;
        continue;
      }
      const latest = this.latestOf(p, writes.keyOf(id));
      if (latest >= 0 && (best < 0 || writes.isLater(latest, best))) best = latest;
    }
    return best >= 0 && writes.covers(best, id);
  }

  private pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }
}

/** Nodes that all send to all, with the same ids, may change places. */
function alike({ nodes, resolve }: MultiLeaderConfig): readonly (readonly number[])[] {
  const all = 2 ** nodes.length - 1;
  const full = nodes.every(({ sendsTo, takesWrites }, p) => sendsTo === (all & ~(1 << p)) && takesWrites);
  return full && resolve !== 'rows' ? nodes.map((_, p) => [p]) : [];
}
