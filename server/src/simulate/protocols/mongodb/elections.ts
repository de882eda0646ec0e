import { countBits } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import { heardBy, type Oplog } from './oplog.js';
import { type MongoState, STATE } from './state.js';

/** An election timeout is up to this part longer, drawn anew each time: `replElectionTimeoutOffsetLimitFraction`. */
const OFFSET = 0.15;
/** How long fetching takes that little which a new primary may miss, in ms. */
const CATCH_UP: readonly [least: number, most: number] = [5, 500];

/**
 * Elections by protocol version 1: a dry run, then a term of its own, votes of a majority, catching up, and takeovers
 * by members that are preferred. After https://github.com/mongodb/mongo/blob/master/src/mongo/db/repl/README.md and
 * https://www.mongodb.com/docs/manual/core/replica-set-elections/.
 */
export class Elections {
  constructor(
    private readonly s: MongoState,
    private readonly oplog: Oplog,
  ) {}

  /** Each member asks every other one how it is, every `heartbeatIntervalMillis`. */
  beat(p: number): void {
    const { s } = this;
    if (s.isCalm()) return this.rest(p);
    s.heartbeat.arm(p, s.config.heartbeatMs);
    for (let q = 0; q < s.n; q++) {
      if (q === p || !s.w.talks(p, q)) continue;
      s.hear(p, q);
      if (s.term.get(q) > s.term.get(p)) this.learnTerm(p, s.term.get(q));
      else if (s.term.get(p) > s.term.get(q)) this.learnTerm(q, s.term.get(p));
      if (s.isPrimary(q)) this.seePrimary(p, q);
      else if (s.isPrimary(p)) this.seePrimary(q, p);
    }
    if (s.isPrimary(p)) {
      if (s.state.get(p) === STATE.fetches) this.catchUp(p);
      return;
    }
    if (!s.hasData(p)) return;
    const source = s.source.get(p) - 1;
    if (source < 0) this.oplog.sync(p);
    else if (source !== s.known.get(p) - 1) {
      // Its source tells that there is a primary, and passes on how far it is.
      const primary = s.known.get(p) - 1;
      if (primary >= 0 && s.w.talks(p, source) && s.w.talks(source, primary) && s.isPrimary(primary)) {
        this.postpone(p);
        this.oplog.tell(p);
      }
    }
  }

  /** A secondary puts its election off: it has heard of a primary. */
  postpone(p: number): void {
    const { s } = this;
    if (!s.electable(p) || s.isPrimary(p) || s.rests(p)) return;
    const { electionTimeoutMs } = s.config;
    const most = Math.round(electionTimeoutMs * (1 + OFFSET));
    // A replay never lets all of them draw the same: nobody would ever win.
    const drawn = !s.w.options.searching
      ? electionTimeoutMs + s.w.choose(most - electionTimeoutMs + 1)
      : undefined;
    s.election.arm(p, drawn ?? electionTimeoutMs, drawn ?? most);
  }

  /** No primary was heard of for the timeout: asks whether it would be elected. */
  stand(p: number, why: string): void {
    const { s } = this;
    if (!s.electable(p) || s.isPrimary(p)) return;
    this.postpone(p);
    if (s.state.get(p) === STATE.rollback) return;
    if (s.w.told)
      s.w.say('election', p, `${s.name(p)} stands for election: ${why}.`, ...s.config.because.election);
    s.state.set(p, STATE.candidate);
    s.dry.set(p, 1);
    this.ask(p);
  }

  /** A real election: a term of its own. */
  campaign(p: number): void {
    const { s } = this;
    s.dry.set(p, 0);
    s.term.add(p, 1);
    s.votedTerm.set(p, s.term.get(p));
    s.state.set(p, STATE.candidate);
    this.ask(p);
  }

  onAsked(p: number, m: Payload): void {
    const { s } = this;
    const term = m.word(0);
    const dry = m.word(3) === 1;
    if (!dry && term > s.term.get(p)) this.learnTerm(p, term);
    const isCurrent =
      s.log.compare(m.word(2), m.word(1), s.log.lastEpoch(p), s.log.end(p)) >= 0 || !s.hasData(p);
    const isFree = dry ? term >= s.term.get(p) : term === s.term.get(p) && s.votedTerm.get(p) < term;
    const granted = s.votesAt(p) && isCurrent && isFree && !this.prefersPrimary(p, m.from);
    if (granted && !dry) s.votedTerm.set(p, term);
    s.w.send(p, m.from, s.voted, term, granted ? 1 : 0, m.word(3));
  }

