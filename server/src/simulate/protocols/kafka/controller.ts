import { isCoarse } from '../../kit/calm.js';
import { has } from '../../kit/sets.js';
import type { KafkaState } from './state.js';

/**
 * Who decides about leaders: fences brokers whose session ends, elects leaders from the copies in sync, and changes the
 * ISR when leaders ask for it. What a majority of the quorum has committed is kept once, for all of them: that is what
 * Raft, or ZooKeeper, sees to. After https://kafka.apache.org/documentation/#kraft and
 * https://cwiki.apache.org/confluence/display/KAFKA/KIP-966%3A+Eligible+Leader+Replicas.
 */
export class Controller {
  constructor(
    private readonly s: KafkaState,
    /** A broker is told of the metadata as it is now. */
    private readonly tell: (b: number) => void,
  ) {}

  begin(): void {
    const { s } = this;
    const { voters, copies, controllerMs } = s.config;
    s.controller.set(0, voters[0]! + 1);
    s.leader.set(0, copies.indexOf(true) + 1);
    s.epoch.set(0, 1);
    s.isr.set(0, s.copies);
    for (const voter of voters) if (voter !== voters[0]) s.quorum.arm(voter, ...controllerMs);
    this.renew(voters[0]!);
  }

  /** A broker says that it is there. One that has started again is another one: what it was before is fenced first. */
  beat(b: number): void {
    const { s } = this;
    // In a search whoever gets through does so until something happens: then all begin again.
    const coarse = isCoarse(s.w);
    if (!coarse) s.heartbeat.arm(b, s.config.heartbeatMs);
    if (!s.reachesController(b)) return;
    if (s.isNew.get(b) === 1) {
      if (!has(s.fenced.get(), b)) {
        // With ZooKeeper it cannot register before its old session is over.
        if (s.config.keeper === 'zookeeper') return;
        this.fence(b, 'it starts anew');
      }
      s.isNew.set(b, 0);
    }
    s.session.set(b, coarse ? 0 : s.w.now + s.w.units(s.config.sessionMs));
    if (has(s.fenced.get(), b)) this.unfence(b);
    this.tell(b);
  }

  /** Whose session is over is fenced. */
  checkSessions(c: number): void {
    const { s } = this;
    if (s.controller.get() !== c + 1) return;
    const coarse = isCoarse(s.w);
    if (!s.canCommit) {
      if (!coarse) s.sessions.arm(c, s.config.heartbeatMs);
      return;
    }
    let next = Infinity;
    for (let b = 0; b < s.brokers; b++) {
      if (has(s.fenced.get(), b) || (coarse && s.session.get(b) === 0)) continue;
      if (s.session.get(b) <= s.w.now) this.fence(b, `its session of ${s.config.sessionMs / 1000} s is over`);
      else next = Math.min(next, s.session.get(b) - s.w.now);
    }
    if (next !== Infinity) s.sessions.arm(c, next * s.w.options.unitMs);
    else if (!coarse) s.sessions.arm(c, s.config.heartbeatMs);
  }

  /** Something has happened: until now everybody has been heard of. */
  wake(): void {
    const { s } = this;
    const { heartbeatMs, sessionMs, controllerMs, voters, lagMs } = s.config;
    for (let b = 0; b < s.brokers; b++) {
      if (!s.w.isDown(b) && !s.heartbeat.isArmed(b)) s.heartbeat.arm(b, heartbeatMs);
      if (s.session.get(b) === 0 && !has(s.fenced.get(), b)) s.session.set(b, s.w.now + s.w.units(sessionMs));
      if (s.leads(b) && !s.lag.isArmed(b) && !s.w.isDown(b)) s.lag.arm(b, Math.round(lagMs / 2));
    }
    for (const voter of voters) {
      if (s.w.isDown(voter)) continue;
      if (s.controller.get() !== voter + 1) {
        if (!s.quorum.isArmed(voter)) s.quorum.arm(voter, ...controllerMs);
      } else if (!s.sessions.isArmed(voter)) s.sessions.arm(voter, sessionMs);
    }
  }

  /** A voter looks whether there is an active controller, and becomes it if a majority agrees that there is none. */
  checkQuorum(v: number): void {
    const { s } = this;
    const active = s.controller.get() - 1;
    if (active === v) return;
    if (!isCoarse(s.w)) s.quorum.arm(v, ...s.config.controllerMs);
    if (this.isActive() || !s.seesMajority(v)) return;
    s.controller.set(0, v + 1);
    s.quorum.cancel(v);
    if (active >= 0) {
      s.sessions.cancel(active);
      if (!s.w.isDown(active)) s.quorum.arm(active, ...s.config.controllerMs);
    }
    if (s.w.told) s.w.say('election', v, `${s.w.nameOf(v)} decides about leaders now.`);
    this.renew(v);
  }

