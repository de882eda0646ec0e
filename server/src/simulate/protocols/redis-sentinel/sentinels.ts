import { isCoarse, isWhole } from '../../kit/calm.js';
import { countBits, has } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import { RECONNECT_MOST } from '../redis/retransmission.js';
import { LINK } from '../redis/servers.js';
import { Failover } from './failover.js';
import {
  ASK,
  DESYNC,
  INFO,
  INFO_FAST,
  ODD,
  PING,
  PUBLISH,
  STATE,
  TICK,
  TILT,
  TILT_TRIGGER,
} from './state.js';

/**
 * Sentinels: each watches the servers and the other Sentinels, and one that a majority elects promotes a replica. After
 * https://github.com/redis/redis/blob/unstable/src/sentinel.c and https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/.
 * Questions that are answered within milliseconds (PING, INFO) are not sent as messages: what the other one would say is
 * looked up, if it can be reached.
 */
export class Sentinels extends Failover {
  begin(): void {
    for (let s = this.n; s < this.all; s++) {
      this.watched.set(s, this.config.master + 1);
      // In a search it begins to look when something has happened.
      if (isCoarse(this.w)) continue;
      // No two clocks tick at the same moment, however regular they are.
      this.pingAt.set(s, this.w.dueIn(1, PING));
      this.helloAt.set(s, this.w.dueIn(1, PUBLISH));
      const offset = ((s - this.n) * 19) % TICK[0];
      this.tick.arm(s, 1 + offset, TICK[0] + offset);
      for (let q = 0; q < this.n; q++) this.infoAt.set(this.pair(s, q), this.w.dueIn(1, INFO));
    }
  }

  /** The server that Sentinels call master, as the latest of them knows. */
  authority(): number {
    // A replica that was told to lead, and says that it does, will be the master for all of them.
    for (let s = this.n; s < this.all; s++) {
      const chosen = this.promoted.get(s) - 1;
      if (chosen >= 0 && this.state.get(s) >= STATE.wait && this.servers.isMaster(chosen)) return chosen;
    }
    let best = this.n;
    for (let s = this.n + 1; s < this.all; s++)
      if (this.configEpoch.get(s) > this.configEpoch.get(best)) best = s;
    return this.watched.get(best) - 1;
  }

  deliver(to: number, m: Payload): void {
    if (m.kind === this.order.id) {
      const master = m.word(0) - 1;
      if (master < 0) this.promoteServer(to);
      else this.demoteServer(to, master, m.from);
    } else if (m.kind === this.question.id) this.onQuestion(to, m);
    else if (m.kind === this.answer.id) this.onAnswer(to, m);
  }

  expire(s: number, timer: number): void {
    if (timer === this.tick.id) this.onTick(s);
  }

  crashed(s: number): void {
    this.endFailover(s);
    this.forgetSeen(s);
    this.pingAt.set(s, 0);
    this.askAt.set(s, 0);
    this.helloAt.set(s, 0);
    this.tiltUntil.set(s, 0);
  }

  restarted(s: number): void {
    this.tick.arm(s, ...TICK);
  }

  /** Time has jumped, as it sees it: it does nothing for a while but look. */
  tilted(s: number): void {
    this.tiltUntil.set(s, this.w.now + this.w.units(TILT));
    if (this.w.told)
      this.w.say(
        'note',
        s,
        `${this.w.nameOf(s)} finds that its clock jumped and acts on nothing for 30 s (tilt).`,
      );
  }

  resumed(s: number): void {
    const lateMs = (this.w.now - this.tick.due.get(s)) * this.w.options.unitMs;
    if (lateMs > TILT_TRIGGER) this.tilted(s);
  }

  jumped(s: number): void {
    if (this.w.isUp(s)) this.tilted(s);
  }

  closed(s: number, peer: number): void {
    const at = this.pair(s, peer);
    if (this.silent.get(at) === 0) this.silent.set(at, this.w.now + this.w.units(this.node(s).downAfterMs));
  }

