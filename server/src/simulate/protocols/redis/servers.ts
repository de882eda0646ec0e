import { leavesOut } from '../../kit/calm.js';
import { Logs } from '../../kit/logs.js';
import type { Payload } from '../../protocol.js';
import type { World } from '../../world/world.js';
import type { RedisNode } from './config.js';
import { GIVES_UP, reconnects, retransmits } from './retransmission.js';
import { ACK, ACK_SLACK, watchReplicas } from './silence.js';
import { answerClients, closeClients } from './waiting.js';

/** How a replica is connected to its master. */
export const LINK = { down: 0, copying: 1, online: 2 } as const;

/**
 * Redis servers and the asynchronous replication between them, as replication.c has it
 * (https://github.com/redis/redis/blob/unstable/src/replication.c). Processes 0 to n - 1. Who is master is told from outside.
 */
export class RedisServers {
  /** Whom a server follows; 0: nobody, it is a master. */
  readonly master;
  readonly link;
  /** The replication id: one per mastership. `former`: the one before, of which replicas may go on. */
  readonly epoch;
  readonly former;
  readonly log;
  /** When the link to the master was lost. */
  readonly lostAt;
  private readonly broken;
  private readonly flushed;
  private readonly saved;
  private readonly rule;
  /** Per master and replica: until when the master counts it as good. */
  private readonly goodUntil;
  /** In a search, per master and replica, 1: it says so each second, and nothing stands in its way. */
  private readonly good;

  private readonly rests: boolean;

  private readonly connect;
  private readonly copy;
  private readonly resume;
  private readonly ack;
  private readonly disk;
  private readonly data;

  constructor(
    private readonly w: World,
    readonly nodes: readonly RedisNode[],
  ) {
    this.rests = leavesOut(w);
    this.master = w.perProcess('master', 'process');
    this.link = w.perProcess('link');
    this.epoch = w.perProcess('replication id');
    this.former = w.perProcess('former id');
    this.log = new Logs(w);
    this.lostAt = w.perProcess('link lost', 'due');
    this.broken = w.perProcess('stream broken', 'due');
    this.flushed = w.perProcess('flushed');
    this.saved = w.perProcess('saved');
    this.rule = w.perProcess('save rule');
    this.goodUntil = w.perPair('good until', 'due');
    this.good = w.perPair('good');
    this.connect = w.timer('connect');
    this.copy = w.timer('full copy');
    this.resume = w.timer('retransmission');
    this.ack = w.timer('replica ack');
    this.disk = w.timer('disk');
    this.data = w.data('data', 'value', 'value');
    if (this.rests)
      watchReplicas(
        w,
        this.count,
        q => this.master.get(q) - 1,
        (p, q) => this.fallSilent(p, q),
      );
  }

  get count(): number {
    return this.nodes.length;
  }

  /** All is well: everybody follows who is to be followed, and has nothing yet. */
  begin(masters: readonly number[]): void {
    for (const p of masters.keys()) {
      const to = masters[p]!;
      this.epoch.set(p, 1 + Math.max(0, to < 0 ? p : to));
      if (to < 0) continue;
      this.master.set(p, to + 1);
      this.online(p, to);
      // Each has a second of its own.
      if (this.ack.isArmed(p)) this.ack.arm(p, 1, ACK);
    }
  }

  isMaster(p: number): boolean {
    return this.master.get(p) === 0;
  }

  /** Larger than every one there is. */
  nextEpoch(): number {
    let most = 0;
    for (let p = 0; p < this.count; p++) most = Math.max(most, this.epoch.get(p));
    return most + 1;
  }

  /** `REPLICAOF NO ONE`: goes on from its own data. */
  promote(p: number): void {
    if (this.isMaster(p)) return;
    this.former.set(p, this.epoch.get(p));
    this.epoch.set(p, this.nextEpoch());
    this.master.set(p, 0);
    this.unlink(p);
    this.lostAt.set(p, 0);
  }

