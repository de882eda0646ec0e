import type { Cells } from './cells.js';
import { Flag, type World } from './world.js';

/** What has become of an operation. From `acknowledged` on it is over. */
export const OPERATION = {
  free: 0,
  /** A node works on it, or waits for others. */
  waiting: 1,
  acknowledged: 2,
  /** Acknowledged with a warning that it may be lost. */
  warned: 3,
  refused: 4,
  /** The client cannot tell. */
  unknown: 5,
} as const;

/**
 * The operations that clients have under way, a slot for each. In a search a slot is used once, so that the state
 * tells of every write what became of it; in a replay the client uses its slot again and the history remembers.
 */
export class Operations {
  readonly status: Cells;
  /** The process that took it, + 1. */
  readonly process: Cells;
  /** 1: a read. */
  readonly isRead: Cells;
  /** Number of the write, unique in the run: its value. */
  readonly value: Cells;
  readonly key: Cells;
  /** Where a write stands in the replicated log: the epoch of the leader that took it, and its index there. */
  readonly epoch: Cells;
  readonly index: Cells;
  /** Two words for the protocol. */
  readonly extra: Cells;
  /** Of a read in a search: the slots that were acknowledged when it began. */
  readonly before: Cells;
  /** Those that nobody looks at when an operation is over. */
  readonly untilOver: readonly Cells[];
  /** In the words of the system; of the last refusal. */
  reason = '';

  constructor(private readonly world: World) {
    const of = (name: string, kind: 'value' | 'process' = 'value') =>
      world.cells(`operation ${name}`, kind, 'operation');
    this.status = of('status');
    this.process = of('process', 'process');
    this.isRead = of('read');
    this.value = of('value');
    this.key = of('key');
    this.epoch = of('epoch');
    this.index = of('index');
    this.extra = world.cells('operation extra', 'value', 'operation', 2);
    this.before = of('before');
    this.untilOver = [this.process, this.extra, this.before];
  }

  get count(): number {
    return this.world.options.operations;
  }

  /** A client asks a process. */
  begin(slot: number, process: number, read: boolean, value: number, key: number): void {
    this.status.set(slot, OPERATION.waiting);
    this.process.set(slot, process + 1);
    this.isRead.set(slot, read ? 1 : 0);
    this.value.set(slot, value);
    this.key.set(slot, key);
    this.epoch.set(slot, 0);
    this.index.set(slot, 0);
    this.extra.set(slot * 2, 0);
    this.extra.set(slot * 2 + 1, 0);
    this.before.set(slot, read && this.count <= 30 ? this.acknowledgedSet() : 0);
  }

  /** The write now stands in the log of the process that took it. */
  place(slot: number, epoch: number, index: number): void {
    this.epoch.set(slot, epoch);
    this.index.set(slot, index);
  }

  isWaiting(slot: number): boolean {
    return this.status.get(slot) === OPERATION.waiting;
  }

  isWaitingAt(slot: number, process: number): boolean {
    return this.status.get(slot) === OPERATION.waiting && this.process.get(slot) === process + 1;
  }

  isAcknowledged(slot: number): boolean {
    const status = this.status.get(slot);
    return (status === OPERATION.acknowledged || status === OPERATION.warned) && this.isRead.get(slot) === 0;
  }

  /** The client is told that it is done. */
  acknowledge(slot: number, warned = false): void {
    if (!this.isWaiting(slot)) return;
    this.status.set(slot, warned ? OPERATION.warned : OPERATION.acknowledged);
    this.world.onAcknowledged?.(slot);
    this.world.observer?.completed(slot);
  }

  /** The client is told that it is not done and will not be. */
  refuse(slot: number, reason: string): void {
    if (!this.isWaiting(slot)) return;
    this.status.set(slot, OPERATION.refused);
    this.reason = reason;
    this.world.observer?.completed(slot);
  }

  /** The connection breaks: the client cannot tell. */
  leaveUnknown(slot: number, reason: string): void {
    if (!this.isWaiting(slot)) return;
    this.status.set(slot, OPERATION.unknown);
    this.reason = reason;
    this.world.observer?.completed(slot);
  }

  /** A read is answered with what a process shows. */
  answerFrom(slot: number, process: number): void {
    if (!this.isWaiting(slot)) return;
    const before = this.before.get(slot);
    for (let write = 0; before >> write !== 0; write++) {
      if ((before & (1 << write)) !== 0 && !this.world.shows(process, write)) this.world.flag(Flag.staleRead);
    }
    this.finishRead(slot, process, undefined);
  }

  /** A read is answered with what several said together: `sees` tells whether a write is in it, by number and key. */
  answer(slot: number, sees: (value: number, key: number) => boolean): void {
    if (!this.isWaiting(slot)) return;
    const before = this.before.get(slot);
    for (let write = 0; before >> write !== 0; write++) {
      if ((before & (1 << write)) === 0 || this.key.get(write) !== this.key.get(slot)) continue;
      if (!sees(this.value.get(write), this.key.get(write))) this.world.flag(Flag.staleRead);
    }
    this.finishRead(slot, this.process.get(slot) - 1, sees);
  }

  private finishRead(
    slot: number,
    process: number,
    sees: ((value: number, key: number) => boolean) | undefined,
  ): void {
    this.status.set(slot, OPERATION.acknowledged);
    this.world.observer?.answered(slot, process, sees);
  }

  /** Writes that a reader is promised: of one that was acknowledged with a warning its client was told that it may be missed. */
  private acknowledgedSet(): number {
    let set = 0;
    for (let slot = 0; slot < this.count; slot++)
      if (this.status.get(slot) === OPERATION.acknowledged && this.isRead.get(slot) === 0) set |= 1 << slot;
    return set;
  }
}
