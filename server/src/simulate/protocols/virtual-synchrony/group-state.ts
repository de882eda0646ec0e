import { Logs } from '../../kit/logs.js';
import { Part } from '../../kit/part.js';
import { countBits, has } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { GroupConfig } from './group-config.js';

/** MEMBER_STATE, and a server that is not up. `offline`: up, and in no group. */
export const MEMBER = {
  down: 0,
  starting: 1,
  offline: 2,
  recovering: 3,
  online: 4,
  error: 5,
  shut: 6,
} as const;

/** The cells of a group. */
export class GroupState extends Part {
  readonly status = this.w.perProcess('member state');
  readonly members = this.w.perProcess('view', 'processes');
  readonly view = this.w.perProcess('view number');
  readonly primary = this.w.perProcess('primary', 'process');
  /** Who puts transactions in their order, and its ballot: the epoch of what it orders. */
  readonly orderer = this.w.perProcess('orderer', 'process');
  readonly ballot = this.w.perProcess('ballot');
  /** 1: it sees no majority. */
  readonly blocked = this.w.perProcess('no majority');
  readonly log = new Logs(this.w, 'transactions');
  readonly applied = this.w.perProcess('applied');
  readonly durable = this.w.perProcess('durable');
  readonly rejoins = this.w.perProcess('attempts to rejoin');
  readonly got = this.w.perPair('received');
  /** When another one was last heard, in units: counts once it falls silent. */
  readonly heardAt = this.w.cells('last heard', 'value', 'pair', 1, true);
  /** When another one may be expelled: its silence and the timeout after it; 0, of a member of the view: it is not silent. */
  readonly expelled = this.w.perPair('expelled at', 'due');
  private readonly last = this.w.one('last ballot');
  readonly count: number;

  constructor(
    world: World,
    readonly config: GroupConfig,
  ) {
    super(world);
    this.count = config.members.length;
  }

  next(): number {
    return this.last.add(0, 1);
  }

  pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }

  isIn(p: number): boolean {
    const status = this.status.get(p);
    return this.w.isUp(p) && (status === MEMBER.online || status === MEMBER.recovering);
  }

  isOnline(p: number): boolean {
    return this.w.isUp(p) && this.status.get(p) === MEMBER.online;
  }

  takesWrites(p: number): boolean {
    return this.isOnline(p) && (!this.config.singlePrimary || this.primary.get(p) === p + 1);
  }

  isMajority(set: number, members: number): boolean {
    return countBits(set & members) * 2 > countBits(members);
  }

  /** Members of its view that it does not suspect, itself among them. */
  reaches(p: number): number {
    let set = 0;
    const { w } = this;
    for (let q = 0; q < this.count; q++) {
      if (!has(this.members.get(p), q)) continue;
      const due = this.expelled.get(this.pair(p, q));
      const left = (due - w.now) * w.options.unitMs;
      if (q === p || due === 0 || left > this.config.members[p]!.expelMs) set |= 1 << q;
    }
    return set;
  }

  clear(p: number): void {
    for (const cells of [this.members, this.view, this.primary, this.orderer, this.ballot, this.blocked])
      cells.set(p, 0);
    for (let q = 0; q < this.count; q++) {
      this.got.set(this.pair(p, q), 0);
      this.expelled.set(this.pair(p, q), 0);
    }
  }

  names(set: number): string {
    return this.config.members
      .filter((_, p) => has(set, p))
      .map(({ name }) => name)
      .join(', ');
  }
}
