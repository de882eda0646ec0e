import { Part } from '../../kit/part.js';
import { has } from '../../kit/sets.js';
import { type GroupState, MEMBER } from './group-state.js';

/** How often a member looks at the others, in ms. */
const POLL = 1_000;

/** What the views tell the group. */
export interface ViewListener {
  /** Members that may decide begin to go by a new order: what clients wait for is proposed anew. */
  ordered(set: number): void;
  /** It is in the group no more: expelled, or it gave up. */
  left(p: number): void;
}

/**
 * Who is in the group. A member that was silent for 5 s is suspected, and after group_replication_member_expel_timeout
 * expelled, where a majority of the view is there to do it
 * (https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-expel.html). A minority expels nobody: it
 * waits (https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-partition.html).
 */
export class GroupViews extends Part {
  private readonly poll = this.w.timer('group poll');
  private readonly unreachable = this.w.timer('unreachable majority');
  private readonly join = this.w.timer('join');
  private readonly recovery = this.w.timer('distributed recovery');

  constructor(
    private readonly state: GroupState,
    private readonly listener: ViewListener,
  ) {
    super(state.w);
    const { w } = state;
    w.watchers.push({
      cut: (from, to) => {
        for (let p = 0; p < state.count; p++) {
          for (let q = 0; q < state.count; q++) {
            if (w.hostOf(p) !== from || w.hostOf(q) !== to) continue;
            this.silent(p, q);
            this.silent(q, p);
          }
        }
      },
      paused: q => this.silentToAll(q),
    });
  }

  begin(): void {
    const { state } = this;
    const all = 2 ** state.count - 1;
    const view = state.next();
    for (let p = 0; p < state.count; p++) {
      state.status.set(p, MEMBER.online);
      this.enter(p, all, view);
    }
    this.choosePrimary(all, 0, true);
    this.takeOver(0, all);
  }

  /** False: the timer is none of the views'. */
  expire(p: number, timer: number): boolean {
    if (timer === this.poll.id) this.onPoll(p);
    else if (timer === this.unreachable.id) this.giveUp(p);
    else if (timer === this.join.id) this.tryToJoin(p);
    else if (timer === this.recovery.id) this.finishRecovery(p);
    else return false;
    return true;
  }

  /** Something came from another one: while it may, a member of the same view is not waited for. */
  hear(p: number, q: number): void {
    const { state, w } = this;
    const at = state.pair(p, q);
    state.heardAt.set(at, w.now);
    if (state.isIn(q) && w.talks(p, q)) {
      state.expelled.set(at, 0);
      return;
    }
    const ms = state.config.suspectMs + state.config.members[p]!.expelMs;
    state.expelled.set(at, w.dueIn(ms, ms));
    this.watch(p);
  }

  /** It is frozen or gone: the others begin to wait for a sign of life. */
  silentToAll(q: number): void {
    for (let p = 0; p < this.state.count; p++) if (p !== q) this.silent(p, q);
  }

  /** Something has changed around it. */
  lookAgain(p: number): void {
    if (this.state.isIn(p)) this.poll.arm(p, 1, POLL);
  }

  /** Silence begins: counted from the last sign of life, of which there is one in a second. */
  private silent(p: number, q: number): void {
    const { state, w } = this;
    const at = state.pair(p, q);
    if (!w.isUp(p) || !has(state.members.get(p), q) || state.expelled.get(at) !== 0) return;
    const ms = state.config.suspectMs + state.config.members[p]!.expelMs;
    const idleMs = w.options.searching ? 0 : (w.now - state.heardAt.get(at)) * w.options.unitMs;
    state.expelled.set(at, idleMs < POLL ? w.dueIn(ms - idleMs, ms - idleMs) : w.dueIn(ms - POLL, ms));
    this.watch(p);
  }

  /** Looks again when somebody has been silent long enough to be suspected, or expelled. */
  private watch(p: number): void {
    const { state, w } = this;
    const { expelMs } = state.config.members[p]!;
    let next = state.blocked.get(p) === 1 || !this.hasOrderer(p) ? POLL : Infinity;
    for (let q = 0; q < state.count; q++) {
      const due = state.expelled.get(state.pair(p, q));
      if (due === 0 || !has(state.members.get(p), q)) continue;
      const left = Math.max(0, due - w.now) * w.options.unitMs;
      next = Math.min(next, left > expelMs ? left - expelMs : left > 0 ? left : POLL);
    }
    if (next === Infinity || (this.poll.isArmed(p) && this.poll.leftMs(p) <= next)) return;
    this.poll.arm(p, Math.max(1, next), next + POLL);
  }