  /** `REPLICAOF master`: asks it for what it misses; its own data stays until a full copy has come. */
  follow(p: number, master: number): void {
    if (this.master.get(p) === master + 1 || p === master) return;
    this.master.set(p, master + 1);
    this.unlink(p);
    this.lostAt.set(p, Math.max(1, this.w.now));
    this.connect.arm(p, ...this.nodes[p]!.connectMs);
    closeClients(this.w, p);
  }

  write(p: number, operation: number): void {
    const { operations } = this.w;
    const node = this.nodes[p]!;
    if (!this.isMaster(p))
      return operations.refuse(operation, 'READONLY You can’t write against a read only replica.');
    if (!this.hasReplicas(p))
      return operations.refuse(operation, 'NOREPLICAS Not enough good replicas to write.');
    const epoch = this.epoch.get(p);
    const index = this.log.append(p, epoch);
    operations.place(operation, epoch, index);
    this.spread(p);
    this.toDisk(p);
    // With an append-only file on a disk that does not answer, the server stands still.
    if (this.isFrozen(p)) return;
    if (node.keeps === 'always') this.flushed.set(p, index);
    operations.acknowledge(operation);
  }

  read(p: number, operation: number): void {
    if (!this.showsData(p))
      this.w.operations.refuse(
        operation,
        'MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to no.',
      );
    else this.w.operations.answerFrom(operation, p);
  }

  /** Whether it answers readers: not where `replica-serve-stale-data` is off while it has no master. */
  showsData(p: number): boolean {
    return this.isMaster(p) || this.link.get(p) === LINK.online || this.nodes[p]!.servesStale;
  }

  /** Whether enough replicas have answered lately: `min-replicas-to-write`. */
  hasReplicas(p: number): boolean {
    const { minReplicas } = this.nodes[p]!;
    if (minReplicas === 0) return true;
    let good = 0;
    for (let q = 0; q < this.count; q++) {
      const at = this.pair(p, q);
      if (this.good.get(at) === 1 || this.goodUntil.get(at) > this.w.now) good++;
    }
    return good >= minReplicas;
  }

  takesWrites(p: number): boolean {
    return this.isMaster(p) && this.hasReplicas(p) && !this.isFrozen(p);
  }

  contains(p: number, operation: number): boolean {
    const { operations } = this.w;
    return this.log.contains(p, operations.epoch.get(operation), operations.index.get(operation));
  }

  /**
   * Every server has it, and would find it on its disk after any crash: who is told to follow another one goes on from there, or
   * is copied from one that has it.
   */
  isEverywhere(operation: number): boolean {
    const index = this.w.operations.index.get(operation);
    for (let p = 0; p < this.count; p++)
      if (this.keptBy(p, true) < index || this.keptBy(p, false) < index || !this.contains(p, operation))
        return false;
    return true;
  }

  /** Whether a server follows another one, or nobody (-1), and has nothing to catch up on. */
  isSettled(p: number, master: number): boolean {
    if (this.master.get(p) !== master + 1) return false;
    return master < 0 || (this.link.get(p) === LINK.online && this.broken.get(p) === 0);
  }

  /** How long ago the link to the master was lost, in ms; 0: it is up, or never was. */
  downMs(p: number): number {
    const { unitMs } = this.w.options;
    const broken = this.broken.get(p);
    // A silent cut is found out by `repl-timeout`.
    if (this.link.get(p) === LINK.online)
      return broken === 0 ? 0 : Math.max(0, (this.w.now - broken) * unitMs - this.nodes[p]!.replTimeoutMs);
    const at = this.lostAt.get(p);
    return at === 0 ? 0 : (this.w.now - at) * unitMs;
  }

  /** True where the message was one of replication. */
  deliver(to: number, m: Payload): boolean {
    if (m.kind !== this.data.id) return false;
    if (this.master.get(to) !== m.from + 1 || this.link.get(to) !== LINK.online) return true;
    if (m.word(0) < this.log.lastEpoch(to) || m.word(1) <= this.log.end(to)) return true;
    this.log.extend(to, m.word(0), m.word(1));
    this.epoch.set(to, this.epoch.get(m.from));
    this.spread(to);
    this.toDisk(to);
    return true;
  }

