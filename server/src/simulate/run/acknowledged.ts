import type { Protocol } from '../protocol.js';
import type { Sees } from './clients.js';

/** Where a write stands in a replicated log; epoch 0: its family keeps none. */
export interface Place {
  readonly epoch: number;
  readonly index: number;
}

/** The acknowledged writes of a run, in the order that makes it quick to see which of them a copy misses. */
export class AcknowledgedWrites {
  /** Per epoch, by rising index. */
  private readonly byEpoch = new Map<number, { readonly index: number; readonly atMs: number }[]>();
  /** Where there are no logs: by rising time. */
  private readonly all: { readonly value: number; readonly key: number; readonly atMs: number }[] = [];

  constructor(private readonly protocol: Protocol) {}

  add(value: number, key: number, { epoch, index }: Place, atMs: number): void {
    if (this.protocol.holdsUpTo === undefined) {
      this.all.push({ value, key, atMs });
      return;
    }
    let list = this.byEpoch.get(epoch);
    if (list === undefined) this.byEpoch.set(epoch, (list = []));
    let at = list.length;
    while (at > 0 && list[at - 1]!.index > index) at--;
    list.splice(at, 0, { index, atMs });
  }

  /** When the oldest write was acknowledged that a reader misses, of those acknowledged before `beforeMs`. */
  oldestMissing(process: number, beforeMs: number, key: number, sees: Sees | undefined): number | undefined {
    let oldest: number | undefined;
    const { protocol } = this;
    if (protocol.holdsUpTo !== undefined && sees === undefined) {
      for (const [epoch, list] of this.byEpoch) {
        const upTo = protocol.holdsUpTo(process, epoch);
        const first = list[firstAfter(list, upTo)];
        if (first !== undefined && first.atMs < beforeMs && (oldest === undefined || first.atMs < oldest))
          oldest = first.atMs;
      }
      return oldest;
    }
    const isSeen = sees ?? ((value: number, of: number) => protocol.holdsValue?.(process, value, of) ?? true);
    let looked = 0;
    for (let at = this.all.length - 1; at >= 0 && looked < LOOK_BACK; at--) {
      const write = this.all[at]!;
      if (write.atMs >= beforeMs || write.key !== key) continue;
      looked++;
      if (!isSeen(write.value, write.key)) oldest = write.atMs;
    }
    return oldest;
  }

  /** Whether a process shows the write. */
  isHeld(process: number, value: number, key: number, { epoch, index }: Place): boolean {
    const { protocol } = this;
    if (protocol.holdsUpTo !== undefined) return epoch > 0 && protocol.holdsUpTo(process, epoch) >= index;
    return protocol.holdsValue?.(process, value, key) ?? true;
  }
}

/** How many of the last writes of a key a read is compared with where there is no log to search in. */
const LOOK_BACK = 256;

function firstAfter(list: readonly { readonly index: number }[], index: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.index <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