  onVote(p: number, m: Payload): void {
    const { s } = this;
    if (s.state.get(p) !== STATE.candidate || m.word(0) !== s.term.get(p) || m.word(2) !== s.dry.get(p))
      return;
    if (m.word(1) === 0) return;
    s.votes.set(p, s.votes.get(p) | (1 << m.from));
    this.count(p);
  }

  /** The term of another is later: a primary steps down, and a candidate has lost. */
  learnTerm(p: number, term: number): void {
    const { s } = this;
    if (term <= s.term.get(p)) return;
    s.term.set(p, term);
    if (s.isPrimary(p)) this.stepDown(p, `it hears of term ${term}`);
    else if (s.state.get(p) === STATE.candidate) {
      s.state.set(p, STATE.secondary);
      s.votes.set(p, 0);
    }
    s.known.set(p, 0);
  }

  /** Checks that a majority was heard of within the election timeout, and when it has to look again. */
  checkMajority(p: number): void {
    const { s } = this;
    if (!s.isPrimary(p) || s.rests(p)) return;
    if (heardBy(s, p) < s.majority) {
      this.stepDown(p, `it has not heard of a majority for ${s.config.electionTimeoutMs / 1000} s`);
      this.postpone(p);
      return;
    }
    if (s.exact) return s.expect(p);
    let next = Infinity;
    for (let q = 0; q < s.n; q++) {
      const until = s.heard.get(s.pair(p, q));
      if (q !== p && until > s.w.now) next = Math.min(next, until);
    }
    const ms = next === Infinity ? s.config.electionTimeoutMs : (next - s.w.now) * s.w.options.unitMs;
    s.liveness.arm(p, Math.max(1, ms));
  }

  /** Something has happened: members that rested have heard of everybody until now. */
  wake(): void {
    const { s } = this;
    for (let p = 0; p < s.n; p++) {
      if (!s.rests(p) || s.w.isDown(p)) continue;
      s.heartbeat.arm(p, 1, s.config.heartbeatMs);
      for (let q = 0; q < s.n; q++)
        if (q !== p) s.heard.set(s.pair(p, q), s.w.now + s.w.units(s.config.electionTimeoutMs));
      if (s.isPrimary(p) && s.exact) s.expect(p);
      else if (s.isPrimary(p)) s.liveness.arm(p, s.config.electionTimeoutMs);
      else this.postpone(p);
    }
  }

  private rest(p: number): void {
    const { s } = this;
    for (let q = 0; q < s.n; q++) s.heard.set(s.pair(p, q), 0);
    s.election.cancel(p);
    s.liveness.cancel(p);
  }

  /** A takeover: it is preferred to the primary, or has more than one that still fetches. */
  takeOver(p: number): void {
    const { s } = this;
    const primary = s.known.get(p) - 1;
    if (primary < 0 || primary === p || s.isPrimary(p) || !s.electable(p)) return;
    const fresher = s.compare(p, primary) > 0;
    if (s.state.get(primary) === STATE.fetches && fresher)
      return this.stand(p, 'it has more than the primary, which still catches up');
    if (s.config.members[p]!.priority > s.config.members[primary]!.priority)
      this.stand(p, `its priority is higher than that of ${s.name(primary)}`);
  }

  /** Whether a new primary has all that it can get; then it takes writes. */
  catchUp(p: number): void {
    const { s } = this;
    if (s.state.get(p) !== STATE.fetches) return;
    let from = -1;
    for (let q = 0; q < s.n; q++) {
      if (q === p || !s.hasData(q) || !s.w.talks(p, q) || s.compare(q, p) <= 0) continue;
      if (from < 0 || s.compare(q, from) > 0) from = q;
    }
    if (from < 0 || s.config.catchUpMs === 0) return this.finish(p);
    // Fetching what another has: it follows on what this one has, or else was never to be had.
    if (s.log.common(p, from) === s.log.end(p)) s.log.copy(from, p);
    this.finish(p);
  }

  seeWinner(p: number, m: Payload): void {
    if (m.word(0) > this.s.term.get(p)) this.learnTerm(p, m.word(0));
    this.seePrimary(p, m.from);
  }

