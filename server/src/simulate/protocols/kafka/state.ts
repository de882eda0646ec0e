import { Logs } from '../../kit/logs.js';
import { countBits, has } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { KafkaConfig } from './config.js';

/** The cells, timers and messages of a partition and of the metadata about it. */
export class KafkaState {
  /** The metadata, as the quorum has committed it: the leader, its epoch, the copies in sync, who is fenced. */
  readonly leader;
  readonly epoch;
  readonly isr;
  readonly elr;
  readonly fenced;
  readonly controller;
  /** Per broker: when its session ends. */
  readonly session;

  /** 1: it has started again and is not registered yet. */
  readonly isNew;

  /** What each broker knows of it. */
  readonly seenLeader;
  readonly seenEpoch;
  readonly seenIsr;

  readonly log: Logs;
  readonly highWatermark;
  readonly flushed;
  /** Per leader and copy: up to where it has fetched. */
  readonly match;
  /** When the leader takes the copy out of the ISR if it does not hear of it before; 0: it fetches. */
  readonly lagsAt;
  /** 1: what the leader has does not arrive. */
  readonly broken;

  readonly heartbeat;
  readonly sessions;
  readonly quorum;
  readonly lag;
  readonly fetch;
  readonly disk;
  readonly records;
  readonly fetched;

  readonly brokers: number;
  readonly copies: number;

  constructor(
    readonly w: World,
    readonly config: KafkaConfig,
  ) {
    this.leader = w.one('leader', 'process');
    this.epoch = w.one('leader epoch');
    this.isr = w.one('in sync', 'processes');
    this.elr = w.one('eligible', 'processes');
    this.fenced = w.one('fenced', 'processes');
    this.controller = w.one('controller', 'process');
    this.session = w.perProcess('session', 'due');
    this.isNew = w.perProcess('unregistered');
    this.seenLeader = w.perProcess('seen leader', 'process');
    this.seenEpoch = w.perProcess('seen epoch');
    this.seenIsr = w.perProcess('seen in sync', 'processes');
    this.log = new Logs(w);
    this.highWatermark = w.perProcess('high watermark');
    this.flushed = w.perProcess('flushed');
    this.match = w.perPair('match');
    this.lagsAt = w.perPair('lags', 'due');
    this.broken = w.perProcess('broken');
    this.heartbeat = w.timer('broker heartbeat');
    this.sessions = w.timer('sessions');
    this.quorum = w.timer('controller quorum');
    this.lag = w.timer('replica lag');
    this.fetch = w.timer('fetch');
    this.disk = w.timer('flush');
    this.records = w.message('records', 'value', 'value', 'value');
    this.fetched = w.message('fetch', 'value', 'value');
    this.brokers = config.brokers.length;
    this.copies = config.copies.reduce((set, copy, b) => (copy ? set | (1 << b) : set), 0);
  }

  pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }

  hasCopy(p: number): boolean {
    return has(this.copies, p);
  }

  leads(p: number): boolean {
    return p < this.brokers && this.seenLeader.get(p) === p + 1;
  }

  /** Whether the quorum can commit a change: its leader talks to a majority of it. */
  get canCommit(): boolean {
    const c = this.controller.get() - 1;
    return c >= 0 && this.w.isUp(c) && this.seesMajority(c);
  }

  seesMajority(c: number): boolean {
    const { voters } = this.config;
    let count = 0;
    for (const voter of voters) if (voter === c || this.w.talks(c, voter)) count++;
    return count > voters.length / 2;
  }

  /** Whether a broker reaches whoever keeps the metadata: the active controller, or any server that belongs to it. */
  reachesController(b: number): boolean {
    const c = this.controller.get() - 1;
    if (c < 0 || !this.canCommit || !this.w.isUp(b)) return false;
    if (b === c || this.w.talks(b, c)) return true;
    if (this.config.keeper === 'kraft') return false;
    return this.config.voters.some(voter => this.w.talks(b, voter) && this.w.talks(voter, c));
  }

  isOpen(p: number, q: number): boolean {
    const a = this.w.hostOf(p);
    const b = this.w.hostOf(q);
    return this.w.network.passes(a, b) && this.w.network.passes(b, a) && !this.w.isDown(q);
  }

  count(set: number): number {
    return countBits(set);
  }

  names(set: number): string {
    return this.config.brokers.filter((_, b) => has(set, b)).join(', ');
  }
}