  /** Whether somebody decides who has a majority of the quorum. */
  isActive(): boolean {
    const { s } = this;
    const active = s.controller.get() - 1;
    return active >= 0 && s.w.isUp(active) && s.seesMajority(active);
  }

  /** The leader wants a copy out of the ISR, or in it. */
  change(by: number, copy: number, inSync: boolean): void {
    const { s } = this;
    if (!s.reachesController(by) || s.leader.get() !== by + 1 || s.epoch.get() !== s.seenEpoch.get(by))
      return;
    const bit = 1 << copy;
    if (inSync) {
      if (has(s.fenced.get(), copy)) return;
      s.isr.set(0, s.isr.get() | bit);
      s.elr.set(0, s.elr.get() & ~bit);
      if (s.count(s.isr.get()) >= s.config.minIsr) s.elr.set(0, 0);
    } else this.leaveIsr(copy);
    this.publish();
  }

  /** An operator's choice, where it is in sync, or come what may. */
  force(b: number): boolean {
    const { s } = this;
    if (!s.hasCopy(b) || has(s.fenced.get(), b) || !s.canCommit) return false;
    if (s.leader.get() !== b + 1) this.lead(b, !has(s.isr.get() | s.elr.get(), b));
    this.publish();
    return true;
  }

  private fence(b: number, why: string): void {
    const { s } = this;
    s.fenced.set(0, s.fenced.get() | (1 << b));
    s.session.set(b, 0);
    if (isCoarse(s.w) && s.isNew.get(b) === 1 && !s.w.isDown(b)) s.heartbeat.arm(b, s.config.heartbeatMs);
    if (s.hasCopy(b)) {
      if (s.w.told)
        s.w.say('suspicion', b, `${s.w.nameOf(b)} is fenced: ${why}.`, ...s.config.because.session);
      this.leaveIsr(b);
      if (s.leader.get() === b + 1) this.elect();
    }
    this.publish();
  }

  private unfence(b: number): void {
    const { s } = this;
    s.fenced.set(0, s.fenced.get() & ~(1 << b));
    if (s.leader.get() === 0 && s.hasCopy(b)) this.elect();
    this.publish();
  }

  /** The last one in sync stays in it, unless it is kept as eligible. */
  private leaveIsr(b: number): void {
    const { s } = this;
    const left = s.isr.get() & ~(1 << b);
    if (left === s.isr.get()) return;
    if (left === 0 && !s.config.elr) return;
    if (s.config.elr && s.count(left) < s.config.minIsr) s.elr.set(0, s.elr.get() | (1 << b));
    s.isr.set(0, left);
  }

  /** From those in sync, then from those eligible; from any other only where that is allowed. */
  private elect(): void {
    const { s } = this;
    const alive = s.copies & ~s.fenced.get();
    const clean = first(alive & s.isr.get()) ?? first(alive & s.elr.get());
    const any = clean ?? (s.config.unclean ? first(alive) : undefined);
    if (any !== undefined) return this.lead(any, clean === undefined);
    s.leader.set(0, 0);
    s.epoch.add(0, 1);
    if (s.w.told)
      s.w.say(
        'blocked',
        -1,
        `Nobody leads the partition: of its copies in sync (${s.names(s.isr.get() | s.elr.get())}) none is there.`,
        ...s.config.because.unclean,
      );
  }

  private lead(b: number, unclean: boolean): void {
    const { s } = this;
    s.leader.set(0, b + 1);
    s.epoch.add(0, 1);
    if (unclean || s.isr.get() === 0) s.isr.set(0, 1 << b);
    s.isr.set(0, s.isr.get() | (1 << b));
    s.elr.set(0, unclean ? 0 : s.elr.get() & ~(1 << b));
    if (!s.w.told) return;
    const how = unclean ? ' though it is not in sync: what it does not have is gone' : '';
    s.w.say(
      'promotion',
      b,
      `${s.w.nameOf(b)} leads the partition in epoch ${s.epoch.get()}${how}.`,
      ...(unclean ? s.config.because.unclean : s.config.because.session),
    );
  }

  private publish(): void {
    for (let b = 0; b < this.s.brokers; b++)
      if (this.s.isNew.get(b) === 0 && this.s.reachesController(b)) this.tell(b);
  }

  /** A new controller gives everybody a session anew. */
  private renew(c: number): void {
    const { s } = this;
    for (let b = 0; b < s.brokers; b++) {
      s.session.set(b, s.w.now + s.w.units(s.config.sessionMs));
      if (!isCoarse(s.w) || s.w.isDown(b)) continue;
      if (!s.heartbeat.isArmed(b)) s.heartbeat.arm(b, s.config.heartbeatMs);
      if (s.leads(b) && !s.lag.isArmed(b)) s.lag.arm(b, Math.round(s.config.lagMs / 2));
    }
    s.sessions.arm(c, s.config.sessionMs);
  }
}

function first(set: number): number | undefined {
  return set === 0 ? undefined : 31 - Math.clz32(set & -set);
}
