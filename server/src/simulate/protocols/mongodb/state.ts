import { isCoarse, isWhole, leavesOut } from '../../kit/calm.js';
import { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { MongoConfig } from './config.js';

/** What a member is. `fetches`: elected, and fetching what others have before it takes writes. */
export const STATE = { secondary: 0, candidate: 1, fetches: 2, primary: 3, rollback: 4 } as const;

/** The cells, timers and messages of a replica set, and what both its elections and its oplog ask of them. */
export class MongoState {
  readonly term;
  readonly votedTerm;
  readonly state;
  /** Whom a member takes for primary. */
  readonly known;
  readonly votes;
  /** 1: asks only whether it would win. */
  readonly dry;
  readonly log: Logs;
  readonly durable;
  /** Up to where a member knows that a majority has it. */
  readonly commit;
  readonly source;
  /** 1: what the source sends does not arrive. */
  readonly broken;
  /** Per primary and member: up to where it has the oplog. */
  readonly match;
  /** Per pair: until when the other counts as heard of. */
  readonly heard;
  /** Of a delayed member: what it has fetched and not applied. */
  readonly fetchedTerm;
  readonly fetchedEnd;

  readonly heartbeat;
  readonly election;
  readonly liveness;
  readonly takeover;
  readonly catchUp;
  readonly fetch;
  readonly journal;
  readonly rollback;
  readonly delayed;

  readonly data;
  readonly position;
  readonly asked;
  readonly voted;
  readonly won;

  /** False in a search without readers: how far a secondary knows to be committed shows to them only. */
  readonly tellsCommits: boolean;
  /** A search with steps of time. */
  readonly exact: boolean;
  readonly n: number;
  readonly voters: number;
  readonly majority: number;
  /** Members that `w: "majority"` waits for, the primary included. */
  readonly writeMajority: number;

  constructor(
    readonly w: World,
    readonly config: MongoConfig,
  ) {
    this.term = w.perProcess('term');
    this.votedTerm = w.perProcess('voted in');
    this.state = w.perProcess('state');
    this.known = w.perProcess('known primary', 'process');
    this.votes = w.perProcess('votes', 'processes');
    this.dry = w.perProcess('dry run');
    this.log = new Logs(w, 'oplog');
    this.durable = w.perProcess('journaled');
    this.commit = w.perProcess('commit point');
    this.source = w.perProcess('sync source', 'process');
    this.broken = w.perProcess('broken');
    this.match = w.perPair('match');
    this.heard = w.perPair('heard', 'until');
    this.fetchedTerm = w.perProcess('fetched term');
    this.fetchedEnd = w.perProcess('fetched');
    this.heartbeat = w.timer('heartbeat');
    this.election = w.timer('election timeout');
    this.liveness = w.timer('liveness');
    this.takeover = w.timer('takeover');
    this.catchUp = w.timer('catch-up');
    this.fetch = w.timer('fetch');
    this.journal = w.timer('journal');
    this.rollback = w.timer('rollback');
    this.delayed = w.timer('delay');
    this.data = w.data('oplog', 'value', 'value', 'value', 'value', 'value');
    this.position = w.message('position', 'process', 'value', 'value', 'value', 'value');
    this.asked = w.message('request votes', 'value', 'value', 'value', 'value');
    this.voted = w.message('vote', 'value', 'value', 'value');
    this.won = w.message('won', 'value');
    this.tellsCommits = !leavesOut(w) || w.options.reads !== false;
    this.exact = leavesOut(w) && w.options.timed;
    this.n = config.members.length;
    this.voters = config.members.reduce((set, { votes }, p) => (votes ? set | (1 << p) : set), 0);
    const count = countBits(this.voters);
    this.majority = Math.floor(count / 2) + 1;
    const data = config.members.filter(({ votes, arbiter }) => votes && !arbiter).length;
    this.writeMajority = Math.min(this.majority, data);
  }

  pair(p: number, q: number): number {
    return p * this.n + q;
  }

  isPrimary(p: number): boolean {
    return this.state.get(p) === STATE.primary || this.state.get(p) === STATE.fetches;
  }

  hasData(p: number): boolean {
    return !this.config.members[p]!.arbiter;
  }

  votesAt(p: number): boolean {
    return (this.voters & (1 << p)) !== 0;
  }

  electable(p: number): boolean {
    return this.votesAt(p) && this.config.members[p]!.priority > 0;
  }

  /** Above zero: the oplog of `a` reaches further than that of `b`. */
  compare(a: number, b: number): number {
    return this.log.compare(this.log.lastEpoch(a), this.log.end(a), this.log.lastEpoch(b), this.log.end(b));
  }

  /** Both hear of each other now. */
  hear(p: number, q: number): void {
    const until = this.w.now + this.w.units(this.config.electionTimeoutMs);
    if (!this.rests(p)) this.heard.set(this.pair(p, q), until);
    if (!this.rests(q)) this.heard.set(this.pair(q, p), until);
    this.expect(p);
    this.expect(q);
  }

  /**
   * In a search a primary looks whether a majority was heard of at the moment when there would be none, and not before: what it
   * finds at the others is that there is one.
   */
  expect(p: number): void {
    if (!this.exact || !this.isPrimary(p) || this.rests(p)) return;
    let needed = this.majority - (this.votesAt(p) ? 1 : 0);
    if (needed <= 0) return;
    let until = 0;
    // The moment of the last one that is needed: few members, so the latest is looked for anew each time.
    for (let taken = 0; needed > 0; needed--) {
      let latest = -1;
      for (let q = 0; q < this.n; q++) {
        if (q === p || (taken & (1 << q)) !== 0 || !this.votesAt(q)) continue;
        if (latest < 0 || this.heard.get(this.pair(p, q)) > this.heard.get(this.pair(p, latest))) latest = q;
      }
      if (latest < 0) break;
      taken |= 1 << latest;
      until = this.heard.get(this.pair(p, latest));
    }
    this.liveness.due.set(p, Math.max(until, this.w.now + 1));
  }

  /** In a search a member for whom all is well sends no heartbeats: they would find nothing out. */
  rests(p: number): boolean {
    return isCoarse(this.w) && !this.heartbeat.isArmed(p);
  }

  /** Whether there is nothing that a member could find out. */
  isCalm(): boolean {
    if (!isCoarse(this.w) || !isWhole(this.w)) return false;
    const primary = this.known.get(0);
    if (primary === 0) return false;
    for (let p = 0; p < this.n; p++) {
      if (this.known.get(p) !== primary || this.term.get(p) !== this.term.get(0) || this.takeover.isArmed(p))
        return false;
      if (this.state.get(p) !== (p === primary - 1 ? STATE.primary : STATE.secondary)) return false;
      if (
        p !== primary - 1 &&
        this.hasData(p) &&
        (this.source.get(p) !== primary || this.broken.get(p) === 1)
      )
        return false;
      // A member that is preferred will take over.
      const { priority } = this.config.members[p]!;
      if (this.electable(p) && priority > this.config.members[primary - 1]!.priority) return false;
    }
    return true;
  }

  name(p: number): string {
    return this.w.nameOf(p);
  }
}
