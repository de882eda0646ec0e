import type { Payload } from '../../protocol.js';
import type { World } from '../../world/world.js';
import { Part } from '../part.js';
import { has } from '../sets.js';
import { cancelWaits, release, syncPosition, syncStandbys, waiting } from './commits.js';
import type { PostgresNode, SyncRule } from './config.js';
import { MODE, PostgresState, RECEIVER } from './state.js';
import { Streams } from './streams.js';
import { POSTGRES_WORDS, type ShippingWords } from './words.js';

/**
 * A set of PostgreSQL servers and the replication between them, for whatever decides who leads: nobody, an operator,
 * Patroni, an operator of Kubernetes. Make it as a field of a protocol (it declares its cells then), pass messages,
 * timers and faults on to it, and tell it whom to promote, to stop and to follow.
 *
 * A write stands in the WAL of the primary that took it. Its epoch is that primary's incarnation of a timeline, unique
 * to one promotion, so that two servers promoted from the same timeline are told apart though both show the same number.
 */
export class PostgresReplication extends Part {
  readonly state: PostgresState;
  readonly streams: Streams;
  private readonly startTimer = this.w.timer('server start');

  constructor(w: World, nodes: readonly PostgresNode[], words: ShippingWords = POSTGRES_WORDS) {
    super(w);
    this.state = new PostgresState(w, nodes, words);
    this.streams = new Streams(this.state);
  }

  /** All servers run, and every standby streams: from its own upstream where `upstreamOf` tells one, else from the primary. */
  begin(primary: number, upstreamOf: (p: number) => number | undefined = () => undefined): void {
    const { state } = this;
    const epoch = state.newEpoch();
    for (const p of state.all) {
      state.mode.set(p, MODE.running);
      state.epoch.set(p, epoch);
      state.timeline.set(p, 1);
      state.standby.set(p, p === primary ? 0 : 1);
      state.setRule(p, state.node(p).sync);
    }
    for (const p of state.all) if (p !== primary) this.streams.begin(p, upstreamOf(p) ?? primary);
  }

  /** False: the message is not its own. */
  deliver(to: number, m: Payload): boolean {
    return this.streams.deliver(to, m);
  }

  /** False: the timer is not its own. */
  expire(p: number, timer: number): boolean {
    if (timer !== this.startTimer.id) return this.streams.expire(p, timer);
    if (this.state.mode.get(p) === MODE.promoting) this.finishPromotion(p);
    else if (this.state.mode.get(p) === MODE.starting) this.finishStart(p);
    return true;
  }

  /** A client's write: commits on a primary, is refused everywhere else. */
  write(p: number, operation: number): void {
    const { operations } = this.w;
    if (this.isPrimary(p)) return this.commit(p, operation);
    operations.refuse(
      operation,
      this.state.mode.get(p) >= MODE.running
        ? this.state.words.readOnly
        : this.state.mode.get(p) === MODE.starting
          ? 'the database system is starting up'
          : 'connection refused',
    );
  }

  read(p: number, operation: number): void {
    if (this.isRunning(p)) this.w.operations.answerFrom(operation, p);
    else this.w.operations.refuse(operation, 'the database system is not accepting connections');
  }

  /** Takes connections: as primary, as standby, or while it is being promoted. */
  isRunning(p: number): boolean {
    return this.state.isRunning(p);
  }

  isPrimary(p: number): boolean {
    return this.state.isPrimary(p);
  }

  isStandby(p: number): boolean {
    return this.state.isStandby(p);
  }

  isStopped(p: number): boolean {
    return this.state.mode.get(p) === MODE.stopped;
  }

  /** It starts, recovers, or is being promoted. */
  isChanging(p: number): boolean {
    const mode = this.state.mode.get(p);
    return mode === MODE.starting || mode === MODE.promoting;
  }

  /** It is about to be primary. */
  isPromoting(p: number): boolean {
    return this.state.mode.get(p) === MODE.promoting;
  }

