import { isCoarse } from '../../kit/calm.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import type { MongoConfig } from './config.js';
import { Elections } from './elections.js';
import { isKeptOnceAcknowledged, NOT_YET } from './kept.js';
import { Oplog } from './oplog.js';
import { isSafe } from './safety.js';
import { MongoState, STATE } from './state.js';

/** A replica set of MongoDB: elections by terms, an oplog that members fetch, write and read concerns. */
export class MongoDb extends Protocol {
  private readonly s: MongoState;
  private readonly oplog: Oplog;
  private readonly elections: Elections;
  /** While a read with `majority` is answered: only what is committed shows. Never true between two events. */
  private committedOnly = false;

  constructor(
    world: World,
    private readonly config: MongoConfig,
  ) {
    super(world);
    this.s = new MongoState(world, config);
    this.oplog = new Oplog(this.s);
    this.elections = new Elections(this.s, this.oplog);
  }

  start(): void {
    const { s } = this;
    for (let p = 0; p < s.n; p++) {
      s.term.set(p, 1);
      s.votedTerm.set(p, 1);
      s.known.set(p, this.config.primary + 1);
      if (!isCoarse(this.w)) s.heartbeat.arm(p, 1, this.config.heartbeatMs);
      if (p !== this.config.primary) this.elections.postpone(p);
    }
    this.elections.begin(this.config.primary);
  }

  deliver(to: number, m: Payload): void {
    const { s } = this;
    switch (m.kind) {
      case s.data.id:
        if (this.oplog.onData(to, m) && s.known.get(to) !== 0) this.elections.postpone(to);
        return;
      case s.position.id:
        return this.oplog.onPosition(to, m);
      case s.asked.id:
        return this.elections.onAsked(to, m);
      case s.voted.id:
        return this.elections.onVote(to, m);
      case s.won.id:
        return this.elections.seeWinner(to, m);
    }
  }

  expire(p: number, timer: number): void {
    const { s } = this;
    switch (timer) {
      case s.heartbeat.id:
        return this.elections.beat(p);
      case s.election.id:
        return this.elections.stand(
          p,
          `it has heard of no primary for ${this.config.electionTimeoutMs / 1000} s`,
        );
      case s.liveness.id:
        return this.elections.checkMajority(p);
      case s.takeover.id:
        return this.elections.takeOver(p);
      case s.catchUp.id:
        return this.elections.catchUp(p);
      case s.fetch.id:
        return this.oplog.sync(p);
      case s.journal.id:
        return this.oplog.flushed(p);
      case s.rollback.id:
        return this.oplog.rolledBack(p);
      case s.delayed.id:
        return this.oplog.onDelay(p);
    }
  }

  write(p: number, operation: number): void {
    const { s } = this;
    if (s.state.get(p) !== STATE.primary) return this.w.operations.refuse(operation, 'NotWritablePrimary');
    const index = s.log.append(p, s.term.get(p));
    this.w.operations.place(operation, s.term.get(p), index);
    this.oplog.applied(p);
    if (this.oplog.isDone(p, index)) this.w.operations.acknowledge(operation);
  }

  read(p: number, operation: number): void {
    const { s } = this;
    const { read, readsSecondaries } = this.config;
    const primary = s.state.get(p) === STATE.primary;
    if (!s.hasData(p) || s.state.get(p) === STATE.rollback)
      return this.w.operations.refuse(operation, 'NotPrimaryOrSecondary');
    if (!primary && (!readsSecondaries || read === 'linearizable'))
      return this.w.operations.refuse(operation, 'NotPrimaryNoSecondaryOk');
    if (read === 'linearizable') {
      // It is answered when an entry that comes after it is committed.
      const index = s.log.append(p, s.term.get(p));
      this.w.operations.place(operation, s.term.get(p), index);
      this.oplog.applied(p);
      return;
    }
    this.committedOnly = read === 'majority';
    this.w.operations.answerFrom(operation, p);
    this.committedOnly = false;
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    if (this.committedOnly && index > this.s.commit.get(p)) return false;
    return this.s.log.contains(p, operations.epoch.get(operation), index);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.s.log.upTo(p, epoch, this.committedOnly ? this.s.commit.get(p) : Infinity);
  }

  role(p: number): NodeRole {
    if (!this.s.hasData(p)) return 'arbiter';
    switch (this.s.state.get(p)) {
      case STATE.primary:
        return 'leader';
      case STATE.candidate:
        return 'candidate';
      default:
        return this.s.votesAt(p) ? 'follower' : 'learner';
    }
  }

  epoch(p: number): number {
    return this.s.term.get(p);
  }

  position(p: number): number {
    return this.s.log.end(p);
  }

  writable(p: number): boolean {
    return this.s.state.get(p) === STATE.primary;
  }

