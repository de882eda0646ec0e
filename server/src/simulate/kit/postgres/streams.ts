import type { Payload } from '../../protocol.js';
import { STATUS } from '../../world/world.js';
import { Part } from '../part.js';
import { has } from '../sets.js';
import { nextRetransmission, nextSyn, TCP_GIVE_UP_MS } from '../tcp.js';
import { sayApart, sayNoSlot } from './apart.js';
import { release, syncStandbys } from './commits.js';
import { DelayedReplay } from './delayed-replay.js';
import { type PostgresState, RECEIVER } from './state.js';

/**
 * Streaming replication: WAL senders and WAL receivers, and the TCP connections between them. Connecting is one event;
 * what flows are messages. Cascades are like the rest: every server that runs may have senders.
 */
export class Streams extends Part {
  private readonly wal = this.w.data('WAL', 'value', 'value', 'value', 'value');
  private readonly reply = this.w.message('WAL reply', 'value', 'value', 'value');
  private readonly senderTimer = this.w.timer('wal_sender_timeout');
  private readonly receiverTimer = this.w.timer('wal_receiver_timeout');
  private readonly connectTimer = this.w.timer('reconnect');
  private readonly retransmitTimer = this.w.timer('TCP retransmission');
  private readonly flushTimer = this.w.timer('WAL flush');
  private readonly replay: DelayedReplay;
  /** Whether a server turns away a standby that wants to stream, for want of a slot: who manages slots says so. */
  refuses: ((from: number, to: number) => boolean) | undefined;

  constructor(private readonly state: PostgresState) {
    super(state.w);
    const { w } = state;
    w.watchers.push({
      cut: (from, to) => {
        for (const q of state.all) {
          if (w.hostOf(q) !== from) continue;
          for (const p of state.all) if (w.hostOf(p) === to) this.silent(p, q);
        }
      },
      paused: q => this.silentToAll(q),
      resumed: q => this.resumed(q),
    });
    this.replay = new DelayedReplay(state, p => this.sendReply(p));
  }

  /** False: the message is none of streaming replication. */
  deliver(to: number, m: Payload): boolean {
    if (m.kind === this.wal.id) this.onWal(to, m);
    else if (m.kind === this.reply.id) this.onReply(to, m);
    else return false;
    return true;
  }

  /** False: the timer is none of streaming replication. */
  expire(p: number, timer: number): boolean {
    if (timer === this.senderTimer.id) this.dropSilent(p);
    else if (timer === this.receiverTimer.id) this.onReceiverTimeout(p);
    else if (timer === this.connectTimer.id) this.connect(p);
    else if (timer === this.retransmitTimer.id) this.resume(p);
    else if (timer === this.flushTimer.id) this.flush(p);
    else return this.replay.expire(p, timer);
    return true;
  }

  /** The standby is connected and has caught up: how a cluster begins. */
  begin(standby: number, upstream: number): void {
    this.state.upstream.set(standby, upstream + 1);
    this.open(upstream, standby);
    this.state.caughtUp.set(upstream, this.state.caughtUp.get(upstream) | (1 << standby));
  }

  /** Sends what is flushed to whoever is connected. */
  transmit(p: number): void {
    const { state } = this;
    const senders = state.senders.get(p);
    if (senders === 0) return;
    for (const q of state.all) if (has(senders, q)) this.sendTo(p, q);
  }

  /** Makes durable what is in the WAL, now, where the disk takes it; says so upstream, and passes it on. */
  flush(p: number): void {
    const { state } = this;
    this.flushTimer.cancel(p);
    const end = state.log.end(p);
    if (state.flushed.get(p) >= end || state.w.stalled.get(state.w.hostOf(p)) !== 0) return;
    state.flushed.set(p, end);
    if (state.standby.get(p) === 1) {
      this.replay.received(p);
      this.sendReply(p);
    }
    this.transmit(p);
    if (state.standby.get(p) === 0) release(state, p);
  }

  /** Makes durable a little later what was acknowledged before. */
  flushSoon(p: number, leastMs: number, mostMs: number): void {
    if (!this.flushTimer.isArmed(p)) this.flushTimer.arm(p, leastMs, mostMs);
  }