  /** There is a standby.signal: it runs as a standby, or will when it is started. */
  isStandbyByFile(p: number): boolean {
    return this.state.standby.get(p) === 1;
  }

  /** The number of its timeline as the server shows it. */
  timeline(p: number): number {
    return this.state.timeline.get(p);
  }

  /** Unique to one promotion; grows. A standby's: of the primary that it streams from, or did last. */
  epoch(p: number): number {
    return this.state.epoch.get(p);
  }

  /** pg_last_wal_receive_lsn, or pg_current_wal_lsn of a primary. */
  received(p: number): number {
    return this.state.standby.get(p) === 1 ? this.state.flushed.get(p) : this.state.log.end(p);
  }

  /** pg_last_wal_replay_lsn; of a primary what its readers see. */
  position(p: number): number {
    return this.state.applied.get(p);
  }

  /** Whom it is told to follow; -1: nobody. */
  upstream(p: number): number {
    return this.state.upstream.get(p) - 1;
  }

  isStreaming(p: number): boolean {
    return this.state.receiver.get(p) === RECEIVER.streaming;
  }

  /** It cannot follow its upstream, for it has what that one has not: it needs `rewind`. */
  isApart(p: number): boolean {
    return this.state.receiver.get(p) === RECEIVER.apart;
  }

  /** Whether its WAL has something that another one's has not. */
  isAheadOf(p: number, other: number): boolean {
    return this.state.log.common(p, other) < this.state.log.end(p);
  }

  /** pg_stat_replication of a server: standbys that it takes for connected and that have caught up, as a set. */
  connected(p: number): number {
    return this.state.caughtUp.get(p);
  }

  /** Those that its commits wait for at the moment, as a set. */
  synchronous(p: number): number {
    return syncStandbys(this.state, p);
  }

  /** How many commits wait. */
  waiting(p: number): number {
    return waiting(this.state, p);
  }

  /** ALTER SYSTEM SET synchronous_standby_names, and a reload. Without names whoever waits is let go. */
  setSync(p: number, rule: SyncRule): void {
    this.state.setRule(p, rule);
    release(this.state, p);
  }

  /** pg_cancel_backend on all that wait; answers how many there were. */
  cancelWaits(p: number): number {
    const count = cancelWaits(this.state, p);
    if (count > 0 && this.w.told)
      this.w.say(
        'commit',
        p,
        `${count} waiting ${count === 1 ? 'commit' : 'commits'} on ${this.w.nameOf(p)} stop waiting: each client is told success with a warning, and its rows may be on no standby.`,
        ...this.state.node(p).because.sync,
      );
    return count;
  }

  /** pg_promote: takes effect when what was received is replayed. False: it is no standby that runs. */
  promote(p: number): boolean {
    const { state } = this;
    if (!state.isStandby(p) || state.mode.get(p) !== MODE.running) return false;
    state.mode.set(p, MODE.promoting);
    this.streams.disconnect(p);
    this.startTimer.arm(p, ...state.node(p).promoteMs);
    return true;
  }

  /** Stops the server. Fast or immediate: whoever waits for a commit cannot tell what became of it. Peers see closed connections. */
  stop(p: number): void {
    const { state, w } = this;
    if (state.mode.get(p) === MODE.stopped) return;
    this.abandonClients(p, 'terminating connection due to administrator command');
    this.streams.disconnect(p);
    this.leave(p);
    for (const q of state.all) {
      if (q !== p && w.isUp(q) && w.network.passes(w.hostOf(p), w.hostOf(q))) this.streams.closed(q, p);
    }
  }

  /** Starts a stopped server: as a standby of another one, or, without one, as its files say. */
  startUp(p: number, upstream?: number): void {
    const { state } = this;
    if (state.mode.get(p) !== MODE.stopped || !this.w.isUp(p)) return;
    if (upstream !== undefined) {
      state.standby.set(p, 1);
      state.upstream.set(p, upstream + 1);
    }
    state.mode.set(p, MODE.starting);
    this.startTimer.arm(p, ...state.node(p).startMs);
  }

