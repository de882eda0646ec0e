import type { Protocol } from '../protocol.js';
import type { Sees } from './clients.js';

/** Where a write stands in a replicated log; epoch 0: its family keeps none. */
export interface Place {
  readonly epoch: number;
  readonly index: number;
}

/** One acknowledged write. */
interface Write {
  readonly client: number;
  readonly value: number;
  readonly key: number;
  readonly index: number;
  readonly atMs: number;
}

/**
 * The acknowledged writes of a run, in the order that makes it quick to see which of them a copy misses. A write is
 * missed where neither it nor a later one of the same client is there: what is lost for good is counted as lost, and
 * makes later reads no staler.
 */
export class AcknowledgedWrites {
  /** Per client and epoch, by rising index. */
  private readonly byClient: Map<number, Write[]>[] = [];
  /** By rising time: for families without logs, and reads put together from several copies. */
  private readonly all: Write[] = [];

  constructor(private readonly protocol: Protocol) {}

  add(client: number, value: number, key: number, { epoch, index }: Place, atMs: number): void {
    const write = { client, value, key, index, atMs };
    this.all.push(write);
    if (this.protocol.holdsUpTo === undefined) return;
    let byEpoch = this.byClient[client];
    if (byEpoch === undefined) this.byClient[client] = byEpoch = new Map();
    let list = byEpoch.get(epoch);
    if (list === undefined) byEpoch.set(epoch, (list = []));
    let at = list.length;
    while (at > 0 && list[at - 1]!.index > index) at--;
    list.splice(at, 0, write);
  }

  /** When the oldest write was acknowledged that a reader misses, of those acknowledged before `beforeMs`. */
  oldestMissing(process: number, beforeMs: number, key: number, sees: Sees | undefined): number | undefined {
    const { protocol } = this;
    if (protocol.holdsUpTo === undefined || sees !== undefined)
      return this.oldestUnseen(
        beforeMs,
        key,
        sees ?? ((value, of) => protocol.holdsValue?.(process, value, of) ?? true),
      );
    let oldest: number | undefined;
    for (const byEpoch of this.byClient) {
      if (byEpoch === undefined) continue;
      let newestHeld = -1;
      for (const [epoch, list] of byEpoch) {
        const held = list[firstAfter(list, 'index', protocol.holdsUpTo(process, epoch)) - 1];
        if (held !== undefined && held.atMs > newestHeld) newestHeld = held.atMs;
      }
      for (const list of byEpoch.values()) {
        const first = list[firstAfter(list, 'atMs', newestHeld)];
        if (first !== undefined && first.atMs < beforeMs && (oldest === undefined || first.atMs < oldest))
          oldest = first.atMs;
      }
    }
    return oldest;
  }

  /** Whether a process shows the write. */
  isHeld(process: number, value: number, key: number, { epoch, index }: Place): boolean {
    const { protocol } = this;
    if (protocol.holdsUpTo !== undefined) return epoch > 0 && protocol.holdsUpTo(process, epoch) >= index;
    return protocol.holdsValue?.(process, value, key) ?? true;
  }

  private oldestUnseen(beforeMs: number, key: number, isSeen: Sees): number | undefined {
    let oldest: number | undefined;
    let looked = 0;
    // Clients of which a write was seen: whatever came before it counts no more.
    let done = 0;
    for (let at = this.all.length - 1; at >= 0 && looked < LOOK_BACK; at--) {
      const write = this.all[at]!;
      if (write.atMs >= beforeMs || write.key !== key || (done & (1 << write.client)) !== 0) continue;
      looked++;
      if (isSeen(write.value, write.key)) done |= 1 << write.client;
      else oldest = write.atMs;
    }
    return oldest;
  }
}

/** How many of the last writes of a key a read is compared with where there is no log to search in. */
const LOOK_BACK = 1_024;

function firstAfter(list: readonly Write[], by: 'index' | 'atMs', limit: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]![by] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
