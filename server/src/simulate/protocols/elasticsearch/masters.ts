import { countBits, has } from '../../kit/sets.js';
import type { SearchState } from './state.js';

/** How long elections take from when nobody is master: they are put off at random, longer each time (ms). */
const ELECTION: readonly [least: number, most: number] = [100, 1_000];
/** How long it takes to bring a copy up to date that has little to learn, in ms. */
const RECOVERY: readonly [least: number, most: number] = [200, 3_000];

/**
 * The master: elected by a majority of the voting configuration, watches the nodes, promotes copies, and commits each
 * change of the cluster's state with such a majority. After
 * https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation.
 */
export class Masters {
  constructor(
    private readonly s: SearchState,
    /** A node has a new cluster state. */
    private readonly applied: (p: number) => void,
  ) {}

  begin(): void {
    const { s } = this;
    const { copies, nodes, checkMs } = s.config;
    const first = nodes.findIndex(({ eligible }) => eligible);
    const set = copies.reduce((all, p) => all | (1 << p), 0);
    for (let p = 0; p < s.n; p++) {
      s.master.set(p, first + 1);
      s.term.set(p, 1);
      s.version.set(p, 1);
      s.members.set(p, (1 << s.n) - 1);
      s.voting.set(p, this.wanted(s.voters, s.voters, first));
      s.primary.set(p, (copies[0] ?? -1) + 1);
      s.primaryTerm.set(p, 1);
      s.active.set(p, set);
      s.inSync.set(p, set);
      s.held.set(p, has(set, p) ? 1 : 0);
      s.check.arm(p, 1, checkMs);
    }
  }

  /** Each second: the master asks its nodes, nodes ask their master, and who has none looks for one. */
  check(p: number): void {
    const { s } = this;
    if (s.isCalm()) return;
    s.check.arm(p, s.config.checkMs);
    s.closedBy.set(p, s.closedBy.get(p) & ~s.reached(p));
    if (s.isMaster(p)) return this.checkNodes(p);
    const master = s.master.get(p) - 1;
    if (master < 0) return this.lookFor(p);
    const at = s.pair(p, master);
    if (s.w.talks(p, master) && s.isMaster(master) && has(s.members.get(master), p)) s.silent.set(at, 0);
    else if (s.w.talks(p, master)) this.lose(p, 'it is no master any more');
    else if (s.silent.get(at) === 0) s.silent.set(at, s.w.now + s.w.units(s.config.leaderGoneMs));
    else if (s.silent.get(at) <= s.w.now) this.lose(p, `no answer for ${s.config.leaderGoneMs / 1000} s`);
  }

  /** Something has happened: everybody asks again. */
  wake(): void {
    const { s } = this;
    for (let p = 0; p < s.n; p++)
      if (!s.check.isArmed(p) && !s.w.isDown(p)) s.check.arm(p, 1, s.config.checkMs);
  }

  /** A connection was closed: that counts at once. */
  closed(p: number, peer: number): void {
    const { s } = this;
    s.closedBy.set(p, s.closedBy.get(p) | (1 << peer));
    if (s.master.get(p) === peer + 1) this.lose(p, 'its connection was closed');
    else if (s.isMaster(p) && has(s.members.get(p), peer)) this.remove(p, peer, 'its connection was closed');
  }

  /** Nobody is master: asks a majority whether it may be. */
  stand(p: number): void {
    const { s } = this;
    if (s.master.get(p) !== 0 || !s.config.nodes[p]!.eligible) return;
    s.election.arm(p, ELECTION[0], ELECTION[1] * 4);
    let granted = 0;
    for (let q = 0; q < s.n; q++) {
      if (!has(s.voters, q) || (q !== p && !s.w.talks(p, q))) continue;
      // Who has a master keeps it, and nobody votes for one who knows less.
      if (s.master.get(q) === 0 && !s.isNewer(q, p)) granted |= 1 << q;
    }
    if (!s.isQuorum(p, granted)) return;
    let term = 0;
    for (let q = 0; q < s.n; q++) term = Math.max(term, s.term.get(q));
    s.term.set(p, term + 1);
    s.master.set(p, p + 1);
    s.election.cancel(p);
    if (s.w.told)
      s.w.say(
        'election',
        p,
        `${s.w.nameOf(p)} is elected master by ${countBits(granted)} nodes.`,
        ...s.config.because.masters,
      );
    for (let q = 0; q < s.n; q++) s.silent.set(s.pair(p, q), 0);
    for (let q = 0; q < s.n; q++) {
      if (!has(granted, q)) continue;
      s.master.set(q, p + 1);
      if (s.isNew.get(q) === 0) continue;
      s.isNew.set(q, 0);
      s.active.set(p, s.active.get(p) & ~(1 << q));
      if (s.primary.get(p) === q + 1) s.primary.set(p, 0);
    }
    s.members.set(p, s.members.get(p) | granted);
    this.publish(p);
  }