  /** A standby is to stream from another server: primary_conninfo and a reload. Of a primary: for its next start. */
  follow(p: number, upstream: number): void {
    const { state } = this;
    if (state.upstream.get(p) === upstream + 1 && state.receiver.get(p) !== RECEIVER.apart) return;
    if (state.isStandby(p)) this.streams.disconnect(p);
    state.upstream.set(p, upstream + 1);
    if (state.isStandby(p) && upstream >= 0) this.streams.seek(p, 20, 200);
  }

  /**
   * pg_rewind, or a new base backup, of a stopped server: what only it had is gone. Answers how many entries those were.
   * The source must run.
   */
  rewind(p: number, source: number): number {
    const { state, w } = this;
    const gone = state.log.end(p) - state.log.common(source, p);
    if (gone > 0 && w.told)
      w.say(
        'rollback',
        p,
        `${w.nameOf(p)} is made a copy of ${w.nameOf(source)} again: ${gone} ${gone === 1 ? 'write' : 'writes'} that only it had ${gone === 1 ? 'is' : 'are'} gone.`,
      );
    state.log.copy(source, p, state.flushed.get(source));
    const end = state.log.end(p);
    state.flushed.set(p, end);
    state.applied.set(p, Math.min(end, state.applied.get(source)));
    state.epoch.set(p, state.epoch.get(source));
    state.timeline.set(p, state.timeline.get(source));
    state.standby.set(p, 1);
    return gone;
  }

  holds(p: number, operation: number): boolean {
    const { operations } = this.w;
    const index = operations.index.get(operation);
    return (
      index <= this.state.applied.get(p) && this.state.log.contains(p, operations.epoch.get(operation), index)
    );
  }

  holdsUpTo(p: number, epoch: number): number {
    return this.state.log.upTo(p, epoch, this.state.applied.get(p));
  }

  /** A primary of a later promotion runs without it. */
  isLost(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    const { state } = this;
    return state.all.some(
      p =>
        state.isPrimary(p) &&
        this.w.isUp(p) &&
        state.epoch.get(p) > epoch &&
        !state.log.contains(p, epoch, index),
    );
  }

  /**
   * Every server has it on disk. Who leads later has it in its WAL then, and whoever is rewound or copied anew is made like one
   * that has it; a server that comes back keeps what it had flushed.
   */
  isSafe(operation: number): boolean {
    const { operations } = this.w;
    const epoch = operations.epoch.get(operation);
    const index = operations.index.get(operation);
    const { state } = this;
    for (let i = 0; i < state.all.length; i++) if (!this.keeps(state.all[i]!, epoch, index)) return false;
    return true;
  }

  /** An entry stands in the WAL of a server, on disk. */
  keeps(p: number, epoch: number, index: number): boolean {
    return this.state.flushed.get(p) >= index && this.state.log.contains(p, epoch, index);
  }

  /** Killed, or the power is gone. What the primary had not flushed is gone; on standbys only a power loss takes that. */
  crashed(p: number, powerLoss: boolean): void {
    const { state } = this;
    const flushed = state.flushed.get(p);
    const primary = state.standby.get(p) === 0;
    const unflushed = state.log.end(p) - flushed;
    this.leave(p);
    if (powerLoss) this.streams.silentToAll(p);
    if (unflushed === 0) return;
    if (!primary && !powerLoss) {
      state.flushed.set(p, state.log.end(p));
      return;
    }
    state.log.truncate(p, flushed);
    state.applied.set(p, Math.min(flushed, state.applied.get(p)));
    // Its next entries stand where those stood that are gone: they must not be taken for them.
    if (primary) state.epoch.set(p, state.newEpoch());
    if (this.w.told)
      this.w.say(
        'rollback',
        p,
        `${unflushed} ${unflushed === 1 ? 'write' : 'writes'} that ${this.w.nameOf(p)} had not flushed ${unflushed === 1 ? 'is' : 'are'} gone.`,
        ...state.node(p).because.level,
      );
  }

