import { countBits, has } from '../../kit/sets.js';
import type { SentinelNode } from './config.js';
import { DESYNC, ELECTION, FRESH, INFO, ODD, RECONFIGURE, SentinelState, STATE } from './state.js';

/** A failover, from the election of the Sentinel that carries it out to the last replica that it sends to the new master. */
export abstract class Failover extends SentinelState {
  /** An operator's `SENTINEL FAILOVER`, made to choose a certain server. */
  force(server: number): boolean {
    for (let s = this.n; s < this.all; s++) {
      if (!this.w.talks(s, server) || this.state.get(s) !== STATE.none) continue;
      if (this.watched.get(s) === server + 1) return true;
      this.currentEpoch.add(s, 1);
      this.failoverEpoch.set(s, this.currentEpoch.get(s));
      this.choose(s, server);
      return true;
    }
    return false;
  }

  protected startFailover(s: number): boolean {
    if (this.objectively.get(s) === 0 || this.state.get(s) !== STATE.none) return false;
    if (this.notBefore.get(s) !== 0 && !this.isPast(this.notBefore, s)) return false;
    const { failoverTimeoutMs, quorum, because } = this.node(s);
    this.currentEpoch.add(s, 1);
    this.failoverEpoch.set(s, this.currentEpoch.get(s));
    this.state.set(s, STATE.elect);
    const start = this.w.dueIn(1, DESYNC);
    this.deadline.set(s, start + this.w.units(Math.min(ELECTION, failoverTimeoutMs)));
    this.notBefore.set(s, start + this.w.units(failoverTimeoutMs * 2));
    this.votes.set(s, 0);
    if (this.w.told)
      this.w.say(
        'election',
        s,
        `${this.w.nameOf(s)} wants to fail over: ${1 + countBits(this.downBy.get(s))} of the ${quorum} that the quorum asks for find the master down.`,
        ...because.quorum,
      );
    return true;
  }

  protected step(s: number): void {
    switch (this.state.get(s)) {
      case STATE.elect:
        return this.elect(s);
      case STATE.select:
        return this.select(s);
      case STATE.promote: {
        const chosen = this.promoted.get(s) - 1;
        if (this.isLinked(s, chosen)) {
          this.w.send(s, chosen, this.order, 0);
          this.state.set(s, STATE.wait);
          this.deadline.set(s, this.w.now + this.w.units(this.node(s).failoverTimeoutMs));
          this.infoAt.set(this.pair(s, chosen), this.w.now + this.w.units(INFO));
        } else if (this.ranOut(this.deadline, s)) this.abort(s, 'the chosen replica cannot be reached');
        return;
      }
      case STATE.wait:
        if (this.ranOut(this.deadline, s))
          this.abort(s, 'the chosen replica was not promoted in time', this.node(s).because.retry);
        return;
      case STATE.reconfigure:
        return this.reconfigure(s);
    }
  }

  /** More than half of all Sentinels that are known have to vote for it, and at least as many as the quorum. */
  protected elect(s: number): void {
    const { voters, quorum, because } = this.node(s);
    const epoch = this.failoverEpoch.get(s);
    if (this.votedEpoch.get(s) < epoch && this.currentEpoch.get(s) === epoch) {
      this.votedFor.set(s, s + 1);
      this.votedEpoch.set(s, epoch);
    }
    let count = countBits(this.votes.get(s));
    if (this.votedFor.get(s) === s + 1 && this.votedEpoch.get(s) === epoch) count++;
    const needed = Math.max(quorum, Math.floor(voters / 2) + 1);
    if (this.currentEpoch.get(s) === epoch && count >= needed) {
      this.state.set(s, STATE.select);
      if (this.w.told)
        this.w.say('election', s, `${this.w.nameOf(s)} is elected with ${count} of ${voters} votes.`);
      return;
    }
    if (!this.ranOut(this.deadline, s)) return;
    this.abort(s, `it has ${count} of the ${needed} votes that it needs of ${voters} known Sentinels`, [
      ...because.voters,
      ...because.quorum,
    ]);
  }