  /** A primary cannot do without the answer of a copy: it must not count as in sync any more. */
  markStale(primary: number, copy: number): boolean {
    const { s } = this;
    const m = s.master.get(primary) - 1;
    if (m < 0 || !s.isMaster(m) || !(m === primary || s.w.talks(primary, m))) return false;
    if (!s.isPrimary(primary) || s.primaryTerm.get(m) !== s.primaryTerm.get(primary)) return false;
    if (!s.isQuorum(m, s.reached(m))) return false;
    if (s.w.told)
      s.w.say(
        'membership',
        copy,
        `The copy on ${s.w.nameOf(copy)} does not count as in sync any more: it does not have the latest writes.`,
        ...s.config.because.replicas,
      );
    s.inSync.set(m, s.inSync.get(m) & ~(1 << copy));
    s.active.set(m, s.active.get(m) & ~(1 << copy));
    this.publish(m);
    return true;
  }

  /** A copy has all that the primary has. */
  started(copy: number): void {
    const { s } = this;
    const m = s.master.get(copy) - 1;
    if (m < 0 || !s.isMaster(m) || !(m === copy || s.w.talks(copy, m)) || !s.isQuorum(m, s.reached(m)))
      return;
    s.active.set(m, s.active.get(m) | (1 << copy));
    s.inSync.set(m, s.inSync.get(m) | (1 << copy));
    this.publish(m);
  }

  /** An operator makes a copy primary, though it may not have everything: `allocate_stale_primary`. */
  force(p: number): boolean {
    const { s } = this;
    const m = s.master.get(p) - 1;
    if (m < 0 || !s.isMaster(m) || s.held.get(p) === 0 || !s.isQuorum(m, s.reached(m))) return false;
    if (s.primary.get(m) !== 0 || !has(s.members.get(m), p)) return false;
    if (!has(s.inSync.get(m), p)) s.inSync.set(m, 1 << p);
    this.promote(m, p, 'as an operator wants it, whatever it may lack');
    this.publish(m);
    return true;
  }

