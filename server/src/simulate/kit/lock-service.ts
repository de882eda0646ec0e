import type { NodeRole } from '../report/model.js';
import type { Cells } from '../world/cells.js';
import type { Timer } from '../world/timer.js';
import type { World } from '../world/world.js';

/** How a quorum service that keeps a lock behaves. Times in ms. */
export interface LockServiceConfig {
  /** What it is called in sentences. */
  readonly name: string;
  /** From the loss of its own leader until it has another one. */
  readonly electionMs: readonly [least: number, most: number];
  /** From the last renewal until the lock is given up. */
  readonly expiryMs: readonly [least: number, most: number];
  /** A member that is cut off from the majority goes on answering reads from what it has (etcd: serializable reads). */
  readonly staleReads: boolean;
  /** False: a member that comes back from a cut makes the others elect anew. Undefined: it is not known whether it does. */
  readonly preVote: boolean | undefined;
}

/**
 * A lock with a lease in a service of several members that needs a majority of them: etcd, Consul, ZooKeeper, or the API of Kubernetes as a
 * service of one. What of consensus shows to its clients is here, and nothing else: it works where a leader reaches a majority; it stands still
 * while it elects; a new leader lets all leases begin anew (https://etcd.io/docs/v3.5/op-guide/failures/); a member that is cut off may answer
 * reads from the past.
 */
export class LockService {
  /** The member that leads and has a majority; 0: none at the moment. */
  private readonly leader: Cells;
  /** The process that holds the lock; 0: nobody does. */
  private readonly holder: Cells;
  /** Members that do not follow the leader. */
  private readonly apart: Cells;
  /** Of those: who held the lock when they last knew. */
  private readonly seen: Cells;
  /** Members whose term grows because they hear no leader. */
  private readonly restless: Cells;
  private readonly lease: Timer;
  private readonly election: Timer;
  private readonly majority: number;

  /**
   * @param members Processes of the world.
   * @param changed Called when the lock has changed hands or is free, or when the service can be reached again.
   */
  constructor(
    private readonly w: World,
    readonly config: LockServiceConfig,
    readonly members: readonly number[],
    private readonly changed: (lock: boolean) => void,
  ) {
    this.leader = w.one('lock service leader', 'process');
    this.holder = w.one('lock', 'process');
    this.apart = w.one('lock service apart', 'processes');
    this.restless = w.one('lock service restless', 'processes');
    this.seen = w.perProcess('lock as seen', 'process');
    this.lease = w.timer('lease of the lock');
    this.election = w.timer('election in the lock service');
    this.majority = Math.floor(members.length / 2) + 1;
  }

  /** All is well and a process holds the lock, renewed some time ago. */
  start(holder: number, renewedMs: number): void {
    const { members, w } = this;
    const first = members[w.choose(members.length)]!;
    this.leader.set(0, first + 1);
    this.holder.set(0, holder + 1);
    const [least, most] = this.config.expiryMs;
    this.lease.arm(first, Math.max(1, least - renewedMs), Math.max(1, most - renewedMs));
  }

  /** Whether a timer is one of this service; then it has been dealt with. */
  expire(member: number, timer: number): boolean {
    if (timer === this.lease.id) {
      this.expired(member);
      return true;
    }
    if (timer !== this.election.id) return false;
    if (this.leader.get() !== 0) {
      // Cut off, it stands for election again and again: its term grows beyond that of the others.
      if ((this.apart.get() & (1 << member)) !== 0) this.restless.set(0, this.restless.get() | (1 << member));
    } else if (this.hasMajority(member)) this.lead(member);
    else this.look();
    return true;
  }

  /** The member that leads; -1: none. */
  get leading(): number {
    return this.leader.get() - 1;
  }

  isMember(p: number): boolean {
    return this.members.includes(p);
  }

  /** Who holds the lock, in truth; -1: nobody. */
  get owner(): number {
    return this.holder.get() - 1;
  }

  /** How long the lease of the lock still has, in ms; undefined: nobody holds it, or nobody counts. */
  get leftMs(): number | undefined {
    const { leading } = this;
    return leading < 0 || this.owner < 0 ? undefined : this.lease.leftMs(leading);
  }

  /** A member leads, and works with a majority. */
  get hasLeader(): boolean {
    const { leading } = this;
    return leading >= 0 && this.w.isUp(leading) && this.hasMajority(leading);
  }

  /** Nobody who comes back makes it elect anew. */
  get isUndisturbed(): boolean {
    return this.config.preVote === true || this.apart.get() === 0;
  }

  /** Whether members that are apart know of no other holder of the lock than this one. */
  remembersOnly(holder: number): boolean {
    for (const m of this.members) {
      const seen = this.seen.get(m);
      if (seen !== 0 && seen !== holder + 1) return false;
    }
    return true;
  }

  /** What a member is in the service; undefined: it is no member. */
  roleOf(p: number): NodeRole | undefined {
    if (!this.isMember(p)) return undefined;
    if (p === this.leading) return 'leader';
    if (this.leading >= 0 && (this.apart.get() & (1 << p)) === 0) return 'follower';
    return this.hasMajority(p) ? 'candidate' : 'stalled';
  }

  /** Whether a process reaches a member that works with the leader. */
  isReached(p: number): boolean {
    const leader = this.leader.get() - 1;
    if (leader < 0) return false;
    const apart = this.apart.get();
    for (const m of this.members)
      if ((apart & (1 << m)) === 0 && this.w.talks(p, m) && (m === leader || this.w.talks(m, leader)))
        return true;
    return false;
  }