  /** Started again, as the files say: who was primary is primary. */
  restarted(p: number): void {
    this.streams.returned(p);
    this.startUp(p);
  }

  closed(p: number, peer: number): void {
    if (this.state.isServer(p)) this.streams.closed(p, peer);
  }

  joined(hostA: number, hostB: number): void {
    this.streams.joined(hostA, hostB);
  }

  diskStalled(host: number, on: boolean): void {
    if (on) return;
    for (const p of this.state.all) if (this.w.hostOf(p) === host && this.isRunning(p)) this.streams.flush(p);
  }

  /** Things that hold in every state. */
  broken(): readonly string[] {
    const { state } = this;
    return state.all.some(
      p => state.applied.get(p) > state.log.end(p) || state.flushed.get(p) > state.log.end(p),
    )
      ? ['WAL positions']
      : [];
  }

  protected commit(p: number, operation: number): void {
    const { state, w } = this;
    const epoch = state.epoch.get(p);
    const index = state.log.append(p, epoch);
    w.operations.place(operation, epoch, index);
    const { level, walWriterDelayMs } = state.node(p);
    if (level === 'off') {
      state.applied.set(p, index);
      w.operations.acknowledge(operation);
      this.streams.flushSoon(p, 1, 3 * walWriterDelayMs);
      return;
    }
    this.streams.flush(p);
    if (w.told && syncPosition(state, p) === -1 && waiting(state, p) === 1)
      w.say(
        'blocked',
        p,
        `Commits on ${w.nameOf(p)} wait: too few of the standbys that they need are connected.`,
        ...state.node(p).because.sync,
      );
  }

  private finishPromotion(p: number): void {
    const { state } = this;
    this.streams.replayAll(p);
    state.upstream.set(p, 0);
    state.standby.set(p, 0);
    state.mode.set(p, MODE.running);
    state.flushed.set(p, state.log.end(p));
    state.epoch.set(p, state.newEpoch());
    state.timeline.add(p, 1);
    if (this.w.told)
      this.w.say('promotion', p, state.words.promoted(this.w.nameOf(p), state.timeline.get(p)));
    this.streams.transmit(p);
  }

  protected finishStart(p: number): void {
    const { state } = this;
    state.mode.set(p, MODE.running);
    if (state.standby.get(p) === 0) {
      // Whoever waited for standbys when it went down counts as committed now.
      const shown = state.applied.get(p);
      const end = state.log.end(p);
      state.flushed.set(p, end);
      state.applied.set(p, end);
      if (this.w.told)
        this.w.say(
          'recovery',
          p,
          end > shown && shown > 0
            ? `${this.w.nameOf(p)} is ${state.words.primary} again, and the commits that waited for standbys are visible without them.`
            : `${this.w.nameOf(p)} is ${state.words.primary} again.`,
        );
      return;
    }
    // It takes readers first; few of them come before it streams.
    if (state.upstream.get(p) > 0) this.streams.seek(p, 5, 80);
  }

  /** The server is down: its clients and peers are not told here. */
  private leave(p: number): void {
    this.startTimer.cancel(p);
    this.streams.forget(p);
    this.state.mode.set(p, MODE.stopped);
  }

  private abandonClients(p: number, reason: string): void {
    const { operations } = this.w;
    for (let slot = 0; slot < operations.count; slot++)
      if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, reason);
  }

  /** Standbys of a set, by name, for sentences. */
  namesOf(set: number): string {
    return this.state.all
      .filter(p => has(set, p))
      .map(p => this.w.nameOf(p))
      .join(', ');
  }
}