  private checkNodes(m: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      const at = s.pair(m, q);
      if (q === m || !has(s.members.get(m), q)) continue;
      if (s.w.talks(m, q)) s.silent.set(at, 0);
      else if (has(s.closedBy.get(m), q)) this.remove(m, q, 'its connection was closed');
      else if (s.silent.get(at) === 0) s.silent.set(at, s.w.now + s.w.units(s.config.followerGoneMs));
      else if (s.silent.get(at) <= s.w.now)
        this.remove(m, q, `no answer for ${s.config.followerGoneMs / 1000} s`);
      if (!s.isMaster(m)) return;
    }
    // Of two masters that meet, the one that knows less gives in.
    for (let q = 0; q < s.n; q++) {
      if (q === m || !s.isMaster(q) || !s.w.talks(m, q) || s.isNewer(m, q)) continue;
      return this.lose(m, `${s.w.nameOf(q)} is master too, and knows more`);
    }
    this.allocate(m);
  }

  /** Joins a master that somebody knows of, if it can be reached; else an election is due. */
  private lookFor(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) {
      if (q === p || !s.w.talks(p, q)) continue;
      const m = s.master.get(q) - 1;
      if (m < 0 || m === p || !s.isMaster(m) || !s.w.talks(p, m) || !s.isQuorum(m, s.reached(m))) continue;
      // What a node was before it started again is over.
      if (s.isNew.get(p) === 1 && has(s.members.get(m), p)) this.remove(m, p, 'it starts anew');
      if (!s.isMaster(m)) return;
      s.isNew.set(p, 0);
      s.election.cancel(p);
      s.master.set(p, m + 1);
      s.silent.set(s.pair(p, m), 0);
      s.silent.set(s.pair(m, p), 0);
      s.members.set(m, s.members.get(m) | (1 << p));
      // What it had is not active any more: it has missed something, or lost its node's place.
      if (s.primary.get(m) !== p + 1) s.active.set(m, s.active.get(m) & ~(1 << p));
      this.publish(m);
      return;
    }
    if (s.config.nodes[p]!.eligible && !s.election.isArmed(p)) s.election.arm(p, ...ELECTION);
  }

  private lose(p: number, why: string): void {
    const { s } = this;
    const master = s.master.get(p) - 1;
    s.master.set(p, 0);
    for (let q = 0; q < s.n; q++) s.silent.set(s.pair(p, q), 0);
    if (s.w.told)
      s.w.say(
        'suspicion',
        p,
        master === p
          ? `${s.w.nameOf(p)} is master no more: ${why}.`
          : `${s.w.nameOf(p)} takes ${s.w.nameOf(master)} for its master no more: ${why}.`,
        ...s.config.because.checks,
      );
    if (s.config.nodes[p]!.eligible) s.election.arm(p, ...ELECTION);
  }

  /** A node has left: others take the place of its primary. Without a majority that cannot be decided. */
  private remove(m: number, q: number, why: string): void {
    const { s } = this;
    if (!s.isQuorum(m, s.reached(m))) return this.lose(m, 'it cannot reach a majority');
    s.members.set(m, s.members.get(m) & ~(1 << q));
    s.silent.set(s.pair(m, q), 0);
    if (s.w.told)
      s.w.say(
        'membership',
        q,
        `${s.w.nameOf(q)} is taken out of the cluster: ${why}.`,
        ...s.config.because.checks,
      );
    if (has(s.active.get(m), q)) {
      s.active.set(m, s.active.get(m) & ~(1 << q));
      s.rebuildAt.set(m, s.w.now + s.w.units(s.config.delayedMs));
    }
    if (s.primary.get(m) === q + 1) {
      s.primary.set(m, 0);
      this.findPrimary(m);
    }
    this.publish(m);
  }

  /** A started copy that is in sync becomes primary; else one that comes back with all that was acknowledged. */
  private findPrimary(m: number): void {
    const { s } = this;
    const there = s.members.get(m) & s.inSync.get(m);
    for (let q = 0; q < s.n; q++)
      if (has(there & s.active.get(m), q)) return this.promote(m, q, 'it was in sync');
    for (let q = 0; q < s.n; q++)
      if (has(there, q) && s.held.get(q) === 1 && s.w.talks(m, q))
        return this.promote(m, q, 'it was in sync');
    if (there === 0 && s.w.told && s.primaryTerm.get(m) > 0)
      s.w.say(
        'blocked',
        m,
        'The shard has no primary: no copy that is in sync is there.',
        ...s.config.because.replicas,
      );
  }

  private promote(m: number, q: number, why: string): void {
    const { s } = this;
    let term = 0;
    for (let p = 0; p < s.n; p++) term = Math.max(term, s.primaryTerm.get(p));
    s.primary.set(m, q + 1);
    s.primaryTerm.set(m, term + 1);
    s.active.set(m, (s.active.get(m) & s.members.get(m)) | (1 << q));
    if (s.w.told) s.w.say('promotion', q, `${s.w.nameOf(q)} has the primary now: ${why}.`);
  }

  /** Sees to a primary, and to copies that are missing. */
  private allocate(m: number): void {
    const { s } = this;
    const reached = s.reached(m);
    if (!s.isQuorum(m, reached)) return;
    if (s.primary.get(m) === 0) {
      const there = s.members.get(m) & s.inSync.get(m) & reached;
      if (there === 0) return;
      this.findPrimary(m);
      if (s.primary.get(m) === 0) return;
      this.publish(m);
    }
    let missing = s.config.copies.length - countBits(s.active.get(m));
    for (let q = 0; q < s.n && missing > 0; q++) {
      if (has(s.active.get(m), q) || !s.config.nodes[q]!.data || !has(s.members.get(m) & reached, q))
        continue;
      if (s.recovery.isArmed(q)) missing--;
      else if (this.mayHave(m, q)) {
        s.recovery.arm(q, ...RECOVERY);
        missing--;
      }
    }
  }

  /** One that has old data goes on from it at once; another node waits, and zones have to allow it. */
  private mayHave(m: number, q: number): boolean {
    const { s } = this;
    const { zones, nodes, copies } = s.config;
    const waited = s.rebuildAt.get(m) === 0 || s.rebuildAt.get(m) <= s.w.now;
    if (s.held.get(q) === 0 && !waited) return false;
    if (zones !== 'only') return true;
    const inZone = nodes.filter(({ zone }, p) => zone === nodes[q]!.zone && has(s.active.get(m), p)).length;
    const all = new Set(nodes.filter(({ data }) => data).map(({ zone }) => zone)).size;
    return inZone < Math.ceil(copies.length / all);
  }

  /** A change counts when a majority has it; then all that can be reached have it. */
  private publish(m: number): void {
    const { s } = this;
    if (!s.isQuorum(m, s.reached(m))) return this.lose(m, 'it cannot reach a majority');
    s.version.add(m, 1);
    s.voting.set(m, this.wanted(s.voting.get(m), s.members.get(m) & s.voters, m));
    this.applied(m);
    for (let q = 0; q < s.n; q++) {
      if (q === m || !has(s.members.get(m), q) || !s.w.talks(m, q) || s.isNewer(q, m)) continue;
      if (s.isMaster(q)) continue;
      s.master.set(q, m + 1);
      s.election.cancel(q);
      s.takeState(q, m);
      this.applied(q);
    }
  }

  /** Nodes that vote: an odd number of those that are there; not fewer than three, if there were as many. */
  private wanted(current: number, live: number, master: number): number {
    const { s } = this;
    const count = countBits(live);
    let size = count % 2 === 1 ? count : count - 1;
    const least = s.config.shrinks ? Math.min(3, countBits(current)) : countBits(current);
    size = Math.max(1, size, least);
    let found = 0;
    for (const set of [live & (1 << master), live & current, live, current]) {
      for (let p = 0; p < s.n && countBits(found) < size; p++) if (has(set, p)) found |= 1 << p;
    }
    return found;
  }
}