  /** Starts to look for its upstream. */
  seek(p: number, leastMs: number, mostMs: number): void {
    this.state.tries.set(p, 0);
    this.connectTimer.arm(p, leastMs, mostMs);
  }

  /** A standby ends its own connection: its upstream hears of it where it can. */
  disconnect(p: number): void {
    const { state } = this;
    const upstream = state.upstream.get(p) - 1;
    const was = state.receiver.get(p);
    this.forgetReceiver(p);
    if (upstream < 0 || was !== RECEIVER.streaming) return;
    if (has(state.senders.get(upstream), p) && this.passes(p, upstream)) this.drop(upstream, p);
  }

  /** All that a server had open is gone with it. */
  forget(p: number): void {
    this.forgetReceiver(p);
    this.state.forgetSenders(p);
    this.senderTimer.cancel(p);
    this.flushTimer.cancel(p);
    this.replay.forget(p);
  }

  /** Replays at once what is still held back: a promotion does not wait for recovery_min_apply_delay. */
  replayAll(p: number): void {
    this.replay.forget(p);
    this.state.applied.set(p, this.state.log.end(p));
  }

  /** The peer's end of every connection to `p` was closed. */
  closed(p: number, peer: number): void {
    const { state } = this;
    if (has(state.senders.get(p), peer)) this.drop(p, peer);
    if (state.upstream.get(p) === peer + 1 && state.receiver.get(p) === RECEIVER.streaming) this.lose(p);
  }

  /** Its machine is frozen or without power: whoever is connected to it begins to wait for a sign of life. */
  silentToAll(q: number): void {
    if (!this.state.isServer(q)) return;
    for (const p of this.state.all) if (p !== q) this.silent(p, q);
  }

  /** It goes on after it was frozen: it says so, and what was sent to it meanwhile arrives. */
  private resumed(p: number): void {
    const { state } = this;
    if (!state.isServer(p)) return;
    for (const q of state.all) {
      if (q === p) continue;
      if (has(state.senders.get(q), p)) {
        this.refresh(q, p);
        if (state.isRunning(q)) this.sendTo(q, p);
      }
      if (state.upstream.get(q) === p + 1 && state.receiver.get(q) === RECEIVER.streaming) this.listen(q);
    }
  }

  /** It is up again after it had lost power: whoever still takes itself for connected is told otherwise by its machine. */
  returned(p: number): void {
    const { state } = this;
    for (const q of state.all)
      if (state.upstream.get(q) === p + 1 && state.receiver.get(q) === RECEIVER.streaming)
        this.retransmitTimer.arm(q, 200, state.node(q).statusIntervalMs || 10_000);
  }

  private silent(p: number, q: number): void {
    const { state } = this;
    const interval = state.node(q).statusIntervalMs || 10_000;
    const at = state.pair(p, q);
    if (has(state.senders.get(p), q) && state.heard.get(at) === 0) {
      const timeout = state.node(p).walSenderTimeoutMs || TCP_GIVE_UP_MS;
      state.heard.set(at, state.noticed(p, q, timeout, interval));
      this.watch(p);
    }
    if (state.upstream.get(p) !== q + 1 || state.receiver.get(p) !== RECEIVER.streaming) return;
    const timeout = state.node(p).walReceiverTimeoutMs;
    if (timeout > 0 && !this.receiverTimer.isArmed(p))
      this.receiverTimer.due.set(p, state.noticed(p, q, timeout, interval));
  }

  /** A cut between two hosts is over. What was under way comes with the next retransmission. */
  joined(hostA: number, hostB: number): void {
    const { state } = this;
    for (const from of state.all) {
      for (const to of state.all) {
        const a = state.w.hostOf(from);
        const b = state.w.hostOf(to);
        if ((a === hostA && b === hostB) || (a === hostB && b === hostA)) this.rejoin(from, to);
      }
    }
  }

