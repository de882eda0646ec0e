import { Logs } from '../../kit/logs.js';
import { Protocol } from '../../protocol.js';
import type { Cells } from '../../world/cells.js';
import type { MessageKind } from '../../world/mailbox.js';
import type { Timer } from '../../world/timer.js';
import type { World } from '../../world/world.js';
import type { RaftConfig, RaftMember } from './config.js';
import { LeaderLease } from './lease.js';
import { Links } from './links.js';
import { Membership } from './membership.js';
import { Reads } from './reads.js';

export const FOLLOWER = 0;
export const PRE_CANDIDATE = 1;
export const CANDIDATE = 2;
export const LEADER = 3;

/** The state of a Raft group, and what elections and replication share: whom one follows, and for how long. */
export abstract class RaftBase extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];

  readonly term = this.w.perProcess('term');
  readonly votedFor = this.w.perProcess('voted for', 'process');
  readonly state = this.w.perProcess('role');
  readonly known = this.w.perProcess('leader', 'process');
  readonly votes = this.w.perProcess('votes', 'processes');
  readonly commit = this.w.perProcess('commit');
  /** Per leader and follower: up to where they agree, and what to send next. */
  readonly match = this.w.perPair('match');
  readonly next = this.w.perPair('next');
  readonly log = new Logs(this.w);
  /** Of an acknowledged write: how many terms after its own whoever acknowledged it was. */
  protected readonly termsOn = this.w.cells('terms until acknowledged', 'value', 'operation');

  protected readonly asked = this.w.message('request vote', 'value', 'value', 'value', 'value');
  protected readonly voted = this.w.tally('vote', 'value', 'value', 'value', 'value');
  protected readonly append = this.w.message(
    'append entries',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
  );
  protected readonly appended = this.w.tally('appended', 'value', 'value', 'value');
  protected readonly propose = this.w.message('proposal', 'value', 'value');
  readonly standNow = this.w.message('stand now', 'value');

  protected readonly election = this.w.timer('election timeout');
  protected readonly timed = this.w.options.timed;
  protected readonly clocked: Clocked | undefined;
  protected readonly heartbeat: Timer | undefined;
  protected readonly lease: LeaderLease | undefined;
  protected readonly links: Links | undefined;
  /** While it runs, the lease of a leader that this process heard may still last. */
  protected readonly oldLease: Timer | undefined;
  /** 1: pre-vote, where the version that decides it is not known. */
  protected readonly preVotes;
  protected readonly flushedTo;
  protected readonly writeBack: Timer | undefined;
  /** The connection to the leader was closed. */
  protected readonly hangUp: Timer | undefined;
  /** A member that was started counts its connections. */
  protected readonly peers: Timer | undefined;
  /** When a process was frozen, where connections with it are closed after a while. */
  protected readonly frozenAt: Cells | undefined;
  readonly members: Membership;
  protected readonly reads: Reads;
  protected readonly n: number;
  /**
   * A search that tries timers at their latest too asks how long a process waits when the shorter time is over, and not when it
   * begins: most hear the leader before. It may wait longer after one heartbeat than after another then, as if it drew
   * each time: that is more than can happen, never less.
   */
  private readonly drawsLate = this.w.options.searching && this.w.options.latest === true;

  constructor(
    world: World,
    readonly config: RaftConfig,
  ) {
    super(world);
    this.n = config.members.length;
    const base = config.members.reduce((set, { voter }, p) => (voter ? set | (1 << p) : set), 0);
    this.members = new Membership(world, this.log, base, this.timed && config.membership !== undefined);
    if (this.timed) {
      this.heartbeat = world.timer('heartbeat');
      this.clocked = {
        patience: world.perProcess('patience'),
        heard: world.perProcess('heard', 'processes'),
        check: world.timer('check quorum'),
      };
      if (config.leaseMs !== undefined) {
        const { wallClock = false, renewMs = 0, marginMs = 0 } = config.lease ?? {};
        this.lease = new LeaderLease(world, config.leaseMs - renewMs - marginMs, wallClock);
      }
      if (config.reconnectMs !== undefined) this.links = new Links(world, config.reconnectMs);
      if (config.silentMs !== undefined && !world.options.searching) {
        const frozenAt = world.perProcess('frozen at', 'until');
        world.watchers.push({ paused: p => frozenAt.set(p, world.now) });
        this.frozenAt = frozenAt;
      }
      if (config.lease?.blocks === true) this.oldLease = world.timer('lease of the old leader');
      if (!config.flushed) this.writeBack = world.timer('write back');
      if (config.closedMs !== undefined) this.hangUp = world.timer('connection closed');
      if (config.startTicksMs !== undefined && !world.options.searching)
        this.peers = world.timer('peers connected');
    }
    if (!config.flushed) this.flushedTo = world.perProcess('on disk');
    if (this.timed && config.preVote === 'either') this.preVotes = world.one('pre-vote');
    this.reads = new Reads(world, this, config.reads, config.forwards && this.timed);
    this.symmetric = config.members.every(isPlain) ? config.members.map((_, p) => [p]) : [];
  }

  /** For what looks at states: how many processes there are. */
  get processes(): number {
    return this.n;
  }

  leads(p: number): boolean {
    return this.state.get(p) === LEADER;
  }

  isReady(p: number): boolean {
    return this.log.epochAt(p, this.commit.get(p)) === this.term.get(p) && !this.waitsForOldLease(p);
  }

  hasLease(p: number): boolean {
    if (this.lease === undefined) return true;
    return this.lease.leftMs(p, this.members.voters(p), this.members.majority(p)) > 0;
  }

  /** Whether a follower has the whole log of a leader, as the leader knows. */
  hasAll(leader: number, q: number): boolean {
    return this.match.get(leader * this.n + q) === this.log.end(leader);
  }

  voters(p: number): number {
    return this.members.voters(p);
  }

  majority(p: number): number {
    return this.members.majority(p);
  }

  post(from: number, to: number, kind: MessageKind, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void {
    if (this.links?.isDown(from, to) === true || this.isGivenUp(to)) return;
    if (!this.timed && this.isVain(to, kind.id, a, b, c)) return;
    this.w.send(from, to, kind, a, b, c, d, e, f);
  }

  /** It is frozen for so long that it will read nothing of what is sent to it: see {@link RaftConfig.silentMs}. */
  protected isGivenUp(p: number): boolean {
    const { frozenAt, config, w } = this;
    if (frozenAt === undefined || !w.isPaused(p)) return false;
    return w.now - frozenAt.get(p) > (config.silentMs ?? Infinity);
  }

  protected follow(p: number, term: number, leader: number): void {
    const was = this.state.get(p);
    const knew = this.known.get(p);
    const later = term > this.term.get(p);
    if (later) {
      this.term.set(p, term);
      this.votedFor.set(p, 0);
    }
    if (was === LEADER) {
      if (this.w.told)
        this.w.say(
          'demotion',
          p,
          `${this.w.nameOf(p)} hears of term ${term} and steps down.`,
          ...(leader < 0 ? this.config.because.preVote : []),
        );
      this.stopLeading(p);
    }
    this.state.set(p, FOLLOWER);
    this.votes.set(p, 0);
    this.known.set(p, leader + 1);
    if (later || was !== FOLLOWER) this.dropVain(p);
    if (leader >= 0 && this.oldLease !== undefined) this.noteLease(p, this.oldLease);
    if (!later && was === FOLLOWER && knew === leader + 1 && this.members.isVoter(p)) this.rearm(p);
    else this.waitForLeader(p);
  }

  /** The leader whom it hears extends its lease now and then. */
  protected noteLease(p: number, oldLease: Timer): void {
    const { leaseMs = 1, lease } = this.config;
    if (oldLease.leftMs(p) <= leaseMs - (lease?.renewMs ?? 0)) oldLease.arm(p, leaseMs);
  }

  /**
   * Whether an answer does nothing at whom it is for, now and ever after: terms only grow, and nobody leads or stands twice in
   * one. A search that drops such messages meets the same states otherwise, and fewer of them.
   */
  protected isVain(to: number, kind: number, term: number, granted: number, pre: number): boolean {
    const own = this.term.get(to);
    if (kind === this.voted.id) {
      if (granted === 0 || pre === 1) return term <= own;
      return term < own || (term === own && this.state.get(to) !== CANDIDATE);
    }
    return kind === this.appended.id && (term < own || (term === own && this.state.get(to) !== LEADER));
  }

  /** After a change of term or role: takes away what is under way in vain. */
  protected dropVain(p: number): void {
    if (this.timed) return;
    const { mail } = this.w;
    for (let slot = mail.top - 1; slot >= 0; slot--) {
      const kind = mail.kindAt(slot);
      if (kind === 0 || mail.toAt(slot) !== p) continue;
      if (this.isVain(p, kind, mail.wordAt(slot, 0), mail.wordAt(slot, 1), mail.wordAt(slot, 2)))
        mail.remove(slot);
    }
  }

  /** Waits for so long as it drew when it began to follow. */
  protected rearm(p: number): void {
    const patience = this.clocked?.patience.get(p) ?? 0;
    if (patience === 0 || this.drawsLate) this.waitForLeader(p);
    else this.election.arm(p, patience * this.w.options.unitMs);
  }

  protected waitForLeader(p: number): void {
    // Who votes and never stands still tells whether it has a leader.
    if (this.members.isVoter(p)) this.draw(p, this.config.members[p]!.electionMs ?? this.config.electionMs);
  }

  protected draw(p: number, [least, most]: readonly [number, number]): void {
    const { w } = this;
    if (this.clocked === undefined) {
      this.election.arm(p, 1);
      return;
    }
    const from = w.units(least);
    const to = w.units(most);
    if (this.drawsLate) {
      this.clocked.patience.set(p, w.beginning ? from : to);
      this.election.arm(p, least, most);
      return;
    }
    // A replay never lets all of them draw the same: nobody would win. A search tries a few moments.
    const patience = !w.options.searching ? from + w.choose(to - from + 1) : w.chooser.between(from, to);
    this.clocked.patience.set(p, patience);
    this.election.arm(p, patience * w.options.unitMs);
  }

  /** Whether it is the leader, or heard from one within this time: told by how long its election timer runs already. */
  protected hearsLeader(p: number, withinMs: number): boolean {
    if (this.leads(p)) return true;
    if (this.known.get(p) === 0 || this.clocked === undefined) return false;
    if (withinMs === Infinity) return true;
    const { unitMs } = this.w.options;
    const leftMs = this.election.leftMs(p) + this.election.slackMs(p);
    return this.clocked.patience.get(p) * unitMs - leftMs < withinMs;
  }

  protected stepDown(p: number): void {
    this.stopLeading(p);
    this.state.set(p, FOLLOWER);
    this.known.set(p, 0);
    this.waitForLeader(p);
  }

  protected stopLeading(p: number): void {
    this.heartbeat?.cancel(p);
    this.clocked?.check.cancel(p);
    this.forgetFollowers(p);
  }

  /** Only a leader's own view of its followers counts; kept, it would tell equal states apart. */
  protected forgetFollowers(p: number): void {
    for (let q = 0; q < this.n; q++) {
      this.match.set(p * this.n + q, 0);
      this.next.set(p * this.n + q, 0);
    }
    this.clocked?.heard.set(p, 0);
    this.lease?.forget(p);
  }

  protected waitsForOldLease(p: number): boolean {
    return this.oldLease?.isArmed(p) === true;
  }

  /** Its disk takes nothing: what it receives cannot be kept, what it would send is not sent. */
  protected isStuck(p: number): boolean {
    return this.w.stalled.get(this.w.hostOf(p)) !== 0;
  }

  protected mayStand(p: number): boolean {
    return this.members.isVoter(p) && this.config.members[p]!.follows !== true;
  }

  /** Learners and witnesses get the log as well; who was removed gets nothing. */
  protected replicatesTo(p: number, q: number): boolean {
    return (this.members.voters(p) & (1 << q)) !== 0 || !this.config.members[q]!.voter;
  }
}

/** A member like every other one of its kind. */
function isPlain({ voter, witness, follows, preferred, electionMs }: RaftMember): boolean {
  return voter && !witness && follows !== true && preferred !== true && electionMs === undefined;
}

/** What only takes part where time passes. */
interface Clocked {
  /** How long a process waits for the leader, in units: drawn once, as long as it follows the same one. */
  readonly patience: ReturnType<World['perProcess']>;
  /** From whom the leader heard since the last check. */
  readonly heard: ReturnType<World['perProcess']>;
  readonly check: Timer;
}
