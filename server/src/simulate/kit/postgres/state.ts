import type { World } from '../../world/world.js';
import { Logs } from '../logs.js';
import { Part } from '../part.js';
import type { PostgresNode, SyncRule } from './config.js';
import { POSTGRES_WORDS, type ShippingWords } from './words.js';

/** What the server of a process is doing. */
export const MODE = { stopped: 0, starting: 1, running: 2, promoting: 3 } as const;
/** What a standby's WAL receiver is doing. `apart`: its history is not that of its upstream, and it knows. */
export const RECEIVER = { none: 0, streaming: 1, apart: 2 } as const;
const METHODS: readonly SyncRule['method'][] = ['none', 'first', 'any'];

/** The cells of a set of PostgreSQL servers, and what can be told from them alone. */
export class PostgresState extends Part {
  /** What is in the WAL, whether flushed or not. */
  readonly log = new Logs(this.w, 'WAL');
  readonly mode = this.w.perProcess('server');
  /** 1: there is a standby.signal. */
  readonly standby = this.w.perProcess('standby');
  /** Of the timeline that it writes when primary: unique to one promotion, other than the number that it shows. */
  readonly epoch = this.w.perProcess('timeline incarnation');
  readonly timeline = this.w.perProcess('timeline');
  readonly flushed = this.w.perProcess('flushed');
  /** What readers see: on a standby what it replayed; on a primary up to where commits were let go. */
  readonly applied = this.w.perProcess('visible');
  readonly upstream = this.w.perProcess('upstream', 'process');
  readonly receiver = this.w.perProcess('WAL receiver');
  /** Connection attempts that met silence. */
  readonly tries = this.w.perProcess('connection attempts');
  /** Standbys that it takes for connected, and those of them that have caught up. */
  readonly senders = this.w.perProcess('WAL senders', 'processes');
  readonly caughtUp = this.w.perProcess('caught up', 'processes');
  readonly syncMethod = this.w.perProcess('sync method');
  readonly syncMembers = this.w.perProcess('sync names', 'processes');
  /** Per sender and receiver: up to where it was sent, received, and confirmed at the level that commits wait for. */
  readonly sent = this.w.perPair('sent');
  readonly received = this.w.perPair('received');
  readonly confirmed = this.w.perPair('confirmed');
  /** When each side last heard the other, in units: counts once one of them falls silent. */
  readonly heardAt = this.w.cells('last heard', 'value', 'pair', 1, true);
  /** Until when the sender waits for a sign of life; 0: it hears its receiver. */
  readonly heard = this.w.perPair('sender deadline', 'due');
  /** When TCP would give up on data that did not get through; 0: all did. */
  readonly lost = this.w.perPair('retransmitting', 'due');
  private readonly lastEpoch = this.w.one('last timeline incarnation');

  private readonly byProcess: readonly (PostgresNode | undefined)[];
  /** Processes of the servers. */
  readonly all: readonly number[];

  constructor(
    w: World,
    nodes: readonly PostgresNode[],
    readonly words: ShippingWords = POSTGRES_WORDS,
  ) {
    super(w);
    this.all = nodes.map(({ process }) => process);
    this.byProcess = w.processes.map((_, p) => nodes.find(({ process }) => process === p));
  }

  node(p: number): PostgresNode {
    return this.byProcess[p]!;
  }

  isServer(p: number): boolean {
    return this.byProcess[p] !== undefined;
  }

  pair(from: number, to: number): number {
    return from * this.w.processes.length + to;
  }

  isRunning(p: number): boolean {
    return this.mode.get(p) >= MODE.running && this.w.isUp(p);
  }

  isPrimary(p: number): boolean {
    return this.mode.get(p) === MODE.running && this.standby.get(p) === 0;
  }

  isStandby(p: number): boolean {
    return this.mode.get(p) >= MODE.running && this.standby.get(p) === 1;
  }

  newEpoch(): number {
    return this.lastEpoch.add(0, 1);
  }

  setRule(p: number, rule: SyncRule): void {
    let members = 0;
    for (const member of rule.members) members |= 1 << member;
    const method = rule.count === 0 ? 0 : METHODS.indexOf(rule.method);
    this.syncMethod.set(p, method === 0 ? 0 : method + rule.count * 4);
    this.syncMembers.set(p, method === 0 ? 0 : members);
  }

  method(p: number): SyncRule['method'] {
    return METHODS[this.syncMethod.get(p) & 3]!;
  }

  count(p: number): number {
    return this.syncMethod.get(p) >> 2;
  }

  /** Forgets a connection on the sender's side. */
  forgetPair(from: number, to: number): void {
    const at = this.pair(from, to);
    const bit = 1 << to;
    this.senders.set(from, this.senders.get(from) & ~bit);
    this.caughtUp.set(from, this.caughtUp.get(from) & ~bit);
    this.sent.set(at, 0);
    this.received.set(at, 0);
    this.confirmed.set(at, 0);
    this.heard.set(at, 0);
    this.lost.set(at, 0);
  }

  forgetSenders(from: number): void {
    for (const to of this.all) if (to !== from) this.forgetPair(from, to);
  }

  /** Whether anything of one server reaches another at the moment. */
  hears(p: number, q: number): boolean {
    return this.w.isUp(q) && this.w.network.passes(this.w.hostOf(q), this.w.hostOf(p));
  }

  /**
   * When the silence of a peer is noticed that begins now: counted from the last sign of life, of which there is one for
   * every `intervalMs` at the least.
   */
  noticed(p: number, q: number, timeoutMs: number, intervalMs: number): number {
    const { w } = this;
    if (w.options.searching) return w.dueIn(timeoutMs, timeoutMs);
    const idleMs = (w.now - this.heardAt.get(this.pair(p, q))) * w.options.unitMs;
    if (idleMs < intervalMs) return w.dueIn(timeoutMs - idleMs, timeoutMs - idleMs);
    return w.dueIn(Math.max(1, timeoutMs - intervalMs), timeoutMs);
  }

  /** How long ago data of a connection was lost, in ms: since it was sent in vain, else since the last sign of life. */
  silentForMs(from: number, to: number, giveUpMs: number): number {
    const at = this.pair(from, to);
    const { w } = this;
    const lost = this.lost.get(at);
    if (lost !== 0) return Math.max(0, giveUpMs - (lost - w.now) * w.options.unitMs);
    const timeout = this.node(from).walSenderTimeoutMs || giveUpMs;
    const heard = this.heard.get(at);
    return heard === 0 ? 0 : Math.max(0, timeout - (heard - w.now) * w.options.unitMs);
  }
}
