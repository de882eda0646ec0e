import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';
import type { RedisServers } from '../redis/servers.js';
import type { SentinelConfig, SentinelNode } from './config.js';

/** How far a failover has come, as in sentinel.c. */
export const STATE = { none: 0, elect: 1, select: 2, promote: 3, wait: 4, reconfigure: 5 } as const;

/** What a server says of itself that is not what a Sentinel wants. */
export const ODD = { nothing: 0, claimsMaster: 1, masterFollows: 2, followsOther: 3 } as const;

/** Figures of sentinel.c, in ms. */
export const PING = 1_000;
export const INFO = 10_000;
export const INFO_FAST = 1_000;
/** A replica is not chosen when its last sign of life, or what it last told of itself, is older. */
export const FRESH = 5_000;
export const ASK = 1_000;
export const PUBLISH = 2_000;
export const ELECTION = 10_000;
export const DESYNC = 1_000;
export const TILT_TRIGGER = 2_000;
export const TILT = 30_000;
export const RECONFIGURE = 10_000;
/** Its clock ticks 10 to 20 times a second. */
export const TICK: readonly [least: number, most: number] = [50, 100];

/** What Sentinels know and remember, each for itself. */
export abstract class SentinelState {
  /** The server that it takes for the master. */
  readonly watched;
  readonly configEpoch;
  protected readonly currentEpoch;
  protected readonly votedFor;
  protected readonly votedEpoch;
  protected readonly state;
  protected readonly failoverEpoch;
  protected readonly promoted;
  protected readonly deadline;
  protected readonly notBefore;
  protected readonly votes;
  protected readonly downBy;
  protected readonly down;
  protected readonly objectively;
  protected readonly sent;
  protected readonly done;
  protected readonly pingAt;
  protected readonly askAt;
  protected readonly helloAt;
  protected readonly tiltUntil;
  /** Per Sentinel and process: when it counts as down if it does not answer before. */
  protected readonly silent;
  /** When the connection to it works again. */
  protected readonly linkAt;
  /** 10 s after a server was last asked what it is: when it is asked again, unless something is wrong. */
  protected readonly infoAt;
  protected readonly odd;
  protected readonly oddAt;

  protected readonly tick;
  protected readonly order;
  protected readonly question;
  protected readonly answer;
  protected readonly n: number;
  protected readonly all: number;

  constructor(
    protected readonly w: World,
    protected readonly config: SentinelConfig,
    protected readonly servers: RedisServers,
  ) {
    this.n = config.servers.length;
    this.all = this.n + config.sentinels.length;
    this.watched = w.perProcess('watched master', 'process');
    this.configEpoch = w.perProcess('config epoch');
    this.currentEpoch = w.perProcess('epoch');
    this.votedFor = w.perProcess('voted for', 'process');
    this.votedEpoch = w.perProcess('voted in');
    this.state = w.perProcess('failover state');
    this.failoverEpoch = w.perProcess('failover epoch');
    this.promoted = w.perProcess('promoted', 'process');
    this.deadline = w.perProcess('failover deadline', 'due');
    this.notBefore = w.perProcess('no failover before', 'due');
    this.votes = w.perProcess('votes', 'processes');
    this.downBy = w.perProcess('down by', 'processes');
    this.down = w.perProcess('down', 'processes');
    this.objectively = w.perProcess('objectively down');
    this.sent = w.perProcess('reconfigured', 'processes');
    this.done = w.perProcess('follow already', 'processes');
    this.pingAt = w.perProcess('ping', 'due');
    this.askAt = w.perProcess('ask', 'due');
    this.helloAt = w.perProcess('hello', 'due');
    this.tiltUntil = w.perProcess('tilt', 'due');
    this.silent = w.perPair('silent', 'due');
    this.linkAt = w.perPair('link', 'due');
    this.infoAt = w.perPair('info', 'due');
    this.odd = w.perPair('reported');
    this.oddAt = w.perPair('reported since', 'due');
    this.tick = w.timer('sentinel clock');
    this.order = w.message('replicaof', 'process');
    this.question = w.message('is master down', 'process', 'value', 'value');
    this.answer = w.message('master down', 'process', 'value', 'process', 'value');
  }

  /** Notes what a server says of itself; true: it has said so for long enough. */
  protected report(at: number, what: number, forMs: number): boolean {
    if (what === ODD.nothing) {
      this.odd.set(at, 0);
      this.oddAt.set(at, 0);
    } else if (this.odd.get(at) !== what) {
      this.odd.set(at, what);
      this.oddAt.set(at, this.w.now + this.w.units(forMs));
    } else return this.ranOut(this.oddAt, at);
    return false;
  }

  /** Whether a question to another process would be answered: nothing is cut, and its connection works. */
  protected answers(s: number, q: number): boolean {
    return this.linkAt.get(this.pair(s, q)) === 0 && this.w.talks(s, q);
  }

  /** Whether what is sent arrives, if not now: a process that is frozen finds it when it goes on. */
  protected isLinked(s: number, q: number): boolean {
    const { network } = this.w;
    const a = this.w.hostOf(s);
    const b = this.w.hostOf(q);
    return (
      this.linkAt.get(this.pair(s, q)) === 0 &&
      !this.w.isDown(q) &&
      network.passes(a, b) &&
      network.passes(b, a)
    );
  }

  /** Due, or never set at all. */
  protected isPast(cells: Cells, at: number): boolean {
    return cells.get(at) <= this.w.now;
  }

  /** Set, and over. */
  protected ranOut(cells: Cells, at: number): boolean {
    const due = cells.get(at);
    return due !== 0 && due <= this.w.now;
  }

  protected pair(s: number, q: number): number {
    return s * this.w.processes.length + q;
  }

  protected node(s: number): SentinelNode {
    return this.config.sentinels[s - this.n]!;
  }
}
