import { countBits } from '../../kit/sets.js';
import type { Payload } from '../../protocol.js';
import type { Cells } from '../../world/cells.js';
import type { MessageKind } from '../../world/mailbox.js';
import type { World } from '../../world/world.js';
import type { ReadMode } from './config.js';

/** What reads need to know of the group. */
export interface ReadGroup {
  readonly commit: Cells;
  readonly term: Cells;
  /** Whom a process takes for the leader, + 1. */
  readonly known: Cells;
  leads(p: number): boolean;
  /** The leader may answer: it has committed something in its own term, and an older leader's lease is over. */
  isReady(p: number): boolean;
  hasLease(p: number): boolean;
  voters(p: number): number;
  majority(p: number): number;
  post(from: number, to: number, kind: MessageKind, a?: number, b?: number, c?: number): void;
}

/**
 * Reads of a Raft group. With `quorum` the leader notes how far the log is committed, and once a majority has
 * confirmed that it still leads, whoever was asked answers as soon as it has applied so much (section 6.4 of
 * https://github.com/ongardie/dissertation).
 */
export class Reads {
  private readonly index: Cells | undefined;
  private readonly acks: Cells | undefined;
  private readonly leader: Cells | undefined;
  private readonly ask: MessageKind;
  private readonly confirm: MessageKind;
  private readonly confirmed: MessageKind;
  private readonly done: MessageKind;

  constructor(
    private readonly world: World,
    private readonly group: ReadGroup,
    private readonly mode: ReadMode,
    private readonly forwards: boolean,
  ) {
    if (mode === 'quorum') {
      // One more than the index, so that nothing committed yet is told from nothing asked.
      this.index = world.cells('read index', 'value', 'operation');
      this.acks = world.cells('read confirmed by', 'processes', 'operation');
      this.leader = world.cells('read at leader', 'process', 'operation');
    }
    this.ask = world.message('read', 'value', 'value');
    this.confirm = world.message('read confirmation asked', 'value', 'value', 'value');
    this.confirmed = world.message('read confirmation', 'value', 'value', 'value');
    this.done = world.message('read index', 'value', 'value', 'value');
  }

  /** A client asks a process. */
  begin(p: number, slot: number): void {
    const { operations } = this.world;
    this.index?.set(slot, 0);
    this.acks?.set(slot, 0);
    this.leader?.set(slot, 0);
    if (this.mode === 'any') return operations.answerFrom(slot, p);
    const known = this.group.known.get(p) - 1;
    if (this.mode === 'connected') {
      if (known >= 0) operations.answerFrom(slot, p);
      else operations.refuse(slot, 'no leader');
      return;
    }
    if (this.group.leads(p)) return this.atLeader(p, p, slot);
    if (known < 0 || !this.forwards) return operations.refuse(slot, 'not leader');
    this.group.post(p, known, this.ask, slot, operations.key.get(slot));
  }

  /** True: the message was about a read. */
  deliver(to: number, m: Payload): boolean {
    const { operations } = this.world;
    const { kind } = m;
    if (kind < this.ask.id || kind > this.done.id) return false;
    const slot = m.word(0);
    const key = m.word(1);
    const waits = operations.isWaiting(slot) && operations.isRead.get(slot) === 1;
    if (kind === this.confirm.id) {
      // Somebody who follows another leader by now says nothing.
      if (m.word(2) === this.group.term.get(to))
        this.group.post(to, m.from, this.confirmed, slot, key, m.word(2));
      return true;
    }
    if (!waits || operations.key.get(slot) !== key) return true;
    if (kind === this.ask.id) {
      if (this.group.leads(to)) this.atLeader(to, m.from, slot);
    } else if (kind === this.confirmed.id) this.onConfirmed(to, m, slot);
    else this.onIndex(to, m.from, slot, m.word(2));
    return true;
  }

  /** More of the log is committed at a process: reads may have waited for that. */
  advanced(p: number): void {
    const { operations } = this.world;
    const { index, leader } = this;
    if (index === undefined || leader === undefined) return;
    for (let slot = 0; slot < operations.count; slot++) {
      if (operations.isRead.get(slot) !== 1 || !operations.isWaiting(slot)) continue;
      if (leader.get(slot) === p + 1 && index.get(slot) === 0) this.startRound(p, slot);
      if (operations.extra.get(slot * 2) > 0) this.finish(p, slot);
    }
  }

  private atLeader(p: number, from: number, slot: number): void {
    const { operations } = this.world;
    const { group } = this;
    if (this.mode === 'quorum') {
      this.leader?.set(slot, p + 1);
      this.startRound(p, slot);
      return;
    }
    if (!group.isReady(p)) return;
    if (this.mode === 'lease' && !group.hasLease(p)) {
      if (from === p) operations.refuse(slot, 'the lease is over');
      return;
    }
    if (from === p) operations.answerFrom(slot, p);
    else group.post(p, from, this.done, slot, operations.key.get(slot), 0);
  }

  private startRound(p: number, slot: number): void {
    const { group } = this;
    const { operations } = this.world;
    if (!group.leads(p) || !group.isReady(p)) return;
    this.index?.set(slot, group.commit.get(p) + 1);
    this.acks?.set(slot, 1 << p);
    if (group.majority(p) === 1) return this.confirmedAll(p, slot);
    const voters = group.voters(p);
    const key = operations.key.get(slot);
    for (let q = 0; q < this.world.processes.length; q++) {
      if (q !== p && (voters & (1 << q)) !== 0) group.post(p, q, this.confirm, slot, key, group.term.get(p));
    }
  }

  private onConfirmed(p: number, m: Payload, slot: number): void {
    const { acks, leader, group } = this;
    if (acks === undefined || leader?.get(slot) !== p + 1) return;
    if (!group.leads(p) || m.word(2) !== group.term.get(p)) return;
    const set = acks.get(slot) | (1 << m.from);
    acks.set(slot, set);
    if (countBits(set & group.voters(p)) >= group.majority(p)) this.confirmedAll(p, slot);
  }

  private confirmedAll(p: number, slot: number): void {
    const { operations } = this.world;
    const index = this.index!.get(slot);
    const asked = operations.process.get(slot) - 1;
    this.leader!.set(slot, 0);
    this.acks!.set(slot, 0);
    if (asked === p) {
      operations.extra.set(slot * 2, index);
      this.finish(p, slot);
    } else this.group.post(p, asked, this.done, slot, operations.key.get(slot), index);
  }

  private onIndex(p: number, from: number, slot: number, index: number): void {
    const { operations } = this.world;
    if (!operations.isWaitingAt(slot, p)) return;
    if (index === 0) return operations.answerFrom(slot, from);
    operations.extra.set(slot * 2, index);
    this.finish(p, slot);
  }

  private finish(p: number, slot: number): void {
    const { operations } = this.world;
    if (!operations.isWaitingAt(slot, p)) return;
    if (this.group.commit.get(p) + 1 >= operations.extra.get(slot * 2)) operations.answerFrom(slot, p);
  }
}
