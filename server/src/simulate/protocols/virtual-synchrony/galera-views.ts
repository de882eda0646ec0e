import { leavesOut } from '../../kit/calm.js';
import { Part } from '../../kit/part.js';
import { countBits, has } from '../../kit/sets.js';
import { afterLoss, afterPause, agreement, exchangesSlowly, isViewOf, leftOut } from './galera-delays.js';
import { conflicting, hasQuorum } from './galera-quorum.js';
import { type GaleraState, NODE } from './galera-state.js';

/** Exchange of joins, install and commit messages, and of the states after it, at most, in ms. */
const AGREE = 300;
/** What the exchange of states takes beyond the sign of life that it waits for, at most, in ms. */
const EXCHANGE = 100;

/**
 * Who is in which view, and whether it is the primary component: extended virtual synchrony
 * (https://galeracluster.com/library/documentation/galera-parameters.html, `evs.*`) and the weighted quorum upon it
 * (https://galeracluster.com/library/documentation/weighted-quorum.html).
 *
 * A node that is silent for evs.suspect_timeout is suspected at the next check. Then join messages go round, repeated
 * each evs.join_retrans_period, until all who hear each other say the same; meanwhile nothing is delivered, on either side.
 * Who is suspected and has sent no join message counts as inactive at once, of two nodes as of many: evs.inactive_timeout
 * is for those that go on sending joins (`check_inactive`, https://github.com/codership/galera/blob/4.x/gcomm/src/evs_proto.cpp).
 */
export class GaleraViews extends Part {
  private readonly check = this.w.timer('evs inactivity check');
  private readonly gather = this.w.timer('evs join');
  private readonly reconnect = this.w.timer('gmcast reconnect');