  stepDown(p: number, why: string): void {
    const { s } = this;
    s.state.set(p, STATE.secondary);
    s.known.set(p, 0);
    s.liveness.cancel(p);
    s.catchUp.cancel(p);
    this.forget(p);
    const { operations } = s.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, 'InterruptedDueToReplStateChange');
    if (s.w.told) s.w.say('demotion', p, `${s.name(p)} steps down: ${why}.`, ...s.config.because.election);
    s.votes.set(p, 0);
    this.postpone(p);
  }

  /** What it knew of the others as primary does not count any more. */
  forget(p: number): void {
    for (let q = 0; q < this.s.n; q++) this.s.match.set(this.s.pair(p, q), 0);
  }

  /** Makes the first primary, with all well. */
  begin(p: number): void {
    this.becomePrimary(p);
    this.finish(p);
  }

  private ask(p: number): void {
    const { s } = this;
    s.votes.set(p, 1 << p);
    if (this.count(p)) return;
    for (let q = 0; q < s.n; q++)
      if (q !== p && s.votesAt(q))
        s.w.send(p, q, s.asked, s.term.get(p), s.log.end(p), s.log.lastEpoch(p), s.dry.get(p));
  }

  private count(p: number): boolean {
    const { s } = this;
    if (countBits(s.votes.get(p) & s.voters) < s.majority) return false;
    if (s.dry.get(p) === 1) this.campaign(p);
    else {
      this.becomePrimary(p);
      const fetches = s.config.catchUpMs > 0;
      if (fetches) s.catchUp.arm(p, CATCH_UP[0], Math.min(s.config.catchUpMs, CATCH_UP[1]));
      else this.finish(p);
    }
    return true;
  }

  private becomePrimary(p: number): void {
    const { s } = this;
    s.state.set(p, STATE.fetches);
    s.known.set(p, p + 1);
    s.votes.set(p, 0);
    s.source.set(p, 0);
    s.broken.set(p, 0);
    s.election.cancel(p);
    s.takeover.cancel(p);
    s.fetch.cancel(p);
    this.forget(p);
    for (let q = 0; q < s.n; q++) {
      if (q === p) continue;
      if (s.w.talks(p, q)) s.hear(p, q);
      s.w.send(p, q, s.won, s.term.get(p));
    }
    this.checkMajority(p);
  }

  /** The first entry of its term: with it all that came before can be committed. */
  private finish(p: number): void {
    const { s } = this;
    if (s.state.get(p) !== STATE.fetches) return;
    s.state.set(p, STATE.primary);
    s.catchUp.cancel(p);
    s.log.append(p, s.term.get(p));
    if (s.w.told)
      s.w.say('promotion', p, `${s.name(p)} is primary of term ${s.term.get(p)} and takes writes.`);
    for (let q = 0; q < s.n; q++) if (q !== p && s.known.get(q) === p + 1) this.oplog.sync(q);
    this.oplog.applied(p);
  }

  /** A member knows of a primary of its term. */
  private seePrimary(p: number, primary: number): void {
    const { s } = this;
    if (p === primary || s.term.get(primary) < s.term.get(p) || !s.isPrimary(primary)) return;
    const isNew = s.known.get(p) !== primary + 1;
    s.known.set(p, primary + 1);
    if (s.state.get(p) === STATE.candidate) {
      s.state.set(p, STATE.secondary);
      s.votes.set(p, 0);
    }
    this.postpone(p);
    this.planTakeover(p, primary);
    if (isNew || s.source.get(p) === 0) this.oplog.sync(p);
  }

  /** Later the lower its own priority is: `(rank + 1) * electionTimeoutMillis`. */
  private planTakeover(p: number, primary: number): void {
    const { s } = this;
    const { members, electionTimeoutMs, catchUpTakeoverMs } = s.config;
    if (s.takeover.isArmed(p) || !s.electable(p)) return;
    const { priority } = members[p]!;
    if (priority > members[primary]!.priority) {
      const rank = members.filter(each => each.priority > priority).length;
      const delay = electionTimeoutMs * (rank + 1);
      s.takeover.arm(p, delay, delay + Math.round(electionTimeoutMs * OFFSET));
    } else if (
      catchUpTakeoverMs !== undefined &&
      s.state.get(primary) === STATE.fetches &&
      s.compare(p, primary) > 0
    )
      s.takeover.arm(p, catchUpTakeoverMs);
  }

  /** An arbiter that sees a primary of at least the same priority keeps it. */
  private prefersPrimary(p: number, candidate: number): boolean {
    const { s } = this;
    const primary = s.known.get(p) - 1;
    if (s.hasData(p) || primary < 0 || primary === candidate || !s.isPrimary(primary)) return false;
    if (s.heard.get(s.pair(p, primary)) <= s.w.now) return false;
    return s.config.members[primary]!.priority >= s.config.members[candidate]!.priority;
  }
}