  /**
   * The replica with the lowest priority number, then with the most data; of equal ones any. One that has fallen silent
   * counts as fit as long as what it last said of itself is fresh (`sentinelSelectSlave`).
   */
  protected select(s: number): void {
    const master = this.watched.get(s) - 1;
    const at = this.pair(s, master);
    const { downAfterMs } = this.node(s);
    const sinceMs = Math.max(0, this.w.now - this.silent.get(at)) * this.w.options.unitMs;
    const most = (has(this.down.get(s), master) ? sinceMs : 0) + downAfterMs * 10;
    let best = -1;
    let equal = 0;
    for (let q = 0; q < this.n; q++) {
      const { priority } = this.config.servers[q]!;
      if (q === master || priority === 0 || has(this.down.get(s), q) || !this.isFit(s, q)) continue;
      if (this.servers.downMs(q) > most) continue;
      const better =
        best < 0
          ? 1
          : this.config.servers[best]!.priority - priority ||
            this.servers.log.end(q) - this.servers.log.end(best);
      if (better < 0) continue;
      equal = better > 0 ? 1 : equal + 1;
      // Of equal ones the run id decides, which nobody knows beforehand.
      if (better > 0 || this.w.choose(equal) === 0) best = q;
    }
    if (best < 0) this.abort(s, 'there is no replica that is fit to be promoted');
    else this.choose(s, best);
  }

  /** It answers, or did a moment ago, and what it told of itself (`INFO`) is not older than 5 s. */
  private isFit(s: number, q: number): boolean {
    if (this.answers(s, q)) return true;
    if (!this.isLinked(s, q)) return false;
    const at = this.pair(s, q);
    const { now } = this.w;
    const heard = this.silent.get(at) - this.w.units(this.node(s).downAfterMs);
    return now - heard <= this.w.units(FRESH) && this.infoAt.get(at) - now >= this.w.units(INFO - FRESH);
  }

  protected choose(s: number, server: number): void {
    this.promoted.set(s, server + 1);
    this.state.set(s, STATE.promote);
    this.deadline.set(s, this.w.now + this.w.units(this.node(s).failoverTimeoutMs));
  }

  /** The chosen replica says that it is a master: from now on the others are told of it. */
  protected seePromotion(s: number): void {
    if (this.state.get(s) !== STATE.wait) return;
    this.configEpoch.set(s, this.failoverEpoch.get(s));
    this.state.set(s, STATE.reconfigure);
    this.sent.set(s, 0);
    this.done.set(s, 0);
    this.deadline.set(s, this.w.now + this.w.units(this.node(s).failoverTimeoutMs));
    this.helloAt.set(s, this.w.now);
  }

  /** Sends the other replicas to the new master, as many at a time as `parallel-syncs` says. */
  protected reconfigure(s: number): void {
    const chosen = this.promoted.get(s) - 1;
    const master = this.watched.get(s) - 1;
    let busy = countBits(this.sent.get(s) & ~this.done.get(s));
    let left = 0;
    for (let q = 0; q < this.n; q++) {
      if (q === chosen || q === master || has(this.done.get(s), q)) continue;
      if (has(this.down.get(s), q)) continue;
      left++;
      if (has(this.sent.get(s), q) || busy >= this.node(s).parallelSyncs || !this.isLinked(s, q)) continue;
      this.w.send(s, q, this.order, chosen + 1);
      this.sent.set(s, this.sent.get(s) | (1 << q));
      busy++;
    }
    const timeout = Math.min(this.node(s).failoverTimeoutMs, RECONFIGURE * Math.max(1, left));
    const sinceMs =
      this.node(s).failoverTimeoutMs - Math.max(0, this.deadline.get(s) - this.w.now) * this.w.options.unitMs;
    if (left > 0 && sinceMs < timeout) return;
    this.switchTo(s, chosen);
  }

  protected abort(s: number, why: string, because: SentinelNode['because']['quorum'] = []): void {
    this.endFailover(s);
    if (this.w.told)
      this.w.say(
        'blocked',
        s,
        `${this.w.nameOf(s)} gives up its failover: ${why}.`,
        ...because,
        ...this.node(s).because.retry,
      );
  }

  protected endFailover(s: number): void {
    this.state.set(s, STATE.none);
    this.failoverEpoch.set(s, 0);
    this.promoted.set(s, 0);
    this.deadline.set(s, 0);
    this.votes.set(s, 0);
    this.sent.set(s, 0);
    this.done.set(s, 0);
  }

  /** Another server is the master from now on: what it knew of all of them is forgotten. */
  protected switchTo(s: number, master: number): void {
    this.endFailover(s);
    this.watched.set(s, master + 1);
    this.notBefore.set(s, 0);
    for (let q = 0; q < this.n; q++) {
      const at = this.pair(s, q);
      // Who does not answer gets as long again before it counts as down.
      if (this.silent.get(at) !== 0) this.silent.set(at, this.w.now + this.w.units(this.node(s).downAfterMs));
      this.infoAt.set(at, this.w.now);
      this.report(at, ODD.nothing, 0);
    }
    this.down.set(s, this.down.get(s) & ~((1 << this.n) - 1));
    this.downBy.set(s, 0);
    this.objectively.set(s, 0);
  }
}