  /** Connections that were given up are made anew: every 15 s, and the kernel repeats each attempt until then. */
  joined(hostA: number, hostB: number): void {
    for (let s = this.n; s < this.all; s++) {
      const other = this.w.hostOf(s) === hostA ? hostB : this.w.hostOf(s) === hostB ? hostA : -1;
      if (other < 0) continue;
      for (let q = 0; q < this.all; q++) {
        const at = this.pair(s, q);
        if (this.w.hostOf(q) !== other || this.silent.get(at) === 0) continue;
        const { downAfterMs } = this.node(s);
        const leftMs = Math.max(0, this.silent.get(at) - this.w.now) * this.w.options.unitMs;
        const most = has(this.down.get(s), q)
          ? RECONNECT_MOST
          : Math.min(RECONNECT_MOST, downAfterMs - leftMs);
        this.linkAt.set(at, isCoarse(this.w) ? this.w.now + 1 : this.w.dueIn(20, Math.max(20, most)));
      }
    }
  }

  /** Something has happened: all of them look again. */
  wake(): void {
    for (let s = this.n; s < this.all; s++)
      if (!this.tick.isArmed(s) && !this.w.isDown(s)) this.tick.arm(s, ...TICK);
  }

  /** Whether there is nothing that a Sentinel could find out. */
  private isCalm(): boolean {
    if (!isWhole(this.w)) return false;
    const first = this.n;
    for (let s = this.n; s < this.all; s++) {
      if (this.watched.get(s) !== this.watched.get(first) || this.state.get(s) !== STATE.none) return false;
      if (this.configEpoch.get(s) !== this.configEpoch.get(first)) return false;
      if (this.currentEpoch.get(s) !== this.currentEpoch.get(first)) return false;
      if (this.down.get(s) !== 0 || this.tiltUntil.get(s) !== 0) return false;
      for (let q = 0; q < this.all; q++) {
        const at = this.pair(s, q);
        if (this.silent.get(at) !== 0 || this.linkAt.get(at) !== 0 || this.odd.get(at) !== 0) return false;
      }
    }
    const master = this.watched.get(first) - 1;
    for (let q = 0; q < this.n; q++) if (!this.servers.isSettled(q, q === master ? -1 : master)) return false;
    return true;
  }

  private rest(s: number): void {
    this.pingAt.set(s, 0);
    this.askAt.set(s, 0);
    this.helloAt.set(s, 0);
    for (let q = 0; q < this.n; q++) this.infoAt.set(this.pair(s, q), 0);
  }

  private onTick(s: number): void {
    if (isCoarse(this.w) && this.isCalm()) return this.rest(s);
    this.tick.arm(s, ...TICK);
    this.look(s);
    if (this.tiltUntil.get(s) !== 0) {
      if (!this.isPast(this.tiltUntil, s)) return this.greet(s);
      this.tiltUntil.set(s, 0);
    }
    this.judge(s);
    for (let q = 0; q < this.n; q++) this.inform(s, q);
    if (this.startFailover(s)) this.ask(s);
    const steps = isCoarse(this.w) ? 6 : 1;
    for (let i = 0; i < steps && this.state.get(s) !== STATE.none; i++) {
      const before = this.state.get(s);
      this.step(s);
      if (this.state.get(s) === before) break;
    }
    if (has(this.down.get(s), this.watched.get(s) - 1) && this.isPast(this.askAt, s)) this.ask(s);
    this.greet(s);
  }

  /** Pings everybody once a second, and remembers since when somebody has not answered. */
  private look(s: number): void {
    const due = this.isPast(this.pingAt, s);
    const { downAfterMs } = this.node(s);
    if (due) this.pingAt.set(s, this.w.now + this.w.units(Math.min(PING, downAfterMs)));
    for (let q = 0; q < this.all; q++) {
      if (q === s) continue;
      const at = this.pair(s, q);
      let ping = due;
      if (this.linkAt.get(at) !== 0) {
        if (!this.isPast(this.linkAt, at)) continue;
        this.linkAt.set(at, 0);
        ping = true;
      }
      if (!ping) continue;
      if (this.answers(s, q)) {
        this.silent.set(at, 0);
        if (!has(this.down.get(s), q)) continue;
        this.down.set(s, this.down.get(s) & ~(1 << q));
      } else if (this.silent.get(at) === 0) this.silent.set(at, this.w.now + this.w.units(downAfterMs));
    }
  }