  private rejoin(from: number, to: number): void {
    const { state } = this;
    const at = state.pair(from, to);
    const follows = state.upstream.get(to) === from + 1 && state.receiver.get(to) === RECEIVER.streaming;
    if (!has(state.senders.get(from), to)) {
      // The sender has given up: the receiver's next packet is answered with a reset.
      if (follows) this.retransmitTimer.arm(to, 200, this.state.node(to).statusIntervalMs || 10_000);
      return;
    }
    // The receiver has given up: what the sender sends again is answered with a reset, and until then it counts as connected.
    const idle = state.lost.get(at) === 0 && state.received.get(at) >= state.sent.get(at);
    const silent = state.silentForMs(from, to, TCP_GIVE_UP_MS);
    // Where nothing flows the first thing that got lost was a sign of life.
    const elapsed = idle ? Math.max(0, silent - (state.node(to).statusIntervalMs || 10_000)) : silent;
    const [least, most] = nextRetransmission(state.w, from, to, elapsed);
    this.retransmitTimer.arm(to, least, most);
  }

  /**
   * A standby connects anew where its old connection has a sender still. Of two of one name the older one is the synchronous standby, and a
   * slot is in use until its sender is gone: replication that is waited for goes on when that one has heard that nobody is there.
   */
  private isHeldUp(upstream: number, p: number): boolean {
    if (!has(this.state.senders.get(upstream), p)) return false;
    if (this.retransmitTimer.isArmed(p) && has(syncStandbys(this.state, upstream), p)) return true;
    this.retransmitTimer.cancel(p);
    this.drop(upstream, p);
    return false;
  }

  private sendTo(from: number, to: number): void {
    const { state } = this;
    const at = state.pair(from, to);
    // Frozen, it takes nothing in: what waits in its buffers is sent when it goes on.
    if (state.lost.get(at) !== 0 || state.w.status.get(to) === STATUS.paused) return;
    const limit = state.flushed.get(from);
    for (let sent = state.sent.get(at); sent < limit; ) {
      const end = Math.min(limit, state.log.segmentEnd(from, sent + 1));
      if (end <= sent) return;
      const epoch = state.log.epochAt(from, sent + 1);
      const arrives = state.w.send(from, to, this.wal, sent, state.log.epochAt(from, sent), epoch, end);
      state.sent.set(at, (sent = end));
      if (!arrives) return this.noteLoss(from, to);
    }
  }

  /** TCP keeps the order: nothing comes through until what was lost is sent again. */
  private noteLoss(from: number, to: number): void {
    const { state } = this;
    const at = state.pair(from, to);
    if (state.lost.get(at) !== 0) return;
    state.lost.set(at, state.w.dueIn(TCP_GIVE_UP_MS, TCP_GIVE_UP_MS));
    // A lossy link, not a cut.
    if (this.passes(from, to) && this.passes(to, from) && !state.w.isDown(to))
      this.retransmitTimer.arm(to, ...nextRetransmission(state.w, from, to, 0));
    if (state.w.told && has(syncStandbys(state, from), to)) {
      const { because, walSenderTimeoutMs } = state.node(from);
      state.w.say(
        'blocked',
        from,
        state.words.silent(state.w.nameOf(to), state.w.nameOf(from), walSenderTimeoutMs),
        ...because.sync,
        ...because.senderTimeout,
      );
    }
  }

  private resume(to: number): void {
    const { state } = this;
    const from = state.upstream.get(to) - 1;
    if (from < 0) return;
    if (state.receiver.get(to) !== RECEIVER.streaming) {
      if (has(state.senders.get(from), to) && this.passes(from, to) && this.passes(to, from))
        this.drop(from, to);
      return;
    }
    if (!state.w.talks(from, to)) return;
    if (!has(state.senders.get(from), to)) return this.lose(to);
    const at = state.pair(from, to);
    state.lost.set(at, 0);
    state.sent.set(at, state.received.get(at));
    this.refresh(from, to);
    this.listen(to);
    if (state.w.told)
      state.w.say(
        'recovery',
        to,
        `${state.w.nameOf(to)} hears ${state.w.nameOf(from)} again: TCP sends what was lost, and replication goes on.`,
      );
    this.sendTo(from, to);
    this.sendReply(to);
  }