  /** True where the timer was one of replication. */
  expire(p: number, timer: number): boolean {
    if (timer === this.connect.id) this.ask(p);
    else if (timer === this.copy.id) this.finishCopy(p);
    else if (timer === this.resume.id) this.catchUp(p);
    else if (timer === this.ack.id) this.acknowledge(p);
    else if (timer === this.disk.id) this.onDisk(p);
    else return false;
    return true;
  }

  crashed(p: number, powerLoss: boolean): void {
    this.log.truncate(p, this.keptBy(p, powerLoss));
    this.flushed.set(p, Math.min(this.flushed.get(p), this.log.end(p)));
    this.rule.set(p, 0);
    this.unlink(p);
    for (let q = 0; q < this.count; q++) this.forget(p, q);
    this.lostAt.set(p, 0);
  }

  /** It comes back as what it was, with what its disk has: a master with a new replication id. */
  restarted(p: number): void {
    if (this.isMaster(p)) {
      this.epoch.set(p, this.nextEpoch());
      this.former.set(p, 0);
    } else this.connect.arm(p, 50, 1_100);
    for (let q = 0; q < this.count; q++) {
      if (this.master.get(q) !== p + 1 || this.w.isDown(q)) continue;
      this.lose(q);
      this.connect.arm(q, 50, 1_100);
    }
  }

  /** The connection was closed by the other side. */
  closed(p: number, peer: number): void {
    if (peer >= this.count) return;
    if (this.master.get(p) === peer + 1) this.lose(p);
    this.forget(p, peer);
  }

  /** A cut is over: what TCP still holds comes with its next attempt; a connection that was given up is made anew. */
  joined(hostA: number, hostB: number): void {
    for (let q = 0; q < this.count; q++) {
      const p = this.master.get(q) - 1;
      if (p < 0 || this.w.isDown(q)) continue;
      const a = this.w.hostOf(p);
      const b = this.w.hostOf(q);
      if (!((a === hostA && b === hostB) || (a === hostB && b === hostA))) continue;
      if (this.link.get(q) !== LINK.online) {
        if (!this.copy.isArmed(q))
          this.connect.arm(q, ...reconnects(this.w, this.lostAt.get(q), this.nodes[q]!.replTimeoutMs));
        continue;
      }
      if (this.broken.get(q) === 0) continue;
      const forMs = (this.w.now - this.broken.get(q)) * this.w.options.unitMs;
      const timeoutMs = this.nodes[q]!.replTimeoutMs;
      if (forMs > timeoutMs) {
        const given = this.broken.get(q) + this.w.units(timeoutMs + GIVES_UP);
        this.lose(q);
        this.connect.arm(q, ...reconnects(this.w, given, timeoutMs));
      } else this.resume.arm(q, ...retransmits(this.w, forMs));
    }
  }

  resumed(p: number): void {
    for (let q = 0; q < this.count; q++) {
      if (this.rests && this.master.get(q) === p + 1 && this.nodes[p]!.minReplicas > 0) this.acknowledge(q);
      if (this.master.get(q) === p + 1 && this.link.get(q) === LINK.down && !this.w.isDown(q))
        this.connect.arm(q, 50, 1_100);
    }
  }

  /** The disk answers again: whoever waited for it is answered. */
  diskGoesOn(host: number): void {
    for (let p = 0; p < this.count; p++) if (this.w.hostOf(p) === host) answerClients(this.w, p);
  }