  /** Who holds the lock as a process can read it: -1 nobody; -2: it can read nothing. */
  read(p: number): number {
    if (this.isReached(p)) return this.owner;
    if (!this.config.staleReads) return -2;
    const apart = this.apart.get();
    let found = -2;
    for (const m of this.members) {
      if (!this.w.talks(p, m)) continue;
      const here = (apart & (1 << m)) === 0 ? this.owner : this.seen.get(m) - 1;
      // Its own member is the one that it is connected with.
      if (this.w.hostOf(m) === this.w.hostOf(p)) return here;
      found = here;
    }
    return found;
  }

  /** Takes the lock if nobody has it. Answers whether the process has it now. */
  acquire(p: number): boolean {
    if (!this.isReached(p) || this.holder.get() !== 0) return false;
    this.put(p);
    return true;
  }

  /** Renews the lease of the one that holds the lock; false: it does not, or cannot. */
  renew(p: number): boolean {
    if (this.holder.get() !== p + 1 || !this.isReached(p)) return false;
    this.lease.arm(this.leader.get() - 1, ...this.config.expiryMs);
    return true;
  }

  /** Writes the lock without asking who has it. */
  put(p: number): void {
    this.holder.set(0, p + 1);
    this.lease.arm(this.leader.get() - 1, ...this.config.expiryMs);
    this.changed(true);
  }

  /** Gives the lock up. */
  release(p: number): void {
    if (this.holder.get() !== p + 1) return;
    this.free();
  }

  /** Links or processes have changed: does the leader still have a majority, and who follows it? */
  look(): void {
    const { w, preVote } = this;
    const leader = this.leader.get() - 1;
    if (leader < 0 || !w.isUp(leader) || !this.hasMajority(leader)) {
      this.stepDown(leader);
      this.seekLeader();
      return;
    }
    if (this.isDisturbed(leader) && (preVote === false || w.choose(2) === 1)) {
      if (w.told)
        w.say(
          'election',
          leader,
          `A member of ${this.config.name} comes back with a higher term, and ${this.config.name} elects a leader anew.`,
        );
      this.stepDown(leader);
      this.seekLeader();
      return;
    }
    let back = false;
    for (const m of this.members) {
      const bit = 1 << m;
      const isApart = (this.apart.get() & bit) !== 0;
      if (m === leader || w.talks(m, leader)) {
        if (!isApart) continue;
        back = true;
        this.election.cancel(m);
        this.join(m);
        continue;
      }
      if (!isApart) this.part(m);
      if (!w.isUp(m)) this.restless.set(0, this.restless.get() & ~bit);
      else if (preVote !== true && (this.restless.get() & bit) === 0 && !this.election.isArmed(m))
        this.election.arm(m, ...this.config.electionMs);
    }
    if (back) this.changed(false);
  }

  /** A member whose term has grown reaches the leader again: it does not follow, and the leader steps down. */
  private isDisturbed(leader: number): boolean {
    for (const m of this.members)
      if (m !== leader && (this.restless.get() & (1 << m)) !== 0 && this.w.talks(m, leader)) return true;
    return false;
  }

  private get preVote(): boolean | undefined {
    return this.config.preVote;
  }

  /** From now on nobody leads; what each member knows stays as it is. */
  private stepDown(leader: number): void {
    if (leader < 0) return;
    this.lease.cancel(leader);
    for (const m of this.members) if ((this.apart.get() & (1 << m)) === 0) this.part(m);
    this.leader.set(0, 0);
  }

  /** An election begins where a majority reach each other, and goes on where it has begun. */
  private seekLeader(): void {
    let candidate = -1;
    for (const m of this.members) {
      const able = this.w.isUp(m) && this.hasMajority(m);
      if (!able) this.election.cancel(m);
      else if (this.election.isArmed(m)) return;
      // Who was cut off is behind the others: it is not elected where another one can be.
      else if (candidate < 0 || (this.restless.get() & (1 << candidate)) !== 0) candidate = m;
    }
    if (candidate >= 0) this.election.arm(candidate, ...this.config.electionMs);
  }

  private lead(m: number): void {
    const { w } = this;
    for (const other of this.members) this.election.cancel(other);
    this.leader.set(0, m + 1);
    this.restless.set(0, 0);
    for (const other of this.members) if (other === m || w.talks(other, m)) this.join(other);
    // How long each lease had still to run is not known to a new leader.
    if (this.holder.get() !== 0) this.lease.arm(m, ...this.config.expiryMs);
    if (w.told)
      w.say(
        'election',
        m,
        `${w.nameOf(m)} leads ${this.config.name} now, and the lease of the lock begins anew.`,
      );
    this.look();
    this.changed(false);
  }

  private expired(member: number): void {
    if (this.leader.get() !== member + 1) return;
    if (!this.hasMajority(member)) return this.look();
    this.free();
  }

  private free(): void {
    const leader = this.leader.get() - 1;
    if (leader >= 0) this.lease.cancel(leader);
    this.holder.set(0, 0);
    this.changed(true);
  }

  private part(m: number): void {
    this.apart.set(0, this.apart.get() | (1 << m));
    if (this.config.staleReads) this.seen.set(m, this.holder.get());
  }

  private join(m: number): void {
    this.apart.set(0, this.apart.get() & ~(1 << m));
    this.restless.set(0, this.restless.get() & ~(1 << m));
    this.seen.set(m, 0);
  }

  private hasMajority(m: number): boolean {
    let count = 0;
    for (const other of this.members) if (other === m || this.w.talks(m, other)) count++;
    return count >= this.majority;
  }
}