  isLost(operation: number): boolean {
    const { s } = this;
    const { operations } = this.w;
    const term = operations.epoch.get(operation);
    for (let p = 0; p < s.n; p++) {
      if (s.state.get(p) !== STATE.primary || s.term.get(p) <= term) continue;
      if (!s.log.contains(p, term, operations.index.get(operation))) return true;
    }
    return false;
  }

  /** Only the oplog and positions in it carry a write; elections go on without it. */
  override isUnderWay(_operation: number): boolean {
    const { mail } = this.w;
    for (let slot = 0; slot < mail.top; slot++) {
      const kind = mail.kindAt(slot);
      if (kind === this.s.data.id || kind === this.s.position.id) return true;
    }
    return false;
  }

  /**
   * How far members are is looked at only to see who has a write that waits: in a search where nobody is told how much is committed,
   * positions before that tell nothing.
   */
  override renumber(): void {
    const { s } = this;
    if (s.tellsCommits) return;
    const { operations } = this.w;
    for (let p = 0; p < s.n; p++) {
      let least = Infinity;
      for (let slot = 0; slot < operations.count; slot++)
        if (operations.isWaitingAt(slot, p)) least = Math.min(least, operations.index.get(slot));
      for (let q = 0; q < s.n; q++) {
        const at = s.pair(p, q);
        const match = s.match.get(at);
        if (match !== 0 && match < least) s.match.set(at, 0);
      }
    }
  }

  /** A crash leaves it where it is in a journal, a rollback goes back to what two have in common, and nobody is elected without it. */
  override isSafe(operation: number): boolean {
    const { operations } = this.w;
    if (isSafe(this.s, operation)) return true;
    if (!operations.isWaiting(operation)) return false;
    const process = operations.process.get(operation) - 1;
    const term = operations.epoch.get(operation);
    return isKeptOnceAcknowledged(this.s, { process, term, index: operations.index.get(operation) });
  }

  override keepsWrites(): boolean {
    return isKeptOnceAcknowledged(this.s, NOT_YET);
  }

  override broken(): readonly string[] {
    const { s } = this;
    for (let a = 0; a < s.n; a++)
      for (let b = a + 1; b < s.n; b++) {
        if (s.isPrimary(a) && s.isPrimary(b) && s.term.get(a) === s.term.get(b)) return ['election safety'];
        // Whoever has an entry has all that came before it.
        if (s.log.meetsBeyond(a, b, s.log.common(a, b))) return ['log matching'];
      }
    return [];
  }

  /** What was not in the journal is gone, whether the process or the machine went. */
  crashed(p: number): void {
    const { s } = this;
    const gone = s.log.end(p) - s.durable.get(p);
    if (gone > 0 && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses its last ${gone} writes, which were not in the journal.`,
        ...this.config.because.journal,
      );
    s.log.truncate(p, s.durable.get(p));
    this.oplog.sourceGone(p);
    s.state.set(p, STATE.secondary);
    s.known.set(p, 0);
    s.votes.set(p, 0);
    s.source.set(p, 0);
    s.broken.set(p, 0);
    s.fetchedTerm.set(p, 0);
    s.fetchedEnd.set(p, 0);
    s.commit.set(p, Math.min(s.commit.get(p), s.durable.get(p)));
    for (let q = 0; q < s.n; q++) {
      s.match.set(s.pair(p, q), 0);
      s.heard.set(s.pair(p, q), 0);
    }
  }

  restarted(p: number): void {
    this.s.heartbeat.arm(p, 1, this.config.heartbeatMs);
    this.elections.postpone(p);
  }

  override closed(p: number, peer: number): void {
    this.oplog.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.oplog.joined(hostA, hostB);
  }

  /** What a majority had comes back with any majority; what only some had, with them. */
  override keptBy(): readonly number[] {
    return this.config.members.flatMap(({ arbiter, votes }, p) => (votes && !arbiter ? [p] : []));
  }

  override showsData(p: number): boolean {
    return this.config.readsSecondaries || this.s.isPrimary(p);
  }

  override faulted(): void {
    this.elections.wake();
  }

  override diskStalled(host: number, on: boolean): void {
    if (on) return;
    for (let p = 0; p < this.s.n; p++)
      if (this.w.hostOf(p) === host && this.w.isUp(p) && this.s.hasData(p)) this.oplog.flushed(p);
  }

  /** `replSetStepUp`: stands for election at once, without asking before. */
  override command(fault: Fault, p: number): boolean {
    if (fault.kind !== 'promote' || p < 0 || !this.w.isUp(p) || !this.s.electable(p)) return false;
    if (!this.s.isPrimary(p) && this.s.state.get(p) !== STATE.rollback) this.elections.campaign(p);
    return true;
  }
}