  private onWal(p: number, m: Payload): void {
    const { state } = this;
    if (!state.isStandby(p) || state.upstream.get(p) !== m.from + 1) return;
    if (state.receiver.get(p) !== RECEIVER.streaming) return;
    this.listen(p);
    const before = m.word(0);
    if (before > state.log.end(p) || state.log.epochAt(p, before) !== m.word(1)) return;
    if (m.word(3) > state.log.end(p)) {
      state.log.extend(p, m.word(2), m.word(3));
      if (m.word(2) > state.epoch.get(p)) {
        state.epoch.set(p, m.word(2));
        state.timeline.set(p, state.timeline.get(m.from));
      }
      const late = state.node(m.from).level === 'remote_write';
      if (late || state.w.stalled.get(state.w.hostOf(p)) !== 0) {
        // Written to the operating system, and flushed a moment later.
        this.flushSoon(p, 1, 10);
      } else return this.flush(p);
    }
    this.sendReply(p);
  }

  private sendReply(p: number): void {
    const { state } = this;
    const to = state.upstream.get(p) - 1;
    if (to < 0 || state.receiver.get(p) !== RECEIVER.streaming) return;
    const { flushed, applied, log, w } = state;
    if (!w.send(p, to, this.reply, log.end(p), flushed.get(p), applied.get(p)))
      if (has(state.senders.get(to), p)) this.noteLoss(to, p);
  }

  private onReply(p: number, m: Payload): void {
    const { state } = this;
    const { from } = m;
    if (!has(state.senders.get(p), from)) return;
    const at = state.pair(p, from);
    this.refresh(p, from);
    const { level } = state.node(p);
    const confirmed = m.word(level === 'remote_write' ? 0 : level === 'remote_apply' ? 2 : 1);
    state.received.set(at, Math.max(state.received.get(at), m.word(0)));
    state.confirmed.set(at, Math.max(state.confirmed.get(at), confirmed));
    if (!has(state.caughtUp.get(p), from) && state.received.get(at) >= state.sent.get(at)) {
      state.caughtUp.set(p, state.caughtUp.get(p) | (1 << from));
      if (state.w.told)
        state.w.say('membership', p, `${state.w.nameOf(from)} has caught up with ${state.w.nameOf(p)}.`);
    }
    release(state, p);
  }

  private dropSilent(p: number): void {
    const { state } = this;
    for (const q of state.all) {
      const due = state.heard.get(state.pair(p, q));
      if (due === 0 || due > state.w.now) continue;
      if (state.w.told)
        state.w.say(
          'suspicion',
          p,
          `${state.w.nameOf(p)} has not heard ${state.w.nameOf(q)} for ${state.node(p).walSenderTimeoutMs / 1000} s and ends the connection.`,
          ...state.node(p).because.senderTimeout,
        );
      this.drop(p, q);
      if (
        this.passes(p, q) &&
        state.upstream.get(q) === p + 1 &&
        state.receiver.get(q) === RECEIVER.streaming
      )
        this.lose(q);
    }
    this.watch(p);
  }

  /** A sender ends: whoever stands next in the list takes its place at once. */
  private drop(p: number, q: number): void {
    const { state } = this;
    const before = syncStandbys(state, p);
    state.forgetPair(p, q);
    this.watch(p);
    if (state.w.told && has(before, q) && state.isPrimary(p)) {
      const next = syncStandbys(state, p) & ~before;
      const names = state.all.filter(s => has(next, s)).map(s => state.w.nameOf(s));
      state.w.say(
        'membership',
        p,
        `${state.w.nameOf(q)} is no longer connected to ${state.w.nameOf(p)}${names.length > 0 ? `; ${names.join(', ')} takes its place` : ''}.`,
        ...state.node(p).because.sync,
      );
    }
    release(state, p);
  }

  private onReceiverTimeout(p: number): void {
    const { state } = this;
    const upstream = state.upstream.get(p) - 1;
    if (upstream < 0 || state.receiver.get(p) !== RECEIVER.streaming) return;
    if (state.w.told)
      state.w.say(
        'suspicion',
        p,
        `${state.w.nameOf(p)} has not heard ${state.w.nameOf(upstream)} for ${state.node(p).walReceiverTimeoutMs / 1000} s and connects anew.`,
        ...state.node(p).because.receiverTimeout,
      );
    this.disconnect(p);
    this.seek(p, 20, 200);
  }

  /** The connection is gone: the first attempt to connect again comes at once, those after it at intervals. */
  private lose(p: number): void {
    this.forgetReceiver(p);
    if (this.state.isStandby(p) && this.state.upstream.get(p) !== 0) this.seek(p, 20, 200);
  }