  private hasOrderer(p: number): boolean {
    const { state } = this;
    const orderer = state.orderer.get(p) - 1;
    return orderer >= 0 && (orderer === p || this.w.talks(p, orderer)) && state.isOnline(orderer);
  }

  stop(p: number): void {
    for (const timer of [this.poll, this.unreachable, this.join, this.recovery]) timer.cancel(p);
    this.state.clear(p);
  }

  /** It wants to be in the group, now or soon. */
  seek(p: number, leastMs: number, mostMs: number): void {
    this.join.arm(p, leastMs, mostMs);
  }

  /** Leaves by its own will: the others go on at once with a smaller view. */
  leave(p: number): void {
    const { state } = this;
    const rest = state.members.get(p) & ~(1 << p);
    for (let q = 0; q < state.count; q++) {
      if (has(rest, q) && state.view.get(q) === state.view.get(p) && this.w.talks(p, q)) {
        const others = state.reaches(q) & ~(1 << p);
        if (state.isMajority(others | (1 << p), state.members.get(q))) this.install(q, rest, others);
        break;
      }
    }
    this.stop(p);
  }

  /**
   * An operator lets a blocked member go on with those that it reaches (group_replication_force_members), or boots the group
   * anew from one that is in none.
   */
  force(p: number): boolean {
    const { state } = this;
    if (!this.w.isUp(p)) return false;
    const status = state.status.get(p);
    if (state.isOnline(p) && state.blocked.get(p) === 1) {
      const reached = state.reaches(p);
      this.install(p, reached, reached, true);
    } else if (status === MEMBER.offline || status === MEMBER.error) {
      state.status.set(p, MEMBER.online);
      this.enter(p, 1 << p, state.next());
      this.choosePrimary(1 << p, 0);
      this.poll.arm(p, POLL);
      this.takeOver(p, 1 << p);
    } else return false;
    if (this.w.told)
      this.w.say(
        'promotion',
        p,
        `An operator makes ${state.names(state.members.get(p))} the group, whatever the others are.`,
      );
    return true;
  }

  private onPoll(p: number): void {
    const { state } = this;
    if (!state.isIn(p)) return;
    this.look(p);
    if (state.isIn(p)) this.watch(p);
  }

