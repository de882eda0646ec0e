import { alikeProcesses } from '../../kit/alike.js';
import { leavesOut } from '../../kit/calm.js';
import { countBits, has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { MessageKind } from '../../world/mailbox.js';
import { OPERATION } from '../../world/operations.js';
import { STATUS, type World } from '../../world/world.js';
import type { GroupConfig } from './group-config.js';
import { isKept, isOnDisks, keepsWrites } from './group-kept.js';
import { GroupState, MEMBER } from './group-state.js';
import { GroupViews } from './group-views.js';

const READ_ONLY =
  'The MySQL server is running with the --super-read-only option so it cannot execute this statement';
const LEFT = 'the member left the group while the transaction was under way';

/**
 * Group Replication of MySQL: transactions are put in one order by a majority of the view, and then applied by every member
 * (https://dev.mysql.com/doc/refman/8.4/en/group-replication-summary.html). Conflicts of rows and flow control are left out.
 */
export class GroupReplication extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly state: GroupState;
  private readonly views: GroupViews;
  private readonly startTimer = this.w.timer('server start');
  private readonly flushTimer = this.w.timer('binary log and engine flush');
  private readonly resendTimer = this.w.timer('retransmission');
  private readonly proposal = this.w.message('transaction', 'value', 'value');
  private readonly ordered = this.w.message('ordered', 'value', 'value', 'value', 'value', 'value');
  private readonly got = this.w.message('accepted', 'value', 'value', 'value');
  /** Up to where it is decided, and up to where everybody has applied it. */
  private readonly decided = this.w.data('decided', 'value', 'value', 'value');
  private readonly causal = this.w.message('read after', 'value', 'value');
  private readonly causalEnd = this.w.message('read position', 'value', 'value');

  constructor(
    world: World,
    private readonly config: GroupConfig,
  ) {
    super(world);
    this.symmetric = alikeProcesses(config.members.length, p =>
      JSON.stringify({ ...config.members[p], name: '' }),
    );
    this.state = new GroupState(world, config);
    this.views = new GroupViews(this.state, {
      ordered: set => this.proposeAgain(set),
      left: p => this.abandon(p),
    });
  }

  start(): void {
    this.views.begin();
  }

  deliver(p: number, m: Payload): void {
    const { state } = this;
    if (!state.isIn(p)) return;
    if (has(state.members.get(p), m.from) && state.view.get(p) === state.view.get(m.from))
      this.views.hear(p, m.from);
    const current = m.word(0) === state.ballot.get(p) && state.ballot.get(p) !== 0;
    switch (m.kind) {
      case this.proposal.id:
        if (current) this.order(p, m.word(1));
        return;
      case this.ordered.id:
        if (current) this.onOrdered(p, m);
        return;
      case this.got.id:
        if (current) this.onGot(p, m);
        return;
      case this.decided.id:
        if (current) this.apply(p, m.word(1), m.word(2));
        return;
      case this.causal.id:
        if (current) this.send(p, m.from, this.causalEnd, m.word(1), state.log.end(p));
        return;
      case this.causalEnd.id:
        return this.onCausalEnd(p, m.word(0), m.word(1));
    }
  }

  expire(p: number, timer: number): void {
    if (timer === this.startTimer.id) this.boot(p);
    else if (timer === this.flushTimer.id) this.state.durable.set(p, this.state.applied.get(p));
    else if (timer === this.resendTimer.id) this.resend(p);
    else this.views.expire(p, timer);
  }

  write(p: number, operation: number): void {
    if (!this.state.takesWrites(p)) return this.w.operations.refuse(operation, READ_ONLY);
    this.propose(p, operation);
  }

  read(p: number, operation: number): void {
    const { state, w } = this;
    if (!this.showsData(p)) return w.operations.refuse(operation, 'the server is currently in offline mode');
    if (!this.config.members[p]!.before || !state.isOnline(p)) return w.operations.answerFrom(operation, p);
    w.operations.extra.set(operation * 2, -1);
    const to = state.orderer.get(p) - 1;
    if (to === p && state.blocked.get(p) === 0) this.onCausalEnd(p, operation, state.log.end(p));
    else if (to >= 0 && to !== p) this.send(p, to, this.causal, state.ballot.get(p), operation);
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
    const { state } = this;
    switch (state.status.get(p)) {
      case MEMBER.online:
        return state.takesWrites(p) ? (this.config.singlePrimary ? 'leader' : 'peer') : 'follower';
      case MEMBER.recovering:
        return 'learner';
      case MEMBER.error:
      case MEMBER.offline:
        return 'replica';
      default:
        return 'stalled';
    }
  }

  override showsData(p: number): boolean {
    const { status } = this.state;
    const { exit } = this.config.members[p]!;
    if (status.get(p) === MEMBER.error) return exit !== 'OFFLINE_MODE';
    return this.state.isIn(p) || status.get(p) === MEMBER.offline;
  }

  /** Not who sees no majority: its writes wait. */
  override leaders(): readonly number[] {
    const { state } = this;
    return this.config.members.flatMap((_, p) =>
      state.takesWrites(p) && state.blocked.get(p) === 0 ? [p] : [],
    );
  }

  /** What a majority has delivered is there again with whichever majority forms the group anew. */
  override keptBy(): readonly number[] {
    return this.config.members.map((_, p) => p);
  }

  epoch(p: number): number {
    return this.state.view.get(p);
  }

  position(p: number): number {
    return this.state.applied.get(p);
  }

  writable(p: number): boolean {
    return this.state.takesWrites(p);
  }

  /** Who sees a majority, and takes writes, does not have it. */
  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    for (let p = 0; p < this.state.count; p++) {
      if (!this.state.takesWrites(p) || this.state.blocked.get(p) === 1 || this.state.ballot.get(p) <= epoch)
        continue;
      if (!this.state.log.contains(p, epoch, index)) return true;
    }
    return false;
  }

  override isSafe(operation: number): boolean {
    return isOnDisks(this.state, operation) || isKept(this.state, operation, this.got, this.decided);
  }

  override keepsWrites(): boolean {
    return keepsWrites(this.state);
  }

  crashed(p: number, powerLoss: boolean): void {
    const { state } = this;
    const { durable } = this.config.members[p]!;
    const kept =
      durable === 'each' || (durable === 'machine' && !powerLoss)
        ? state.applied.get(p)
        : state.durable.get(p);
    for (const timer of [this.startTimer, this.flushTimer, this.resendTimer]) timer.cancel(p);
    this.views.stop(p);
    state.status.set(p, MEMBER.down);
    this.views.silentToAll(p);
    state.rejoins.set(p, 0);
    state.log.truncate(p, kept);
    state.applied.set(p, kept);
    state.durable.set(p, kept);
  }

  restarted(p: number): void {
    this.state.status.set(p, MEMBER.starting);
    this.startTimer.arm(p, ...this.config.startMs);
  }

  override joined(hostA: number, hostB: number): void {
    for (let p = 0; p < this.state.count; p++) {
      const host = this.w.hostOf(p);
      if ((host !== hostA && host !== hostB) || !this.state.isIn(p)) continue;
      this.resendTimer.arm(p, 200, 1_700);
      this.views.lookAgain(p);
    }
  }

  override resumed(p: number): void {
    if (!this.state.isIn(p)) return;
    this.resendTimer.arm(p, 1, 50);
    for (let q = 0; q < this.state.count; q++) this.views.lookAgain(q);
    const orderer = this.state.orderer.get(p) - 1;
    if (orderer >= 0 && this.state.isIn(orderer)) this.resendTimer.arm(orderer, 1, 50);
  }

  override command(fault: Fault, p: number): boolean {
    switch (fault.kind) {
      case 'promote':
        return this.views.force(p);
      case 'removeMember':
        if (!this.state.isIn(p)) return false;
        this.abandon(p);
        this.views.leave(p);
        this.state.status.set(p, MEMBER.offline);
        return true;
      case 'addMember':
        if (this.state.isIn(p) || !this.w.isUp(p)) return false;
        this.state.status.set(p, MEMBER.offline);
        this.views.seek(p, 100, 1_000);
        return true;
      default:
        return false;
    }
  }

  private boot(p: number): void {
    this.state.status.set(p, MEMBER.offline);
    if (this.config.members[p]!.startsOnBoot) this.views.seek(p, 100, 1_000);
  }

  private propose(p: number, operation: number): void {
    const to = this.state.orderer.get(p) - 1;
    if (to === p) this.order(p, operation);
    else if (to >= 0) this.send(p, to, this.proposal, this.state.ballot.get(p), operation);
  }

  private order(p: number, operation: number): void {
    const { state, w } = this;
    const { operations } = w;
    if (!operations.isWaiting(operation) || operations.epoch.get(operation) !== 0) return;
    const ballot = state.ballot.get(p);
    const before = state.log.end(p);
    const end = state.log.append(p, ballot);
    operations.place(operation, ballot, end);
    for (let q = 0; q < state.count; q++)
      if (q !== p && has(state.members.get(p), q))
        this.send(
          p,
          q,
          this.ordered,
          ballot,
          before,
          state.log.epochAt(p, before),
          end,
          state.applied.get(p),
        );
    this.advance(p);
  }

  private onOrdered(p: number, m: Payload): void {
    const { state } = this;
    if (state.status.get(p) !== MEMBER.online) return;
    if (state.log.end(p) < m.word(1) || state.log.epochAt(p, m.word(1)) !== m.word(2)) return;
    state.log.extend(p, m.word(0), m.word(3));
    this.send(p, m.from, this.got, m.word(0), state.log.end(p), state.applied.get(p));
  }

  private onGot(p: number, m: Payload): void {
    const { state } = this;
    const at = state.pair(p, m.from);
    if (m.word(1) > state.got.get(at)) state.got.set(at, m.word(1));
    this.advance(p);
  }

  /** What a majority has accepted is decided. */
  private advance(p: number): void {
    const { state } = this;
    const members = state.members.get(p);
    const decided = this.reachedBy(p, Math.floor(countBits(members) / 2) + 1);
    const all = this.reachedBy(p, this.onlineIn(p));
    if (decided <= state.applied.get(p) && !this.waitsForAll(p)) return;
    this.apply(p, decided, all);
    for (let q = 0; q < state.count; q++)
      if (q !== p && has(members, q) && !this.knows(q, decided))
        this.send(p, q, this.decided, state.ballot.get(p), decided, all);
  }

  /**
   * In a search: a member has applied everything up to there, and nobody waits on it, so that word of what is decided would tell it
   * nothing. What is up and reached is looked at within a second as well: nobody is suspected for want of such a message.
   */
  private knows(q: number, decided: number): boolean {
    const { state, w, config } = this;
    if (!leavesOut(w) || config.members[q]!.after || state.applied.get(q) < decided) return false;
    for (let slot = 0; slot < w.operations.count; slot++) if (w.operations.isWaitingAt(slot, q)) return false;
    return true;
  }

  /**
   * It would send nothing again: nobody waits on it, and everybody has all that there is, so that not even a new orderer had something to
   * send.
   */
  override isIdle(p: number, timer: number): boolean {
    if (timer !== this.resendTimer.id) return false;
    const { state, w } = this;
    for (let slot = 0; slot < w.operations.count; slot++) if (w.operations.isWaitingAt(slot, p)) return false;
    const end = state.log.end(0);
    for (let q = 0; q < state.count; q++) {
      if (state.log.end(q) !== end || state.log.lastEpoch(q) !== state.log.lastEpoch(0)) return false;
      if (!this.knows(q, end)) return false;
    }
    return true;
  }

  /** Up to where so many members have it, the orderer among them. */
  private reachedBy(p: number, wanted: number): number {
    const { state } = this;
    let best = 0;
    for (let q = 0; q < state.count; q++) {
      if (!has(state.members.get(p), q)) continue;
      const position = q === p ? state.log.end(p) : state.got.get(state.pair(p, q));
      let count = 0;
      for (let r = 0; r < state.count; r++) {
        if (!has(state.members.get(p), r)) continue;
        if ((r === p ? state.log.end(p) : state.got.get(state.pair(p, r))) >= position) count++;
      }
      if (count >= wanted && position > best) best = position;
    }
    return best;
  }

  /** Members of the view, but for those that still fetch what they missed. */
  private onlineIn(p: number): number {
    const { state } = this;
    let count = 0;
    for (let q = 0; q < state.count; q++)
      if (has(state.members.get(p), q) && state.status.get(q) !== MEMBER.recovering) count++;
    return count;
  }

  private waitsForAll(p: number): boolean {
    return this.config.members.some(({ after }, q) => after && has(this.state.members.get(p), q));
  }

  private apply(p: number, decided: number, all: number): void {
    const { state, w } = this;
    const { operations } = w;
    const { durable, after } = this.config.members[p]!;
    const end = Math.min(decided, state.log.end(p));
    if (state.status.get(p) !== MEMBER.online) return;
    if (end > state.applied.get(p)) {
      state.applied.set(p, end);
      if (durable === 'each') state.durable.set(p, end);
      else if (!this.flushTimer.isArmed(p)) this.flushTimer.arm(p, 1, 1_000);
    }
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p)) continue;
      if (operations.isRead.get(slot) === 1) {
        const until = operations.extra.get(slot * 2);
        if (until > 0 && until <= end) operations.answerFrom(slot, p);
      } else if (operations.epoch.get(slot) !== 0 && this.holds(p, slot)) {
        if (!after || operations.index.get(slot) <= all) operations.acknowledge(slot);
      }
    }
  }

  private onCausalEnd(p: number, slot: number, end: number): void {
    const { operations } = this.w;
    if (!operations.isWaitingAt(slot, p) || operations.isRead.get(slot) === 0) return;
    if (end <= this.state.applied.get(p)) operations.answerFrom(slot, p);
    else operations.extra.set(slot * 2, end);
  }

  private proposeAgain(set: number): void {
    const { state, w } = this;
    const { operations } = w;
    for (let p = 0; p < state.count; p++) if (has(set, p) && state.orderer.get(p) === p + 1) this.advance(p);
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.status.get(slot) !== OPERATION.waiting) continue;
      const p = operations.process.get(slot) - 1;
      if (!has(set, p)) continue;
      if (operations.isRead.get(slot) === 1) this.read(p, slot);
      else if (!state.log.contains(p, operations.epoch.get(slot), operations.index.get(slot))) {
        operations.place(slot, 0, 0);
        this.propose(p, slot);
      }
    }
  }

  /** What was lost in a cut is sent again. */
  private resend(p: number): void {
    const { state, w } = this;
    if (!state.isIn(p)) return;
    const { operations } = w;
    for (let slot = 0; slot < operations.count; slot++) {
      if (!operations.isWaitingAt(slot, p)) continue;
      if (operations.isRead.get(slot) === 1) this.read(p, slot);
      else if (operations.epoch.get(slot) === 0) this.propose(p, slot);
    }
    if (state.orderer.get(p) !== p + 1) return;
    const ballot = state.ballot.get(p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !has(state.members.get(p), q)) continue;
      for (let from = state.got.get(state.pair(p, q)); from < state.log.end(p); ) {
        const end = state.log.segmentEnd(p, from + 1);
        if (end <= from) break;
        if (state.log.epochAt(p, from + 1) === ballot)
          this.send(p, q, this.ordered, ballot, from, state.log.epochAt(p, from), end, state.applied.get(p));
        from = end;
      }
      if (!this.knows(q, state.applied.get(p)))
        this.send(p, q, this.decided, ballot, state.applied.get(p), this.reachedBy(p, this.onlineIn(p)));
    }
  }

  /** Over TCP: a link that loses packets loses no message, and what a frozen member does not take in is sent again. */
  private send(from: number, to: number, kind: MessageKind, ...words: readonly number[]): void {
    const { w } = this;
    if (w.status.get(to) === STATUS.paused) return;
    for (let tries = 0; tries < 20; tries++)
      if (w.send(from, to, kind, ...words) || !w.reaches(from, to)) return;
  }

  private abandon(p: number): void {
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, LEFT);
  }
}