  /** Who has not answered for `down-after-milliseconds` is down, for this Sentinel. */
  private judge(s: number): void {
    const master = this.watched.get(s) - 1;
    for (let q = 0; q < this.all; q++) {
      const at = this.pair(s, q);
      const claims = q === master && this.odd.get(at) === ODD.masterFollows && this.ranOut(this.oddAt, at);
      if (has(this.down.get(s), q) || !(this.ranOut(this.silent, at) || claims)) continue;
      this.down.set(s, this.down.get(s) | (1 << q));
      if (this.odd.get(at) === ODD.claimsMaster) this.oddAt.set(at, this.w.now + this.w.units(PUBLISH * 4));
      if (q === master && this.w.told)
        this.w.say(
          'suspicion',
          s,
          `${this.w.nameOf(s)} takes the master ${this.w.nameOf(q)} for down: no answer for ${this.node(s).downAfterMs / 1000} s.`,
          ...this.node(s).because.down,
        );
    }
    let count = has(this.down.get(s), master) ? 1 : 0;
    if (count > 0) count += countBits(this.downBy.get(s));
    else this.downBy.set(s, 0);
    this.objectively.set(s, count > 0 && count >= this.node(s).quorum ? 1 : 0);
  }

  /** Asks a server what it is (`INFO`), and sees to it that it is what it should be. */
  private inform(s: number, q: number): void {
    const at = this.pair(s, q);
    const master = this.watched.get(s) - 1;
    const isMaster = q === master;
    const fast =
      !isMaster &&
      (this.objectively.get(s) === 1 || this.state.get(s) !== STATE.none || this.knowsOfLoss(s, q));
    const soon = this.w.now + (fast ? this.w.units(INFO) - this.w.units(INFO_FAST) : 0);
    if (this.infoAt.get(at) > soon || !this.answers(s, q)) return;
    this.infoAt.set(at, this.w.now + this.w.units(INFO));
    const claims = this.servers.isMaster(q);
    if (isMaster) {
      this.report(at, claims ? ODD.nothing : ODD.masterFollows, this.node(s).downAfterMs + INFO * 2);
      return;
    }
    if (claims) {
      if (this.promoted.get(s) === q + 1) this.seePromotion(s);
      else if (this.report(at, ODD.claimsMaster, PUBLISH * 4) && this.isSane(s)) {
        this.odd.set(at, ODD.nothing);
        this.w.send(s, q, this.order, master + 1);
      }
      return;
    }
    const follows = this.servers.master.get(q) - 1;
    const wanted = this.state.get(s) === STATE.reconfigure ? this.promoted.get(s) - 1 : master;
    if (
      this.state.get(s) === STATE.reconfigure &&
      follows === wanted &&
      this.servers.link.get(q) === LINK.online
    )
      this.done.set(s, this.done.get(s) | (1 << q));
    if (follows === wanted || this.state.get(s) === STATE.reconfigure) this.report(at, ODD.nothing, 0);
    else if (this.report(at, ODD.followsOther, this.node(s).failoverTimeoutMs) && this.isSane(s)) {
      this.odd.set(at, ODD.nothing);
      this.w.send(s, q, this.order, master + 1);
    }
  }

  /** Whether a replica had lost its master when it was last asked: only then is it asked more often. */
  private knowsOfLoss(s: number, q: number): boolean {
    const agoMs = INFO - (this.infoAt.get(this.pair(s, q)) - this.w.now) * this.w.options.unitMs;
    return this.servers.downMs(q) > Math.max(0, agoMs);
  }

  /**
   * Only while its own idea of the master holds does it set others right: it is not down, and told what it is within twice the time after
   * which it is asked (`sentinelMasterLooksSane`, https://github.com/redis/redis/blob/7.0/src/sentinel.c). A search keeps no such times.
   */
  private isSane(s: number): boolean {
    const master = this.watched.get(s) - 1;
    const told = this.w.options.searching
      ? this.answers(s, master)
      : this.infoAt.get(this.pair(s, master)) + this.w.units(INFO) > this.w.now;
    return (
      !has(this.down.get(s), master) &&
      told &&
      this.odd.get(this.pair(s, master)) !== ODD.masterFollows &&
      this.servers.isMaster(master)
    );
  }