  private connect(p: number): void {
    const { state } = this;
    const upstream = state.upstream.get(p) - 1;
    if (!state.isStandby(p) || upstream < 0 || state.receiver.get(p) !== RECEIVER.none) return;
    const { retryIntervalMs, because } = state.node(p);
    if (!this.passes(p, upstream) || !this.passes(upstream, p)) {
      // Silence: the kernel repeats its SYN.
      const { waitMs, next } = nextSyn(state.w, state.tries.get(p));
      state.tries.set(p, next);
      this.connectTimer.arm(p, waitMs);
      return;
    }
    if (this.isHeldUp(upstream, p)) return this.connectTimer.arm(p, 20, 600);
    state.tries.set(p, 0);
    const ends = state.log.common(upstream, p);
    if (this.refuses?.(upstream, p) === true) {
      if (state.w.told) sayNoSlot(state, p, upstream);
      this.connectTimer.arm(p, retryIntervalMs);
      return;
    }
    if (!state.isRunning(upstream) || (ends === state.log.end(upstream) && ends < state.log.end(p))) {
      this.connectTimer.arm(p, retryIntervalMs);
      return;
    }
    const switches = state.epoch.get(upstream) !== state.epoch.get(p);
    if (ends < state.log.end(p) || (switches && !state.node(p).followsTimelines)) {
      state.receiver.set(p, RECEIVER.apart);
      if (state.w.told) sayApart(state, p, upstream, ends < state.log.end(p));
      return;
    }
    if (state.w.told)
      state.w.say(
        'recovery',
        p,
        `${state.w.nameOf(p)} streams from ${state.w.nameOf(upstream)}.`,
        ...because.retry,
      );
    this.open(upstream, p);
    this.sendTo(upstream, p);
    this.sendReply(p);
  }

  private open(from: number, to: number): void {
    const { state } = this;
    const at = state.pair(from, to);
    const end = state.log.end(to);
    state.forgetPair(from, to);
    state.senders.set(from, state.senders.get(from) | (1 << to));
    state.sent.set(at, end);
    state.received.set(at, end);
    state.receiver.set(to, RECEIVER.streaming);
    state.timeline.set(to, state.timeline.get(from));
    state.epoch.set(to, state.epoch.get(from));
    this.refresh(from, to);
    this.listen(to);
  }

  /** The sender hears its receiver: it waits for no sign of life, unless silence has begun meanwhile. */
  private refresh(from: number, to: number): void {
    const { state } = this;
    const at = state.pair(from, to);
    state.heardAt.set(at, state.w.now);
    if (state.hears(from, to)) {
      if (state.heard.get(at) === 0) return;
      state.heard.set(at, 0);
    } else {
      const timeout = state.node(from).walSenderTimeoutMs || TCP_GIVE_UP_MS;
      state.heard.set(at, state.w.dueIn(timeout, timeout));
    }
    this.watch(from);
  }

  /** Arms the timer of a server's senders for the first that may fall silent. */
  private watch(p: number): void {
    const { state } = this;
    let least = 0;
    for (const q of state.all) {
      const due = state.heard.get(state.pair(p, q));
      if (due !== 0 && (least === 0 || due < least)) least = due;
    }
    if (least === 0) this.senderTimer.cancel(p);
    else this.senderTimer.due.set(p, Math.max(least, state.w.now + 1));
  }

  /** The receiver hears its sender. */
  private listen(p: number): void {
    const { state } = this;
    const upstream = state.upstream.get(p) - 1;
    state.heardAt.set(state.pair(p, upstream), state.w.now);
    const timeout = state.node(p).walReceiverTimeoutMs;
    if (state.hears(p, upstream)) this.receiverTimer.cancel(p);
    else if (timeout > 0) this.receiverTimer.arm(p, timeout);
  }

  private forgetReceiver(p: number): void {
    this.state.receiver.set(p, RECEIVER.none);
    this.state.tries.set(p, 0);
    for (const timer of [this.receiverTimer, this.retransmitTimer, this.connectTimer]) timer.cancel(p);
  }

  private passes(from: number, to: number): boolean {
    const { w } = this.state;
    return w.network.passes(w.hostOf(from), w.hostOf(to));
  }
}
