import { has } from '../../kit/sets.js';
import { KEYS } from '../../kit/writes.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import { STATUS, type World } from '../../world/world.js';
import type { LeaderlessConfig } from './config.js';
import { Copies } from './copies.js';
import { Detector } from './detector.js';
import { Hints } from './hints.js';
import { isEnough, type Share, sharesOf } from './levels.js';
import { Paxos } from './paxos.js';
import { Reads } from './reads.js';

/**
 * Any node takes a client's write or read, sends it to all copies of the key, and answers when enough of them have: Cassandra
 * and ScyllaDB, Dynamo and its kin, the nodes of a CouchDB cluster. After
 * https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html.
 */
export class Leaderless extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly copies: Copies;
  private readonly detector: Detector;
  private readonly hints: Hints;
  private readonly reads: Reads;
  private readonly paxos: Paxos | undefined;
  private readonly confirmed = this.w.cells('confirmed by', 'processes', 'operation');
  private readonly rejected = this.w.cells('rejected by', 'processes', 'operation');
  /** A write for a copy: which, for which operation, and which copy's place it takes. */
  private readonly mutation = this.w.message('write', 'value', 'value', 'process');
  private readonly done = this.w.tally('written', 'value', 'value', 'process', 'value');
  /** Per node and key. */
  private readonly writeShares: readonly (readonly (readonly Share[])[])[];
  private readonly readShares: readonly (readonly (readonly Share[])[])[];

  constructor(
    world: World,
    private readonly config: LeaderlessConfig,
  ) {
    super(world);
    const sites: number[] = [];
    for (const [p, { site }] of config.nodes.entries()) sites[site] = (sites[site] ?? 0) | (1 << p);
    const shares = (level: LeaderlessConfig['write']) =>
      config.nodes.map(({ site }) => config.copies.map(set => sharesOf(level, set, [...sites], site)));
    this.writeShares = shares(config.write);
    this.readShares = shares(config.read);
    this.copies = new Copies(world, config);
    this.hints = new Hints(world, config, this.copies, () => this.detector);
    this.detector = new Detector(
      world,
      config,
      (p, who) => this.hints.returned(p, who),
      p => this.judgeAll(p),
    );
    this.reads = new Reads(world, config, this.copies, this.detector, this.readShares, {
      standIn: (p, copy, taken) => this.standIn(p, copy, taken),
      finished: (p, operation) => this.writeAfterRead(p, operation),
      repair: (p, copy, id) => this.post(p, copy, id, 0, copy),
    });
    this.paxos =
      config.conditional === undefined
        ? undefined
        : new Paxos(world, config, config.conditional, this.copies, this.detector, (p, operation, id, key) =>
            this.send(p, operation, id, key),
          );
    this.symmetric = alike(config);
  }

  start(): void {}

  deliver(p: number, m: Payload): void {
    if (m.kind === this.mutation.id) this.onMutation(p, m);
    else if (m.kind === this.done.id)
      this.onDone(p, m.word(0) - 1, m.word(1), m.word(2) - 1, m.word(3) === 1);
    else if (!this.hints.deliver(p, m) && !this.reads.deliver(p, m)) this.paxos?.deliver(p, m);
  }

  expire(p: number, timer: number): void {
    if (!this.detector.expire(p, timer) && !this.hints.expire(p, timer) && !this.copies.expire(p, timer))
      this.paxos?.expire(p, timer);
  }

  write(p: number, operation: number): void {
    const { operations } = this.w;
    const key = operations.key.get(operation) % KEYS;
    if (!this.canWrite(p, key)) {
      operations.refuse(operation, this.config.words.unavailable);
      return;
    }
    this.confirmed.set(operation, 0);
    this.rejected.set(operation, 0);
    const id = this.copies.writes.begin(p, operation);
    if (id < 0) operations.refuse(operation, 'overloaded');
    else if (this.paxos !== undefined) this.paxos.begin(p, operation, false);
    else if (this.config.resolve === 'siblings') this.reads.begin(p, operation, key, true);
    else this.send(p, operation, id, key);
  }

  read(p: number, operation: number): void {
    const { operations } = this.w;
    const key = operations.key.get(operation) % KEYS;
    if (
      !this.config.sloppy &&
      !this.config.degrades &&
      !isEnough(this.readShares[p]![key]!, this.live(p, key))
    )
      operations.refuse(operation, this.config.words.unavailable);
    else if (this.paxos !== undefined) this.paxos.begin(p, operation, true);
    else this.reads.begin(p, operation, key, false);
  }

  holds(p: number, operation: number): boolean {
    const id = this.copies.writes.of(operation);
    return id >= 0 && this.copies.shows(this.asked(p, id), id);
  }

  override holdsValue(p: number, value: number): boolean {
    const id = this.copies.writes.find(value);
    return id >= 0 && this.copies.shows(this.asked(p, id), id);
  }

  override survives(value: number): boolean {
    const id = this.copies.writes.find(value);
    return id >= 0 && (this.copies.survives(this.standing(), id) || this.keptByHints(id));
  }

  role(p: number): NodeRole {
    return this.w.processes[p]!.serves ? 'peer' : 'arbiter';
  }

  epoch(): number {
    return 0;
  }

  position(p: number): number {
    return this.copies.position(p);
  }

  writable(p: number): boolean {
    for (let key = 0; key < KEYS; key++) if (this.canWrite(p, key)) return true;
    return false;
  }

  /** Of a node that is down the disk is still there; one whose power went may have lost what it had. */
  isLost(operation: number): boolean {
    const id = this.copies.writes.of(operation);
    if (id < 0 || this.copies.survives(2 ** this.config.nodes.length - 1, id)) return false;
    return !this.keptByHints(id) && !this.isOnItsWay(id);
  }

  override isSafe(operation: number): boolean {
    const id = this.copies.writes.of(operation);
    return id >= 0 && this.copies.staysOf(id);
  }

  crashed(p: number, powerLoss: boolean): void {
    this.hints.crashed(p);
    if (powerLoss) this.copies.powerLost(p);
  }

  restarted(p: number): void {
    this.detector.forget(p);
    this.hints.restarted(p);
  }

  override closed(p: number, peer: number): void {
    this.detector.closed(p, peer);
  }

  override faulted(): void {
    this.detector.look();
  }

  /** All copies of a key that a coordinator counts on. */
  private live(p: number, key: number): number {
    return this.config.copies[key]! & ~this.detector.down.get(p);
  }

  private canWrite(p: number, key: number): boolean {
    if (this.config.sloppy) return true;
    const live = this.live(p, key);
    if (this.config.degrades) return live !== 0;
    if (!isEnough(this.writeShares[p]![key]!, live)) return false;
    return this.paxos === undefined || this.paxos.canRun(p, key);
  }

  private send(p: number, operation: number, id: number, key: number): void {
    const copies = this.config.copies[key]!;
    const down = this.detector.down.get(p);
    // Its own copy first: it needs no message.
    if (has(copies, p)) this.onDone(p, operation, id, p, !this.take(p, id, true));
    let taken = copies;
    for (let copy = 0; copy < this.config.nodes.length; copy++) {
      if (copy === p || !has(copies, copy)) continue;
      if (!has(down, copy)) {
        this.hints.keep(p, copy, id);
        this.post(p, copy, id, operation + 1, copy);
      } else if (this.config.sloppy) {
        const other = this.standIn(p, copy, taken);
        taken |= 1 << other;
        if (other !== p) this.post(p, other, id, operation + 1, copy);
        else if (this.take(p, id, false)) {
          this.hints.keep(p, copy, id);
          this.onDone(p, operation, id, copy, false);
        }
      } else this.hints.keep(p, copy, id);
    }
    this.judge(p, operation);
  }

  /** Who is frozen drops what has waited for longer than a request may take: it is as if it were not sent. */
  private post(p: number, to: number, id: number, operation: number, copy: number): void {
    if (this.w.status.get(to) !== STATUS.paused) this.w.send(p, to, this.mutation, id, operation, copy + 1);
  }

  /** A client's write with what its coordinator has read before. */
  private writeAfterRead(p: number, operation: number): void {
    const id = this.copies.writes.of(operation);
    this.reads.giveBase(operation, id);
    this.send(p, operation, id, this.w.operations.key.get(operation) % KEYS);
  }

  /** False: it is not taken, or not confirmed. */
  private take(p: number, id: number, ofClient: boolean): boolean {
    if (ofClient && this.config.refusesStale && this.copies.isAheadOf(p, id)) return false;
    this.copies.take(p, id);
    return true;
  }

  private onMutation(p: number, m: Payload): void {
    const id = m.word(0);
    const copy = m.word(2) - 1;
    // A stalled disk confirms nothing that has to be on it first.
    if (this.config.nodes[p]!.syncMs === 0 && this.w.stalled.get(this.w.hostOf(p)) !== 0) return;
    const taken = this.take(p, id, m.word(1) !== 0);
    if (taken && copy !== p) this.hints.keep(p, copy, id);
    if (m.word(1) !== 0) this.w.send(p, m.from, this.done, m.word(1), id, copy + 1, taken ? 0 : 1);
  }

  private onDone(p: number, operation: number, id: number, copy: number, refused: boolean): void {
    if (copy !== p) this.hints.confirmed(p, copy, id);
    if (!this.w.operations.isWaitingAt(operation, p) || this.copies.writes.of(operation) !== id) return;
    const answers = refused ? this.rejected : this.confirmed;
    answers.set(operation, answers.get(operation) | (1 << copy));
    this.judge(p, operation);
  }

  private judge(p: number, operation: number): void {
    const { operations } = this.w;
    const id = this.copies.writes.of(operation);
    if (id < 0 || !operations.isWaitingAt(operation, p)) return;
    const key = operations.key.get(operation) % KEYS;
    const shares = this.writeShares[p]![key]!;
    const confirmed = this.confirmed.get(operation);
    const rejected = this.rejected.get(operation);
    if (isEnough(shares, confirmed)) this.finish(operation, id, false);
    else if (rejected !== 0 && !isEnough(shares, this.config.copies[key]! & ~rejected)) {
      this.confirmed.set(operation, 0);
      this.rejected.set(operation, 0);
      operations.refuse(operation, this.config.words.stale);
    } else if (this.config.degrades && confirmed !== 0 && (this.live(p, key) & ~(confirmed | rejected)) === 0)
      this.finish(operation, id, true);
  }

  private finish(operation: number, id: number, warned: boolean): void {
    this.confirmed.set(operation, 0);
    this.rejected.set(operation, 0);
    this.copies.writes.acknowledge(id, warned);
  }

  private judgeAll(p: number): void {
    if (!this.config.degrades) return;
    for (let operation = 0; operation < this.w.operations.count; operation++) {
      if (!this.w.operations.isWaitingAt(operation, p)) continue;
      this.reads.judge(p, operation);
      this.judge(p, operation);
    }
  }

  /** Who takes the place of a copy that is away: the next node of the ring that is up and has none of its own. */
  private standIn(p: number, copy: number, taken: number): number {
    const { length } = this.config.nodes;
    const down = this.detector.down.get(p);
    for (let step = 1; step < length; step++) {
      const q = (copy + step) % length;
      if (!has(down, q) && !has(taken, q)) return q;
    }
    return p;
  }

  /** Whose copy somebody is shown who asks a node: its own, or that of another one where it has none. */
  private asked(p: number, id: number): number {
    const copies = this.config.copies[this.copies.writes.keyOf(id)]!;
    if (has(copies, p)) return p;
    let first = -1;
    for (let q = 0; q < this.config.nodes.length; q++) {
      if (!has(copies, q)) continue;
      if (this.w.talks(p, q)) return q;
      if (first < 0) first = q;
    }
    return first;
  }

  private standing(): number {
    let up = 0;
    for (let p = 0; p < this.config.nodes.length; p++) if (!this.w.isDown(p)) up |= 1 << p;
    return up !== 0 ? up : 2 ** this.config.nodes.length - 1;
  }

  /** Kept for copies that are to get it: it will be there, unless a later one replaces it. */
  private keptByHints(id: number): boolean {
    if (!this.hints.holds(id)) return false;
    if (this.config.resolve === 'siblings') return true;
    const { writes } = this.copies;
    for (let p = 0; p < this.config.nodes.length; p++) {
      const latest = this.copies.latestOf(p, writes.keyOf(id));
      if (latest >= 0 && latest !== id && writes.isLater(latest, id) && !writes.covers(latest, id))
        return false;
    }
    return true;
  }

  private isOnItsWay(id: number): boolean {
    const { mail } = this.w;
    if (this.copies.writes.total > id + 1 && this.config.resolve === 'latest') return false;
    for (let slot = 0; slot < mail.top; slot++)
      if (mail.kindAt(slot) === this.mutation.id && mail.wordAt(slot, 0) === id) return true;
    return false;
  }
}

/** Nodes of one place with the same copies and settings. A search writes to the first key only. */
function alike({ nodes, copies, sloppy }: LeaderlessConfig): readonly (readonly number[])[] {
  if (sloppy) return [];
  const byKind = new Map<string, number[][]>();
  for (const [p, node] of nodes.entries()) {
    const kind = JSON.stringify({ ...node, name: '', copy: has(copies[0]!, p) });
    const tuples = byKind.get(kind);
    if (tuples === undefined) byKind.set(kind, [[p]]);
    else tuples.push([p]);
  }
  return [...byKind.values()].reduce((most, each) => (each.length > most.length ? each : most), []);
}