  private forgetSeen(s: number): void {
    for (let q = 0; q < this.all; q++) {
      const at = this.pair(s, q);
      this.silent.set(at, 0);
      this.linkAt.set(at, 0);
      if (q < this.n) this.infoAt.set(at, 0);
      this.report(at, ODD.nothing, 0);
    }
    this.down.set(s, 0);
    this.downBy.set(s, 0);
    this.objectively.set(s, 0);
  }

  /** Asks the others whether they find the master down too, and for their vote while it wants to fail over. */
  private ask(s: number): void {
    this.askAt.set(s, this.w.now + this.w.units(ASK));
    const wants = this.state.get(s) !== STATE.none ? 1 : 0;
    for (let q = this.n; q < this.all; q++) {
      if (q === s) continue;
      if (this.answers(s, q))
        this.w.send(s, q, this.question, this.watched.get(s), this.currentEpoch.get(s), wants);
      else this.downBy.set(s, this.downBy.get(s) & ~(1 << q));
    }
  }

  private onQuestion(s: number, m: Payload): void {
    const same = this.watched.get(s) === m.word(0);
    const down = same && this.tiltUntil.get(s) === 0 && has(this.down.get(s), m.word(0) - 1) ? 1 : 0;
    let leader = 0;
    let epoch = 0;
    if (same && m.word(2) === 1) {
      this.currentEpoch.set(s, Math.max(this.currentEpoch.get(s), m.word(1)));
      if (this.votedEpoch.get(s) < m.word(1) && this.currentEpoch.get(s) <= m.word(1)) {
        this.votedFor.set(s, m.from + 1);
        this.votedEpoch.set(s, m.word(1));
        this.notBefore.set(s, this.w.dueIn(1, DESYNC) + this.w.units(this.node(s).failoverTimeoutMs * 2));
      }
      leader = this.votedFor.get(s);
      epoch = this.votedEpoch.get(s);
    }
    this.w.send(s, m.from, this.answer, m.word(0), down, leader, epoch);
  }

  private onAnswer(s: number, m: Payload): void {
    if (m.word(0) !== this.watched.get(s)) return;
    const bit = 1 << m.from;
    this.downBy.set(s, m.word(1) === 1 ? this.downBy.get(s) | bit : this.downBy.get(s) & ~bit);
    if (this.state.get(s) === STATE.elect && m.word(2) === s + 1 && m.word(3) === this.failoverEpoch.get(s))
      this.votes.set(s, this.votes.get(s) | bit);
  }

  /** Tells the others what it knows, directly and through every server that both can reach: the later one is right. */
  private greet(s: number): void {
    if (!this.isPast(this.helloAt, s)) return;
    this.helloAt.set(s, this.w.now + this.w.units(PUBLISH));
    const master = this.state.get(s) === STATE.reconfigure ? this.promoted.get(s) : this.watched.get(s);
    for (let q = this.n; q < this.all; q++) {
      const newer = this.configEpoch.get(s) > this.configEpoch.get(q);
      if (q === s || !(newer || this.currentEpoch.get(s) > this.currentEpoch.get(q)) || !this.hears(q, s))
        continue;
      this.currentEpoch.set(q, Math.max(this.currentEpoch.get(q), this.currentEpoch.get(s)));
      if (!newer) continue;
      this.configEpoch.set(q, this.configEpoch.get(s));
      if (this.watched.get(q) !== master) this.switchTo(q, master - 1);
    }
  }

  private hears(q: number, s: number): boolean {
    if (!this.w.isUp(q)) return false;
    if (this.answers(s, q)) return true;
    for (let server = 0; server < this.n; server++)
      if (this.answers(s, server) && this.answers(q, server)) return true;
    return false;
  }

  private promoteServer(p: number): void {
    if (this.servers.isMaster(p)) return;
    this.servers.promote(p);
    if (this.w.told)
      this.w.say(
        'promotion',
        p,
        `${this.w.nameOf(p)} is told to follow nobody any more and takes writes.`,
        ...this.node(this.n).because.down,
      );
  }

  private demoteServer(p: number, master: number, by: number): void {
    const was = this.servers.isMaster(p);
    this.servers.follow(p, master);
    if (was && p !== master && this.w.told)
      this.w.say(
        'demotion',
        p,
        `${this.w.nameOf(by)} tells ${this.w.nameOf(p)} to follow ${this.w.nameOf(master)}: until now it went on taking writes.`,
      );
  }
}