  constructor(
    private readonly state: GaleraState,
    /** Called with the members of the next view while each of them still is in the one before. */
    private readonly closing: (set: number, primary: boolean) => void,
    /** Called when all of them are in the view. */
    private readonly installed: (set: number, primary: boolean) => void,
    /** Called when others begin to pass on what a member says. */
    private readonly relaying: (p: number) => void,
  ) {
    super(state.w);
    const { w } = state;
    w.watchers.push({
      // TCP needs both ways.
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

  /** All are in one primary component: how a cluster begins. */
  begin(): void {
    const { state } = this;
    const all = 2 ** state.count - 1;
    const view = state.newView();
    for (let p = 0; p < state.count; p++) {
      this.enter(p, all, view, true);
      state.lastEpoch.set(p, view);
      state.lastMembers.set(p, all);
    }
  }

  /** False: the timer is none of the views'. */
  expire(p: number, timer: number): boolean {
    if (timer === this.check.id) this.onCheck(p);
    else if (timer === this.gather.id) this.onGather(p);
    else if (timer === this.reconnect.id) this.onReconnect(p);
    else return false;
    return true;
  }

  /** Something came from another node: while it may, a member of the view is not waited for. */
  hear(p: number, q: number): void {
    const { state, w } = this;
    const at = state.pair(p, q);
    state.heardAt.set(at, w.now);
    const { suspectMs } = state.config;
    if (has(state.members.get(p), q) && state.isUp(q) && state.connected(p, q)) {
      if (state.heard.get(at) === 0) return;
      state.heard.set(at, 0);
      if (leavesOut(w)) this.calm(p);
    } else if (has(state.members.get(p), q)) {
      state.heard.set(at, w.dueIn(suspectMs, suspectMs));
      this.watch(p);
    } else state.lately.set(at, w.dueIn(suspectMs, suspectMs));
  }

  /** Whether it waits for a sign of life of any member of its view. */
  misses(p: number): boolean {
    const { state } = this;
    const members = state.members.get(p);
    for (let q = 0; q < state.count; q++)
      if (has(members, q) && state.heard.get(state.pair(p, q)) !== 0) return true;
    return false;
  }

  /** In a search: who hears everybody finds nothing out by looking, nor by connecting to those who are in its view. */
  private calm(p: number): void {
    if (this.misses(p)) return;
    this.check.cancel(p);
    const { state } = this;
    if (state.gathering.get(p) === 1 || state.relayed.get(p) !== 0 || state.view.get(p) === 0) return;
    for (let q = 0; q < state.count; q++) {
      if (q === p || !state.isUp(q) || !this.w.talks(p, q)) continue;
      if (state.view.get(q) !== state.view.get(p) || state.heard.get(state.pair(q, p)) !== 0) return;
    }
    this.reconnect.cancel(p);
  }

  /** What is safe was confirmed by every member, to every member. */
  hearAll(p: number): void {
    const { state } = this;
    for (let q = 0; q < state.count; q++) {
      if (q !== p && has(state.members.get(p), q) && state.connected(p, q)) this.hear(p, q);
    }
  }

  /** It is frozen or gone: the others begin to wait for a sign of life. */
  silentToAll(q: number): void {
    for (let p = 0; p < this.state.count; p++) if (p !== q) this.silent(p, q);
  }

  /** It looks for the others, now or soon. */
  seek(p: number): void {
    this.reconnect.arm(p, ...this.state.config.reconnectMs);
  }

  /** It goes on after a while in which it did nothing: the others may have closed its connections. */
  seekAgain(p: number): void {
    this.reconnect.arm(p, ...afterPause(this.state, p));
  }

  joined(hostA: number, hostB: number): void {
    const { state, w } = this;
    // Of two that meet again one is enough: what it learns it tells the other one.
    for (let p = 0; p < state.count; p++) {
      if (!state.isUp(p) || this.reconnect.isArmed(p)) continue;
      for (let q = p + 1; q < state.count; q++) {
        const a = w.hostOf(p);
        const b = w.hostOf(q);
        if (!state.isUp(q) || ((a !== hostA || b !== hostB) && (a !== hostB || b !== hostA))) continue;
        this.reconnect.arm(p, ...state.config.reconnectMs);
        break;
      }
    }
  }

  /** It is gone from the group: it says goodbye, or its timers end with it. */
  stop(p: number): void {
    for (const timer of [this.check, this.gather, this.reconnect]) timer.cancel(p);
    this.state.clear(p);
  }

  /** Leaves by its own will: the others go on at once, and its weight counts no more. */
  leave(p: number): void {
    const { state } = this;
    const rest = state.members.get(p) & ~(1 << p);
    let left = 0;
    for (let q = 0; q < state.count; q++) {
      if (!has(rest, q) || !this.w.talks(p, q)) continue;
      state.lastMembers.set(q, state.lastMembers.get(q) & ~(1 << p));
      // Not heard any more.
      state.heard.set(state.pair(q, p), Math.max(1, this.w.now));
      left |= 1 << q;
    }
    this.stop(p);
    this.gatherAll(left, 1, 50);
  }

  /** `pc.bootstrap`: the component of a node becomes primary, whatever others there are. */
  bootstrap(p: number): boolean {
    const { state } = this;
    if (!state.isUp(p) || state.primary.get(p) === 1) return false;
    const members = state.members.get(p) === 0 ? 1 << p : state.members.get(p);
    if (this.w.told)
      this.w.say(
        'promotion',
        p,
        `An operator makes ${state.names(members)} the primary component, whatever the others are.`,
      );
    this.install(members & this.upIn(members), true);
    return true;
  }

  private upIn(set: number): number {
    let up = 0;
    for (let p = 0; p < this.state.count; p++) if (has(set, p) && this.state.isUp(p)) up |= 1 << p;
    return up;
  }

  /** Silence begins: counted from the last sign of life, of which there is one for each evs.keepalive_period. */
  private silent(p: number, q: number): void {
    const { state, w } = this;
    const at = state.pair(p, q);
    if (!w.isUp(p) || !has(state.members.get(p), q) || state.heard.get(at) !== 0) return;
    const { suspectMs, keepaliveMs } = state.config;
    const idleMs = w.options.searching ? 0 : (w.now - state.heardAt.get(at)) * w.options.unitMs;
    state.heard.set(
      at,
      idleMs < keepaliveMs
        ? w.dueIn(suspectMs - idleMs, suspectMs - idleMs)
        : w.dueIn(suspectMs - keepaliveMs, suspectMs),
    );
    this.watch(p);
    // Whoever was reached through others may not be reached any more.
    const relayed = state.relayed.get(p);
    for (let r = 0; r < state.count; r++)
      if (has(relayed, r) && state.heard.get(state.pair(p, r)) === 0 && !state.connected(p, r))
        this.silent(p, r);
  }

  /** Looks again when somebody has been silent long enough for others to help out, or to be suspected. */
  private watch(p: number): void {
    const { state, w } = this;
    const { suspectMs, peerMs, checkMs } = state.config;
    // Where the network parts in groups nobody stands between two who do not hear each other.
    const helped = !leavesOut(w) || w.options.cutsLinks !== false;
    let next = Infinity;
    for (let q = 0; q < state.count; q++) {
      const due = state.heard.get(state.pair(p, q));
      if (due === 0 || !has(state.members.get(p), q)) continue;
      const left = Math.max(0, due - w.now) * w.options.unitMs;
      if (left === 0 && state.gathering.get(p) === 1) {
        next = Math.min(next, state.config.joinRetransMs);
        continue;
      }
      next = Math.min(
        next,
        helped && left > suspectMs - peerMs ? left - Math.max(0, suspectMs - peerMs) : left,
      );
    }
    if (next === Infinity || (this.check.isArmed(p) && this.check.leftMs(p) <= next)) return;
    this.check.arm(p, Math.max(1, next), next + checkMs);
  }

  private onCheck(p: number): void {
    const { state } = this;
    if (!state.isUp(p)) return;
    const members = state.members.get(p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !has(members, q) || state.heard.get(state.pair(p, q)) === 0) continue;
      if (state.isUp(q) && state.connected(p, q)) this.hear(p, q);
      else if (state.isUp(q)) this.tryRelay(p, q);
    }
    this.watch(p);
    const silent = members & ~state.hears(p);
    if (silent === 0) return;
    if (state.gathering.get(p) === 1) return this.gatherAgain(p);
    if (this.w.told)
      this.w.say(
        'suspicion',
        p,
        `${state.config.members[p]!.name} has not heard ${state.names(silent)} for ${state.config.suspectMs / 1000} s; nothing is committed until a new view is agreed.`,
        ...state.config.because.suspect,
      );
    const waits = afterLoss(state, members);
    const there = this.connectedTo(p, members);
    // Of two that are left one takes the other's word for who is gone, and delivers what was under way before they agree on a view.
    if (waits === state.config.suspectMs && countBits(there) === 2 && hasQuorum(state, there))
      this.closing(there, true);
    this.gatherAll(there, waits, waits + AGREE);
  }

  /** Whoever was to install the next view is gone as well. */
  private gatherAgain(p: number): void {
    const { state } = this;
    const there = this.connectedTo(p, state.members.get(p));
    for (let q = 0; q < state.count; q++) if (has(there, q) && this.gather.isArmed(q)) return;
    this.gatherAll(there, state.config.joinRetransMs, state.config.joinRetransMs + AGREE);
  }

  /** Members of a set that a node is connected to, itself among them. */
  private connectedTo(p: number, set: number): number {
    let found = 1 << p;
    for (let q = 0; q < this.state.count; q++)
      if (q !== p && has(set, q) && this.state.isUp(q) && this.state.connected(p, q)) found |= 1 << q;
    return found;
  }

  /** A join message makes all gather who hear it; the lowest of them will install the view. */
  private gatherAll(set: number, leastMs: number, mostMs: number): void {
    const { state } = this;
    let first = -1;
    let sooner = false;
    for (let q = 0; q < state.count; q++) {
      if (!has(set, q) || !state.isUp(q)) continue;
      if (first < 0) first = q;
      if (this.gather.isArmed(q)) {
        if (this.gather.leftMs(q) <= mostMs) sooner = true;
        else this.gather.cancel(q);
      }
      state.gathering.set(q, 1);
    }
    if (first >= 0 && !sooner) this.gather.arm(first, leastMs, mostMs);
  }

  /** Silent for gmcast.peer_timeout, and a third one hears both: it passes on what they say from now on. */
  private tryRelay(p: number, q: number): void {
    const { state, w } = this;
    const due = state.heard.get(state.pair(p, q));
    const { suspectMs, peerMs } = state.config;
    if (due === 0 || (due - w.now) * w.options.unitMs > suspectMs - peerMs) return;
    const through = state.between(p, q);
    if (through < 0) return;
    state.relayed.set(p, state.relayed.get(p) | (1 << q));
    this.hear(p, q);
    if (w.told)
      w.say(
        'recovery',
        p,
        `${state.config.members[p]!.name} and ${state.config.members[q]!.name} do not hear each other; ${state.config.members[through]!.name} passes on what they say.`,
      );
    this.relaying(p);
    this.relaying(q);
  }

  /** The lowest of those who hear each other installs the view, when all of them say the same. */
  private onGather(p: number): void {
    const { state } = this;
    if (!state.isUp(p) || state.gathering.get(p) === 0) return;
    let wanted = this.agreeable(p);
    let agreed = true;
    for (let q = 0; q < state.count; q++) {
      if (has(wanted, q) && ((q !== p && !state.connected(p, q)) || this.agreeable(q) !== wanted))
        agreed = false;
    }
    if (!agreed) return this.gather.arm(p, state.config.joinRetransMs);
    const late = leftOut(state, wanted);
    if (late !== 0) {
      for (let q = 0; q < state.count; q++) {
        if (!has(wanted | late, q)) continue;
        this.gather.cancel(q);
        this.reconnect.cancel(q);
        const { installMs, joinRetransMs } = state.config;
        if (has(late, q)) this.reconnect.arm(q, installMs, installMs + joinRetransMs);
      }
      wanted &= ~late;
    }
    this.install(wanted, false);
  }

  /** Whom it would be in a view with: those who hear it and whom it hears; of a chain, those that all of the lower ones hear. */
  private agreeable(p: number): number {
    const { state } = this;
    let set = 0;
    for (let q = 0; q < state.count; q++) {
      if (!this.areConnected(p, q)) continue;
      let fits = true;
      for (let r = 0; r < q; r++) if (has(set, r) && !this.areConnected(q, r)) fits = false;
      if (fits || q === p) set |= 1 << q;
    }
    return set;
  }

  private areConnected(p: number, q: number): boolean {
    if (p === q) return true;
    const { state } = this;
    return state.isUp(q) && has(state.hears(p), q) && has(state.hears(q), p) && state.connected(p, q);
  }

  /**
   * Connections come back: both sides hear each other, and agree on a view. Members of a primary component have forgotten whom it
   * parted from and wait to be called: two primary components stay apart (`handle_stable_view`,
   * https://github.com/codership/galera/blob/4.x/gcomm/src/gmcast.cpp).
   */
  private onReconnect(p: number): void {
    const { state } = this;
    if (!state.isUp(p)) return;
    const { joinRetransMs } = state.config;
    const own = state.members.get(p) | (1 << p);
    for (let q = 0; q < state.count; q++) {
      if (q === p || !state.isUp(q) || !this.w.talks(p, q)) continue;
      const apart = state.view.get(p) !== state.view.get(q) || state.view.get(p) === 0;
      if (apart && this.hasForgotten(p, q) && this.hasForgotten(q, p)) continue;
      if (!apart) {
        state.relayed.set(p, state.relayed.get(p) & ~(1 << q));
        const wasSilent = !has(state.hears(p), q);
        this.acquaint(1 << p, 1 << q);
        if (state.gathering.get(p) === 1 && wasSilent) this.gatherAll((1 << p) | (1 << q), 20, 200);
        continue;
      }
      const other = state.members.get(q) | (1 << q);
      this.acquaint(own, other);
      this.gatherAll(this.connectedTo(p, own | other), ...agreement(state, own, other));
    }
    if (state.view.get(p) === 0) {
      // Nobody is there: it goes on looking.
      this.gatherAll(1 << p, joinRetransMs, joinRetransMs);
      this.reconnect.arm(p, joinRetransMs);
    }
  }

  private hasForgotten(p: number, q: number): boolean {
    return this.state.primary.get(p) === 1 && !has(this.state.members.get(p), q);
  }

  /** Two groups meet: until all are connected those who are pass on what the others say (gmcast relays). */
  private acquaint(one: number, other: number): void {
    for (let p = 0; p < this.state.count; p++) {
      for (let q = 0; q < this.state.count; q++) {
        if (p === q || !has(one, p) || !has(other, q) || !this.state.isUp(q) || !this.w.talks(p, q)) continue;
        this.hear(p, q);
        this.hear(q, p);
      }
    }
  }

  private install(set: number, bootstrapped: boolean): void {
    const { state } = this;
    const primary = bootstrapped || hasQuorum(state, set);
    const conflict = conflicting(state, set);
    if (conflict !== 0) {
      for (let p = 0; p < state.count; p++) if (has(conflict, p)) this.abort(p);
      set &= ~conflict;
    }
    if (set === 0) return;
    const again = !bootstrapped && isViewOf(state, set);
    this.closing(set, primary);
    const view = state.newView();
    for (let p = 0; p < state.count; p++) {
      if (!has(set, p)) continue;
      this.enter(p, set, view, primary);
      if (!primary) continue;
      state.lastMembers.set(p, set);
      state.lastEpoch.set(p, view);
    }
    if (this.w.told && !again) this.tellView(set, primary);
    if (primary && !bootstrapped && !again && exchangesSlowly(state, set))
      this.gatherAll(set, state.config.keepaliveMs, state.config.keepaliveMs + EXCHANGE);
    this.installed(set, primary);
  }

  private enter(p: number, set: number, view: number, primary: boolean): void {
    const { state } = this;
    this.gather.cancel(p);
    this.check.cancel(p);
    state.gathering.set(p, 0);
    state.members.set(p, set);
    state.view.set(p, view);
    state.primary.set(p, primary ? 1 : 0);
    for (let q = 0; q < state.count; q++) {
      state.got.set(state.pair(p, q), 0);
      if (q === p) continue;
      state.lately.set(state.pair(p, q), 0);
      if (has(set, q)) this.hear(p, q);
      else state.heard.set(state.pair(p, q), 0);
    }
  }

  private abort(p: number): void {
    const { state } = this;
    if (this.w.told)
      this.w.say(
        'conflict',
        p,
        `${state.config.members[p]!.name} meets another primary component and aborts: it must be copied anew, and what only its side committed is gone.`,
        ...state.config.because.ignore,
      );
    this.stop(p);
    state.node.set(p, NODE.aborted);
    this.silentToAll(p);
  }

  private tellView(set: number, primary: boolean): void {
    const { state } = this;
    const first = state.config.members.findIndex((_, p) => has(set, p));
    this.w.say(
      primary ? 'membership' : 'demotion',
      first,
      primary
        ? `${state.names(set)}: the primary component.`
        : `${state.names(set)}: not the primary component, for more than half of the weight of the last one is missing; nothing is read or written here.`,
      ...state.config.because.weight,
    );
  }
}
