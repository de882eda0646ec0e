import { alikeProcesses } from '../../kit/alike.js';
import { Ranks } from '../../kit/renumber.js';
import { has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { MessageKind } from '../../world/mailbox.js';
import { OPERATION } from '../../world/operations.js';
import type { World } from '../../world/world.js';
import {
  abandon,
  chooseOrderer,
  exchange,
  hasDelivered,
  hasOpen,
  isMissing,
  knows,
  NOT_READY,
  renumberViews,
  sourceOf,
  wordsOf,
} from './galera-choices.js';
import type { GaleraConfig } from './galera-config.js';
import { isKept, keepsWrites } from './galera-kept.js';
import { GaleraState, NODE } from './galera-state.js';
import { tellRollback, tellTransfer } from './galera-told.js';
import { GaleraViews } from './galera-views.js';

/** An error while the view changes: the write set may be delivered by the others all the same. */
const CUT_OFF = 'not connected to the primary component while the write set was under way';

/**
 * Galera: every node takes writes; a write set is delivered in one total order when every member of the view has it, and
 * only then does its client hear of it. Conflicts of two rows, flow control and the size of state transfers are left out.
 */
export class Galera extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly state: GaleraState;
  private readonly views: GaleraViews;
  private readonly startTimer = this.w.timer('server start');
  private readonly transferTimer = this.w.timer('state transfer');
  private readonly retransmitTimer = this.w.timer('retransmission');
  private readonly flushTimer = this.w.timer('InnoDB log flush');
  /** To the orderer: a write set of a client, or a question where the order is now. */
  private readonly proposal = this.w.message('write set', 'value', 'value');
  private readonly ordered = this.w.message('ordered', 'value', 'value', 'value', 'value');
  private readonly got = this.w.tally('received', 'value', 'value');
  private readonly safe = this.w.data('safe', 'value', 'value');
  private readonly causal = this.w.message('causal read', 'value', 'value');
  /** Passed on by a third: kind, from, to, and the words. */
  private readonly passed = this.w.message(
    'relayed',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
  );
  private readonly causalEnd = this.w.message('causal position', 'value', 'value');
  /** By kind of message: which of its words are numbers of views. */
  private readonly viewsIn: readonly (readonly number[] | undefined)[];
  private readonly ranks = new Ranks();

  constructor(
    world: World,
    private readonly config: GaleraConfig,
  ) {
    super(world);
    this.state = new GaleraState(world, config);
    this.views = new GaleraViews(
      this.state,
      (set, primary) => this.close(set, primary),
      (set, primary) => this.open(set, primary),
      p => this.retransmitTimer.arm(p, 100, 1_000),
    );
    const { proposal, causal, ordered, got, safe } = this;
    this.viewsIn = wordsOf([proposal, 1], [causal, 1], [ordered, 0, 2], [got, 0], [safe, 0]);
    this.symmetric = alikeProcesses(config.members.length, p =>
      config.members[p]!.data ? JSON.stringify({ ...config.members[p], name: '' }) : undefined,
    );
  }

  start(): void {
    const { state } = this;
    for (let p = 0; p < state.count; p++) state.node.set(p, NODE.ready);
    this.views.begin();
    chooseOrderer(state, 2 ** state.count - 1);
  }

  deliver(p: number, m: Payload): void {
    if (m.kind !== this.passed.id) return this.handle(p, m);
    const target = m.word(2);
    const words = [3, 4, 5, 6].map(at => m.word(at));
    if (target === p) this.handle(p, { kind: m.word(0), from: m.word(1), word: at => words[at] ?? 0 });
    else if (this.state.isUp(p)) this.w.send(p, target, this.passed, m.word(0), m.word(1), target, ...words);
  }

  private handle(p: number, m: Payload): void {
    const { state } = this;
    if (!state.isUp(p)) return;
    if (has(state.members.get(p), m.from)) this.views.hear(p, m.from);
    switch (m.kind) {
      case this.proposal.id:
        if (m.word(1) === state.view.get(p)) this.order(p, m.word(0));
        return;
      case this.ordered.id:
        return this.onOrdered(p, m);
      case this.got.id:
        return this.onGot(p, m);
      case this.safe.id:
        if (m.word(0) === state.view.get(p)) {
          this.views.hearAll(p);
          this.apply(p, m.word(1));
        }
        return;
      case this.causal.id:
        if (m.word(1) === state.view.get(p))
          this.send(p, m.from, this.causalEnd, m.word(0), state.log.end(p));
        return;
      case this.causalEnd.id:
        return this.onCausalEnd(p, m.word(0), m.word(1));
    }
  }

  expire(p: number, timer: number): void {
    if (timer === this.startTimer.id) {
      this.state.node.set(p, NODE.ready);
      if (this.w.told)
        this.w.say('recovery', p, `${this.config.members[p]!.name} is started and looks for the others.`);
      this.views.seek(p);
    } else if (timer === this.transferTimer.id) this.finishTransfer(p);
    else if (timer === this.retransmitTimer.id) this.sendAgain(p);
    else if (timer === this.flushTimer.id) this.state.durable.set(p, this.state.applied.get(p));
    else this.views.expire(p, timer);
  }

  write(p: number, operation: number): void {
    const { operations } = this.w;
    if (!this.writable(p)) return operations.refuse(operation, NOT_READY);
    this.propose(p, operation);
  }

  read(p: number, operation: number): void {
    const { state, w } = this;
    const member = this.config.members[p]!;
    if (!state.isSynced(p)) {
      if (member.dirtyReads && state.isUp(p)) w.operations.answerFrom(operation, p);
      else w.operations.refuse(operation, NOT_READY);
      return;
    }
    if (!member.waitsToRead) return w.operations.answerFrom(operation, p);
    w.operations.extra.set(operation * 2, -1);
    const to = state.orderer.get(p) - 1;
    if (to !== p) this.send(p, to, this.causal, operation, state.view.get(p));
    else if (state.gathering.get(p) === 0) this.onCausalEnd(p, operation, state.log.end(p));
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    return (
      index <= this.state.applied.get(p) && this.state.log.contains(p, operations.epoch.get(operation), index)
    );
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.state.log.upTo(p, epoch, this.state.applied.get(p));
  }

  role(p: number): NodeRole {
    if (!this.config.members[p]!.data) return 'arbiter';
    if (this.state.isSynced(p)) return 'peer';
    return this.state.node.get(p) === NODE.joining ? 'learner' : 'stalled';
  }

  epoch(p: number): number {
    return this.state.lastEpoch.get(p);
  }

  position(p: number): number {
    return this.state.applied.get(p);
  }

  writable(p: number): boolean {
    return this.state.isSynced(p);
  }

  /** Where reads wait for what was ordered before them nobody is shown what it has meanwhile. */
  override showsData(p: number): boolean {
    if (this.state.isSynced(p) && this.config.members[p]!.waitsToRead) return false;
    return this.state.isSynced(p) || (this.config.members[p]!.dirtyReads && this.state.isUp(p));
  }

  override leaders(): readonly number[] {
    return this.config.members.flatMap((_, p) => (this.state.isSynced(p) && this.w.isUp(p) ? [p] : []));
  }

  /** A primary component of later goes on without it. */
  isLost(operation: number): boolean {
    return isMissing(this.state, operation);
  }

  override renumber(): void {
    renumberViews(this.state, this.ranks, this.viewsIn, this.passed.id);
  }

  override isSafe(operation: number, left = Number.POSITIVE_INFINITY): boolean {
    return isKept(this.state, operation, left);
  }

  override keepsWrites(left: number): boolean {
    return left === 0 && keepsWrites(this.state);
  }

  crashed(p: number, powerLoss: boolean): void {
    const { state } = this;
    const member = this.config.members[p]!;
    const kept =
      member.flush === 1 || (member.flush === 2 && !powerLoss) ? state.applied.get(p) : state.durable.get(p);
    const gone = state.applied.get(p) - kept;
    this.leaveAll(p);
    state.node.set(p, NODE.down);
    this.views.silentToAll(p);
    state.log.truncate(p, kept);
    state.applied.set(p, kept);
    state.durable.set(p, kept);
    if (!member.recovers) {
      state.lastMembers.set(p, 0);
      state.lastEpoch.set(p, 0);
    }
    if (gone > 0 && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${gone} ${gone === 1 ? 'write' : 'writes'} that ${member.name} had committed and not flushed ${gone === 1 ? 'is' : 'are'} gone from it.`,
        ...this.config.because.flush,
      );
  }

  restarted(p: number): void {
    this.state.node.set(p, NODE.starting);
    this.startTimer.arm(p, ...this.config.startMs);
  }

  override joined(hostA: number, hostB: number): void {
    const { state } = this;
    for (let p = 0; p < state.count; p++) {
      const host = this.w.hostOf(p);
      if ((host === hostA || host === hostB) && state.primary.get(p) === 1 && hasOpen(state, p))
        this.retransmitTimer.arm(p, 100, 1_700);
    }
    this.views.joined(hostA, hostB);
  }

  override resumed(p: number): void {
    const { state } = this;
    if (!state.isUp(p)) return;
    // A check that comes much too late tells of the node itself: the others get another chance.
    for (let q = 0; q < state.count; q++) if (has(state.members.get(p), q) && q !== p) this.views.hear(p, q);
    this.views.seekAgain(p);
  }

  override command(fault: Fault, p: number): boolean {
    switch (fault.kind) {
      case 'promote':
        return this.views.bootstrap(p);
      case 'removeMember':
        if (!this.state.isUp(p)) return false;
        abandon(this.state, p, 'the server is shutting down');
        this.views.leave(p);
        this.leaveAll(p);
        this.state.node.set(p, NODE.down);
        return true;
      case 'addMember':
        if (this.state.isUp(p)) return false;
        this.restarted(p);
        return true;
      default:
        return false;
    }
  }

  private propose(p: number, operation: number): void {
    const { state } = this;
    if (state.gathering.get(p) === 1) return;
    const to = state.orderer.get(p) - 1;
    if (to === p) this.order(p, operation);
    else if (to >= 0) this.send(p, to, this.proposal, operation, state.view.get(p));
  }

  private order(p: number, operation: number): void {
    const { state } = this;
    const { operations } = this.w;
    if (
      state.gathering.get(p) === 1 ||
      !operations.isWaiting(operation) ||
      operations.epoch.get(operation) !== 0
    )
      return;
    const view = state.view.get(p);
    const end = state.log.append(p, view);
    operations.place(operation, view, end);
    const members = state.members.get(p);
    for (let q = 0; q < state.count; q++)
      if (q !== p && has(members, q))
        this.send(p, q, this.ordered, view, end - 1, state.log.epochAt(p, end - 1), end);
    this.advance(p);
  }

  private onOrdered(p: number, m: Payload): void {
    const { state } = this;
    const view = m.word(0);
    if (view !== state.view.get(p) || state.gathering.get(p) === 1) return;
    if (this.config.members[p]!.data && state.node.get(p) === NODE.ready) {
      // TCP keeps the order: what came before is there.
      if (state.log.end(p) < m.word(1) || state.log.epochAt(p, m.word(1)) !== m.word(2)) return;
      state.log.extend(p, view, m.word(3));
    }
    this.send(p, m.from, this.got, view, m.word(3));
  }

  private onGot(p: number, m: Payload): void {
    const { state } = this;
    if (m.word(0) !== state.view.get(p) || state.gathering.get(p) === 1) return;
    const at = state.pair(p, m.from);
    if (m.word(1) <= state.got.get(at)) return;
    state.got.set(at, m.word(1));
    this.advance(p);
  }

  /** What every member of the view has is safe: it is delivered everywhere. */
  private advance(p: number): void {
    const { state } = this;
    const members = state.members.get(p);
    let least = state.log.end(p);
    for (let q = 0; q < state.count; q++)
      if (q !== p && has(members, q)) least = Math.min(least, state.got.get(state.pair(p, q)));
    if (least <= state.applied.get(p)) return;
    this.apply(p, least);
    for (let q = 0; q < state.count; q++)
      if (q !== p && has(members, q)) this.send(p, q, this.safe, state.view.get(p), least);
  }

  private apply(p: number, upTo: number): void {
    const { state } = this;
    const end = Math.min(upTo, state.log.end(p));
    if (end <= state.applied.get(p) || state.gathering.get(p) === 1) return;
    this.commit(p, end);
  }

  /** Commits what was delivered, and tells the clients. */
  private commit(p: number, end: number): void {
    const { state, w } = this;
    const { operations } = w;
    const member = this.config.members[p]!;
    if (!member.data) return;
    state.applied.set(p, end);
    if (member.flush === 1) state.durable.set(p, end);
    else if (!this.flushTimer.isArmed(p)) this.flushTimer.arm(p, 1, 1_000);
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p)) continue;
      if (operations.isRead.get(slot) === 1) {
        const until = operations.extra.get(slot * 2);
        if (until > 0 && until <= end) operations.answerFrom(slot, p);
      } else if (operations.epoch.get(slot) !== 0 && this.holds(p, slot)) operations.acknowledge(slot);
    }
  }

  private onCausalEnd(p: number, slot: number, end: number): void {
    const { operations } = this.w;
    if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 0) return;
    if (end <= this.state.applied.get(p)) operations.answerFrom(slot, p);
    else operations.extra.set(slot * 2, end);
  }

  /**
   * The view ends. Those of its members that go on together tell each other what they have received; where they are the
   * primary component that is delivered, else it is dropped (virtual synchrony).
   */
  private close(set: number, primary: boolean): void {
    const { state } = this;
    exchange(state, set, primary);
    if (!primary) return;
    for (let p = 0; p < state.count; p++) {
      if (has(set, p) && state.primary.get(p) === 1 && state.node.get(p) === NODE.ready)
        this.commit(p, state.log.end(p));
    }
  }

  /** A view begins: who lacks something receives it first, and what clients wait for is proposed again, or given up. */
  private open(set: number, primary: boolean): void {
    const { state, w } = this;
    if (!primary) {
      for (let p = 0; p < state.count; p++) if (has(set, p)) abandon(state, p, CUT_OFF);
      return;
    }
    const source = sourceOf(state, set);
    for (let p = 0; p < state.count; p++) {
      if (!has(set, p) || !this.config.members[p]!.data || source < 0) continue;
      const same =
        state.log.end(p) === state.log.end(source) && state.log.common(p, source) === state.log.end(source);
      if (same) {
        if (state.node.get(p) === NODE.joining) this.transferTimer.cancel(p);
        state.node.set(p, NODE.ready);
        continue;
      }
      state.node.set(p, NODE.joining);
      this.transferTimer.arm(p, ...this.config.transferMs);
      tellTransfer(w, this.config.members, p, source);
    }
    chooseOrderer(state, set);
    this.proposeAgain(set);
  }

  private proposeAgain(set: number): void {
    const { state, w } = this;
    const { operations } = w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.status.get(slot) !== OPERATION.waiting) continue;
      const p = operations.process.get(slot) - 1;
      if (!has(set, p)) continue;
      if (!state.isSynced(p)) operations.leaveUnknown(slot, CUT_OFF);
      else if (operations.isRead.get(slot) === 1) this.read(p, slot);
      else if (!state.log.contains(p, operations.epoch.get(slot), operations.index.get(slot))) {
        operations.place(slot, 0, 0);
        this.propose(p, slot);
      }
    }
  }

  /** IST or SST is over: it has what the others have, and what was ordered meanwhile. */
  private finishTransfer(p: number): void {
    const { state } = this;
    if (state.node.get(p) !== NODE.joining || state.primary.get(p) === 0) return;
    const source = state.orderer.get(p) - 1;
    if (source < 0 || !state.connected(p, source) || state.gathering.get(p) === 1) {
      this.transferTimer.arm(p, ...this.config.transferMs);
      return;
    }
    const gone = state.applied.get(p) - Math.min(state.applied.get(p), state.log.common(p, source));
    tellRollback(this.w, this.config.members, p, source, gone);
    state.log.copy(source, p);
    state.applied.set(p, state.applied.get(source));
    state.durable.set(p, state.applied.get(p));
    state.node.set(p, NODE.ready);
    if (this.w.told) this.w.say('recovery', p, `${this.config.members[p]!.name} is synced.`);
    this.send(p, source, this.got, state.view.get(p), state.log.end(p));
  }

  /** What was lost in a cut shorter than evs.suspect_timeout is sent again. */
  private sendAgain(p: number): void {
    const { state } = this;
    const view = state.view.get(p);
    if (state.gathering.get(p) === 1 || state.primary.get(p) === 0 || !state.isUp(p)) return;
    const orderer = state.orderer.get(p) - 1;
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p)) continue;
      if (operations.isRead.get(slot) === 1) this.read(p, slot);
      else if (operations.epoch.get(slot) === 0) this.propose(p, slot);
    }
    if (orderer !== p) {
      if (orderer >= 0 && state.node.get(p) === NODE.ready && !knows(state, orderer, p, state.log.end(p)))
        this.send(p, orderer, this.got, view, state.log.end(p));
      return;
    }
    const first = state.applied.get(p);
    const end = state.log.end(p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !has(state.members.get(p), q)) continue;
      if (end > first && !knows(state, p, q, end))
        this.send(p, q, this.ordered, view, first, state.log.epochAt(p, first), end);
      if (!(hasDelivered(state, q, first) && !this.views.misses(q))) this.send(p, q, this.safe, view, first);
    }
  }

  /** Over TCP: a link that loses packets loses no message. */
  private send(from: number, to: number, kind: MessageKind, ...words: readonly number[]): void {
    const { w } = this;
    for (let tries = 0; tries < 20; tries++) {
      if (w.send(from, to, kind, ...words)) return;
      if (!w.reaches(from, to)) break;
    }
    const relay = this.state.relay(from, to);
    if (relay >= 0) w.send(from, relay, this.passed, kind.id, from, to, ...words);
  }

  private leaveAll(p: number): void {
    this.views.stop(p);
    for (const timer of [this.transferTimer, this.retransmitTimer, this.flushTimer, this.startTimer])
      timer.cancel(p);
  }
}
