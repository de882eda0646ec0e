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
  private readonly byClient: { readonly epoch: number; readonly list: Write[] }[][] = [];
  /** By rising time: for families without logs, and reads put together from several copies. */
  private readonly all: Write[] = [];

  constructor(private readonly protocol: Protocol) {}

  add(client: number, value: number, key: number, { epoch, index }: Place, atMs: number): void {
    const write = { client, value, key, index, atMs };
    this.all.push(write);
    if (this.protocol.holdsUpTo === undefined) return;
    const list = this.listOf(client, epoch);
    let at = list.length;
    while (at > 0 && list[at - 1]!.index > index) at--;
    list.splice(at, 0, write);
  }

  private listOf(client: number, epoch: number): Write[] {
    const epochs = (this.byClient[client] ??= []);
    // The last one is most often the one.
    for (let i = epochs.length - 1; i >= 0; i--) if (epochs[i]!.epoch === epoch) return epochs[i]!.list;
    const list: Write[] = [];
    epochs.push({ epoch, list });
    return list;
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
    for (const epochs of this.byClient) {
      if (epochs === undefined) continue;
      let newestHeld = -1;
      for (const { epoch, list } of epochs) {
        const upTo = protocol.holdsUpTo(process, epoch);
        const last = list[list.length - 1]!;
        const held = last.index <= upTo ? last : list[firstBeyond(list, upTo) - 1];
        if (held !== undefined && held.atMs > newestHeld) newestHeld = held.atMs;
      }
      for (const { list } of epochs) {
        // Most copies have all: their times rise as their places do.
        if (list[list.length - 1]!.atMs <= newestHeld) continue;
        const first = list[firstAfter(list, newestHeld)];
        if (first !== undefined && first.atMs < beforeMs && (oldest === undefined || first.atMs < oldest))
          oldest = first.atMs;
      }
    }
    return oldest;
  }

  /** Tells whether a process shows a write, as long as nothing happens: how far logs go is asked once. */
  heldNow(): (process: number, value: number, key: number, place: Place) => boolean {
    const { protocol } = this;
    if (protocol.holdsUpTo === undefined)
      return (process, value, key) => protocol.holdsValue?.(process, value, key) ?? true;
    const known: Map<number, number>[] = [];
    return (process, _value, _key, { epoch, index }) => {
      if (epoch <= 0) return false;
      const ends = (known[process] ??= new Map());
      let upTo = ends.get(epoch);
      if (upTo === undefined) ends.set(epoch, (upTo = protocol.holdsUpTo!(process, epoch)));
      return upTo >= index;
    };
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

/** The first of those by rising index that stands behind a place. */
function firstBeyond(list: readonly Write[], index: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.index <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of those by rising time that came after a moment. */
function firstAfter(list: readonly Write[], ms: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.atMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