  private look(p: number): void {
    const { state } = this;
    const members = state.members.get(p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !this.w.talks(p, q) || !state.isIn(q)) continue;
      if (has(members, q) && state.view.get(q) === state.view.get(p)) this.hear(p, q);
      else if (has(members, q) && state.view.get(q) > state.view.get(p) && has(state.members.get(q), p)) {
        this.adopt(p, q);
        return;
      }
      // It hears of a later view that it is not in.
      else if (
        has(members, q) &&
        state.view.get(q) > state.view.get(p) &&
        !has(state.members.get(q), p) &&
        state.blocked.get(q) === 0
      )
        return this.wasExpelled(p);
    }
    const reached = state.reaches(p);
    this.noteMajority(p, reached);
    if (state.blocked.get(p) === 1) return;
    this.expelSilent(p, reached);
    const orderer = state.orderer.get(p) - 1;
    if (!this.hasOrderer(p)) this.takeOver(p, state.reaches(p));
    else if (state.ballot.get(orderer) !== state.ballot.get(p) && state.isOnline(p))
      this.takeOver(orderer, state.reaches(orderer) | (1 << p));
  }

  /** A view that it was not there for. */
  private adopt(p: number, q: number): void {
    const { state } = this;
    this.enter(p, state.members.get(q), state.view.get(q));
    state.primary.set(p, state.primary.get(q));
    this.takeOver(q, state.reaches(q) | (1 << p));
  }

  private noteMajority(p: number, reached: number): void {
    const { state } = this;
    const there = state.isMajority(reached, state.members.get(p));
    if (there === (state.blocked.get(p) === 0)) return;
    state.blocked.set(p, there ? 0 : 1);
    const { unreachableMs, name } = state.config.members[p]!;
    if (there) {
      this.unreachable.cancel(p);
      if (this.w.told) this.w.say('unblocked', p, `${name} sees a majority again.`);
      return;
    }
    if (unreachableMs > 0) this.unreachable.arm(p, unreachableMs);
    if (this.w.told)
      this.w.say(
        'blocked',
        p,
        `${name} sees no majority of the group: its writes wait${unreachableMs > 0 ? ` for ${unreachableMs / 1000} s, then it leaves` : ', however long it takes'}.`,
        ...state.config.because.unreachable,
      );
  }

  /** The lowest of those who are there expels whom all of them suspect for long enough. */
  private expelSilent(p: number, reached: number): void {
    const { state, w } = this;
    const members = state.members.get(p);
    for (let q = 0; q < p; q++) if (has(reached, q)) return;
    let gone = 0;
    for (let q = 0; q < state.count; q++) {
      if (!has(members, q) || has(reached, q) || state.expelled.get(state.pair(p, q)) > w.now) continue;
      let agreed = true;
      for (let r = 0; r < state.count; r++) if (has(reached, r) && has(state.reaches(r), q)) agreed = false;
      if (agreed) gone |= 1 << q;
    }
    if (gone === 0) return;
    if (w.told)
      w.say(
        'membership',
        p,
        `${state.names(gone)} is expelled from the group: silent for ${(state.config.suspectMs + state.config.members[p]!.expelMs) / 1000} s.`,
        ...state.config.because.expel,
      );
    this.install(p, members & ~gone, reached);
  }

  /** A view of `members`, installed by those of them who are there. */
  private install(p: number, members: number, reached: number, forced = false): void {
    const { state } = this;
    let there = 0;
    for (let q = 0; q < state.count; q++)
      if (has(reached, q) && state.isIn(q) && (q === p || this.takesPart(p, q, forced))) there |= 1 << q;
    if (!forced && !state.isMajority(there, state.members.get(p))) return;
    const view = state.next();
    const primary = state.primary.get(p) - 1;
    for (let q = 0; q < state.count; q++)
      if (has(members & there, q) && state.isIn(q)) this.enter(q, members, view);
    this.choosePrimary(members & there, has(members, primary) ? primary + 1 : 0);
    this.takeOver(p, members & there);
  }

  /** Whether one decides with another about its next view: who has gone on to a later one does not, and who joins has none. */
  private takesPart(p: number, q: number, forced: boolean): boolean {
    const { state } = this;
    const view = state.view.get(q);
    return this.w.talks(p, q) && (forced || view === 0 || view === state.view.get(p));
  }

  private enter(p: number, members: number, view: number): void {
    const { state } = this;
    state.members.set(p, members);
    state.view.set(p, view);
    state.blocked.set(p, 0);
    this.unreachable.cancel(p);
    for (let q = 0; q < state.count; q++) {
      state.got.set(state.pair(p, q), 0);
      if (q !== p && has(members, q)) this.hear(p, q);
      else state.expelled.set(state.pair(p, q), 0);
    }
  }

  /** The heaviest one that is online, of several the first. */
  private choosePrimary(set: number, kept: number, quiet = false): void {
    const { state } = this;
    let primary = kept;
    if (state.config.singlePrimary && kept === 0) {
      for (let q = 0; q < state.count; q++) {
        if (!has(set, q) || !state.isOnline(q)) continue;
        if (primary === 0 || state.config.members[q]!.weight > state.config.members[primary - 1]!.weight)
          primary = q + 1;
      }
      if (this.w.told && primary > 0 && !quiet)
        this.w.say(
          'promotion',
          primary - 1,
          `${state.config.members[primary - 1]!.name} is primary of the group.`,
          ...state.config.because.weight,
        );
    }
    for (let q = 0; q < state.count; q++)
      if (has(set, q)) state.primary.set(q, state.config.singlePrimary ? primary : 0);
  }

  /**
   * One of those who are there puts transactions in their order from now on. A majority takes part, and all of it gets what
   * the furthest of them has accepted: nothing that was decided is missing there.
   */
  private takeOver(p: number, set: number): void {
    const { state } = this;
    let there = 0;
    for (let q = 0; q < state.count; q++)
      if (
        has(set, q) &&
        state.isOnline(q) &&
        state.view.get(q) === state.view.get(p) &&
        (q === p || this.w.talks(p, q))
      )
        there |= 1 << q;
    if (!state.isMajority(there, state.members.get(p))) return;
    let furthest = -1;
    let lowest = -1;
    for (let q = 0; q < state.count; q++) {
      if (!has(there, q)) continue;
      if (lowest < 0) lowest = q;
      if (furthest < 0 || !state.log.isAtLeast(furthest, q)) furthest = q;
    }
    const ballot = state.next();
    for (let q = 0; q < state.count; q++) {
      if (!has(there, q)) continue;
      if (q !== furthest) state.log.copy(furthest, q);
      state.orderer.set(q, lowest + 1);
      state.ballot.set(q, ballot);
      for (let r = 0; r < state.count; r++)
        state.got.set(state.pair(q, r), has(there, r) ? state.log.end(furthest) : 0);
    }
    this.listener.ordered(there);
  }

  private wasExpelled(p: number): void {
    const { state } = this;
    if (this.w.told)
      this.w.say(
        'demotion',
        p,
        `${state.config.members[p]!.name} learns that it was expelled.`,
        ...state.config.because.expel,
      );
    this.exit(p);
  }

  private giveUp(p: number): void {
    const { state } = this;
    if (!state.isIn(p) || state.blocked.get(p) === 0) return;
    if (this.w.told)
      this.w.say(
        'demotion',
        p,
        `${state.config.members[p]!.name} has seen no majority for ${state.config.members[p]!.unreachableMs / 1000} s and leaves the group.`,
        ...state.config.because.unreachable,
      );
    this.exit(p);
  }

  private exit(p: number): void {
    const { state } = this;
    this.stop(p);
    state.status.set(p, MEMBER.error);
    // What was accepted and not decided here is not its own any more.
    state.log.truncate(p, state.applied.get(p));
    state.rejoins.set(p, 0);
    this.listener.left(p);
    if (state.config.members[p]!.rejoins > 0) this.join.arm(p, 500, 5_000);
    else this.takeExitAction(p);
  }

  private takeExitAction(p: number): void {
    const { state } = this;
    const { exit, name } = state.config.members[p]!;
    if (exit === 'ABORT_SERVER') state.status.set(p, MEMBER.shut);
    if (this.w.told)
      this.w.say(
        'role',
        p,
        exit === 'READ_ONLY'
          ? `${name} stays up and read-only: what it shows gets older and older.`
          : exit === 'ABORT_SERVER'
            ? `${name} shuts itself down.`
            : `${name} lets nobody in any more (offline_mode).`,
        ...state.config.because.exit,
      );
  }

  private tryToJoin(p: number): void {
    const { state } = this;
    if (!this.w.isUp(p) || state.isIn(p)) return;
    const before = state.status.get(p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !state.isOnline(q) || state.blocked.get(q) === 1 || !this.w.talks(p, q)) continue;
      // A member of its name is still in the view: it has to be expelled first.
      if (has(state.members.get(q), p)) continue;
      const reached = state.reaches(q);
      state.status.set(p, MEMBER.recovering);
      this.install(q, state.members.get(q) | (1 << p), reached | (1 << p));
      if (!has(state.members.get(q), p)) {
        state.status.set(p, before);
        continue;
      }
      this.poll.arm(p, POLL);
      this.recovery.arm(p, ...state.config.recoveryMs);
      if (this.w.told)
        this.w.say(
          'membership',
          p,
          `${state.config.members[p]!.name} joins the group and fetches what it missed.`,
        );
      return;
    }
    if (state.status.get(p) !== MEMBER.error) return this.join.arm(p, 1_000);
    state.rejoins.add(p, 1);
    if (state.rejoins.get(p) < state.config.members[p]!.rejoins) this.join.arm(p, state.config.rejoinMs);
    else this.takeExitAction(p);
  }

  private finishRecovery(p: number): void {
    const { state } = this;
    if (state.status.get(p) !== MEMBER.recovering) return;
    const orderer = state.orderer.get(p) - 1;
    let donor = -1;
    for (let q = 0; q < state.count; q++)
      if (
        q !== p &&
        state.isOnline(q) &&
        state.view.get(q) === state.view.get(p) &&
        this.w.talks(p, q) &&
        (donor < 0 || q === orderer)
      )
        donor = q;
    if (donor < 0) return this.recovery.arm(p, ...state.config.recoveryMs);
    const common = state.log.common(p, donor);
    if (common < state.applied.get(p)) {
      // It has transactions that the group does not have: it may not come back.
      if (this.w.told)
        this.w.say(
          'conflict',
          p,
          `${state.config.members[p]!.name} has transactions that the group does not have, and is kept out.`,
        );
      const view = state.view.get(p);
      this.stop(p);
      state.status.set(p, MEMBER.error);
      for (let q = 0; q < state.count; q++) {
        if (state.isOnline(q) && state.view.get(q) === view) {
          this.install(q, state.members.get(q) & ~(1 << p), state.reaches(q) & ~(1 << p));
          break;
        }
      }
      return;
    }
    state.log.copy(donor, p);
    state.applied.set(p, Math.min(state.log.end(p), Math.max(common, state.applied.get(donor))));
    state.durable.set(p, state.applied.get(p));
    state.status.set(p, MEMBER.online);
    if (this.w.told) this.w.say('recovery', p, `${state.config.members[p]!.name} is online.`);
    this.takeOver(donor, state.reaches(donor));
  }
}