  private pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }

  private isFrozen(p: number): boolean {
    const { keeps } = this.nodes[p]!;
    return this.w.stalled.get(this.w.hostOf(p)) !== 0 && (keeps === 'always' || keeps === 'everysec');
  }

  /** Sends the end of the log to whoever follows. What finds no way stays with TCP. */
  private spread(p: number): void {
    const end = this.log.end(p);
    const epoch = this.log.lastEpoch(p);
    for (let q = 0; q < this.count; q++) {
      if (this.master.get(q) !== p + 1 || this.link.get(q) !== LINK.online || this.broken.get(q) !== 0)
        continue;
      if (this.isOpen(p, q)) this.w.send(p, q, this.data, epoch, end);
      else this.broken.set(q, Math.max(1, this.w.now));
    }
  }

  private isOpen(p: number, q: number): boolean {
    const { network } = this.w;
    const a = this.w.hostOf(p);
    const b = this.w.hostOf(q);
    return network.passes(a, b) && network.passes(b, a) && !this.w.isDown(q);
  }

  /** Whoever it followed hears that the connection is closed, if nothing is cut. */
  private unlink(p: number): void {
    this.link.set(p, LINK.down);
    for (let q = 0; q < this.count; q++) {
      if (q === p) continue;
      if (this.isOpen(q, p)) this.forget(q, p);
      else this.lapse(q, p);
    }
    this.broken.set(p, 0);
    this.connect.cancel(p);
    this.copy.cancel(p);
    this.resume.cancel(p);
    this.ack.cancel(p);
  }

  private lose(p: number): void {
    const was = this.link.get(p);
    this.unlink(p);
    if (was === LINK.online) this.lostAt.set(p, Math.max(1, this.w.now));
  }

  /** A replica asks its master to go on (`PSYNC`): from where it is, if the master knows that place, else from nothing. */
  private ask(q: number): void {
    const p = this.master.get(q) - 1;
    if (p < 0 || !this.w.talks(p, q)) return;
    if (!this.isMaster(p) && this.link.get(p) !== LINK.online) return this.connect.arm(q, 1_000);
    const known = this.epoch.get(q) === this.epoch.get(p) || this.epoch.get(q) === this.former.get(p);
    if (known && this.log.common(p, q) === this.log.end(q)) {
      this.log.copy(p, q);
      this.online(q, p);
      return;
    }
    this.link.set(q, LINK.copying);
    this.copy.arm(q, ...this.nodes[p]!.fullCopyMs);
  }

  private finishCopy(q: number): void {
    const p = this.master.get(q) - 1;
    if (p < 0) return;
    if (!this.w.talks(p, q)) {
      this.link.set(q, LINK.down);
      if (this.isOpen(p, q)) this.connect.arm(q, 1_000);
      return;
    }
    const away = this.log.end(q) - this.log.common(p, q);
    if (away > 0 && this.w.told)
      this.w.say(
        'rollback',
        q,
        `${this.w.nameOf(q)} takes a full copy of ${this.w.nameOf(p)}: ${away} ${away === 1 ? 'write' : 'writes'} that only it had ${away === 1 ? 'is' : 'are'} gone.`,
        ...this.nodes[p]!.because.fullCopy,
      );
    this.log.copy(p, q);
    this.saved.set(q, this.log.end(q));
    this.flushed.set(q, this.log.end(q));
    this.online(q, p);
    this.restartFollowers(q);
  }

  /** Replicas of a replica that has loaded a full copy are sent away and ask again. */
  private restartFollowers(p: number): void {
    for (let q = 0; q < this.count; q++) {
      if (this.master.get(q) !== p + 1 || this.w.isDown(q)) continue;
      this.lose(q);
      this.connect.arm(q, 50, 1_100);
    }
  }

  private online(q: number, p: number): void {
    this.link.set(q, LINK.online);
    this.epoch.set(q, this.epoch.get(p));
    this.former.set(q, 0);
    this.broken.set(q, 0);
    this.lostAt.set(q, 0);
    if (this.nodes[p]!.minReplicas > 0) this.acknowledge(q);
    this.toDisk(q);
  }

  private catchUp(q: number): void {
    const p = this.master.get(q) - 1;
    if (p < 0 || this.link.get(q) !== LINK.online) return;
    // Cut again, or gone meanwhile: it goes on after that.
    if (!this.isOpen(p, q) || !this.w.isUp(p)) return;
    this.broken.set(q, 0);
    if (this.log.common(p, q) === this.log.end(q)) this.log.copy(p, q);
    if (this.nodes[p]!.minReplicas > 0) this.acknowledge(q);
    this.spread(q);
    this.toDisk(q);
  }

  /** Each second a replica says how far it is: only then does its master count it as good. */
  private acknowledge(q: number): void {
    const p = this.master.get(q) - 1;
    if (p < 0 || this.link.get(q) !== LINK.online) return;
    const { rests } = this;
    if (!rests) this.ack.arm(q, ACK);
    if (this.broken.get(q) !== 0) return;
    if (!this.isOpen(p, q)) this.broken.set(q, Math.max(1, this.w.now));
    else if (rests) {
      if (this.w.isUp(p) && this.w.isUp(q)) this.good.set(this.pair(p, q), 1);
    } else if (this.w.isUp(p))
      this.goodUntil.set(this.pair(p, q), this.w.now + this.w.units(this.nodes[p]!.maxLagMs + ACK_SLACK));
  }

  /** Something begins to stand between them: the last sign counts for as long as ever, and the next one is due in a second. */
  private fallSilent(p: number, q: number): void {
    if (this.good.get(this.pair(p, q)) === 0) return;
    this.lapse(p, q);
    this.ack.arm(q, ACK);
  }

  private lapse(p: number, q: number): void {
    const at = this.pair(p, q);
    if (this.good.get(at) === 0) return;
    this.good.set(at, 0);
    this.goodUntil.set(at, this.w.now + this.w.units(this.nodes[p]!.maxLagMs + ACK_SLACK));
  }

  private forget(p: number, q: number): void {
    this.good.set(this.pair(p, q), 0);
    this.goodUntil.set(this.pair(p, q), 0);
  }

  /** How much of its log a server finds again on its disk. */
  private keptBy(p: number, powerLoss: boolean): number {
    const { keeps } = this.nodes[p]!;
    const onDisk =
      keeps === 'snapshots' || keeps === 'nothing' ? this.saved : powerLoss ? this.flushed : undefined;
    return Math.min(this.log.end(p), onDisk?.get(p) ?? Infinity);
  }

  /** Sees to it that what is new comes to the disk in time. */
  private toDisk(p: number): void {
    const { keeps, saves } = this.nodes[p]!;
    if (keeps === 'always') this.flushed.set(p, this.log.end(p));
    if (this.disk.isArmed(p)) return;
    // A search looks at the disk when there is something to write to it.
    if (this.rests) {
      const there = keeps === 'snapshots' ? this.saved : this.flushed;
      if (there.get(p) === this.log.end(p)) return;
    }
    if (keeps === 'everysec') this.disk.arm(p, 100, 1_000);
    // The kernel writes out what is 30 s old.
    else if (keeps === 'no') this.disk.arm(p, 5_000, 30_000);
    else if (keeps === 'snapshots')
      this.disk.arm(p, this.rule.get(p) >= saves.length ? 1_000 : saves[0]!.afterMs);
  }

  private onDisk(p: number): void {
    const { keeps, saves } = this.nodes[p]!;
    const end = this.log.end(p);
    if (this.w.stalled.get(this.w.hostOf(p)) !== 0) return this.disk.arm(p, 1_000);
    if (keeps !== 'snapshots') return this.flushed.set(p, end);
    // A rule after the other: so long after the last snapshot, with so many changes.
    const at = this.rule.get(p);
    const changes = end - this.saved.get(p);
    const late = Math.min(at, saves.length - 1);
    if (saves.slice(0, late + 1).some(each => changes >= each.changes)) {
      this.saved.set(p, end);
      this.rule.set(p, 0);
    } else if (at < saves.length - 1) {
      this.rule.set(p, at + 1);
      this.disk.arm(p, saves[at + 1]!.afterMs - saves[at]!.afterMs);
    } else if (changes > 0) {
      // It looks each second from now on; a search, when there is more.
      if (this.rests) this.rule.set(p, saves.length);
      else this.disk.arm(p, 1_000);
    }
  }
}
