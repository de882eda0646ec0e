import type { Table } from '../run/run.js';
import { keepersOf, type LogBook, note } from './log-books.js';
import type { LogPicture } from './model.js';

interface Change {
  readonly at: number;
  readonly process: number;
  readonly epoch: number;
  readonly upTo: number;
}

/**
 * Logs of epochs and indices. While the run is played, only how far each log goes is kept, where that changed; when all is
 * over and every write has its place, this is turned into numbers of writes: within an epoch, what a log has is
 * a beginning of what there is, so that ranks in sorted lists tell everything.
 */
export class OrderedLogs implements LogBook {
  private readonly times: number[] = [];
  private readonly lags: number[][] = [];
  private readonly changes: Change[] = [];
  private readonly ends: Map<number, number>[] = [];

  constructor(private readonly table: Table) {}

  sample(atMs: number): void {
    const { table, ends } = this;
    const { protocol, recorder } = table;
    const at = this.times.push(atMs) - 1;
    const epochs = recorder.epochsNow();
    const lags: number[] = [];
    for (const p of keepersOf(table)) {
      const own = (ends[p] ??= new Map());
      for (const epoch of epochs) {
        const upTo = protocol.holdsUpTo!(p, epoch);
        if ((own.get(epoch) ?? 0) === upTo) continue;
        own.set(epoch, upTo);
        this.changes.push({ at, process: p, epoch, upTo });
      }
      lags[p] = recorder.lagOf(p);
    }
    this.lags.push(lags);
  }

  finish(lost: readonly number[]): LogPicture[][] {
    const { table, times } = this;
    const places = table.recorder.placesNow();
    const written = new Ranks();
    const doomed = new Ranks();
    for (const { epoch, index } of places) if (epoch > 0) written.add(epoch, index);
    for (const at of lost) if (places[at]!.epoch > 0) doomed.add(places[at]!.epoch, places[at]!.index);
    const keepers = keepersOf(table);
    const counts = new Counts(keepers);
    const pictures: LogPicture[][] = table.prepared.processes.map(() => []);
    let next = 0;
    for (const [at, atMs] of times.entries()) {
      const touched = new Set<number>();
      for (; next < this.changes.length && this.changes[next]!.at === at; next++) {
        const { process, epoch, upTo } = this.changes[next]!;
        counts.set(process, epoch, written.upTo(epoch, upTo), doomed.upTo(epoch, upTo));
        touched.add(epoch);
      }
      for (const epoch of touched) counts.compare(epoch);
      for (const p of keepers)
        note(pictures[p]!, { atMs: at === 0 ? 0 : atMs, ...counts.of(p), lagMs: this.lags[at]![p]! });
    }
    return pictures;
  }
}

/** Sorted indices by epoch. */
class Ranks {
  private readonly byEpoch = new Map<number, number[]>();
  private sorted = false;

  add(epoch: number, index: number): void {
    const list = this.byEpoch.get(epoch);
    if (list === undefined) this.byEpoch.set(epoch, [index]);
    else list.push(index);
  }

  /** How many of an epoch are not beyond an index. */
  upTo(epoch: number, index: number): number {
    if (!this.sorted) for (const list of this.byEpoch.values()) list.sort((a, b) => a - b);
    this.sorted = true;
    const list = this.byEpoch.get(epoch);
    if (list === undefined) return 0;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Per process and epoch how many writes it has, with the sums over all epochs. */
class Counts {
  private readonly held: Map<number, number>[] = [];
  private readonly doomed: Map<number, number>[] = [];
  private readonly only: Map<number, number>[] = [];
  private readonly sums: { held: number; only: number; doomed: number }[] = [];

  constructor(private readonly keepers: readonly number[]) {
    for (const p of keepers) {
      this.held[p] = new Map();
      this.doomed[p] = new Map();
      this.only[p] = new Map();
      this.sums[p] = { held: 0, only: 0, doomed: 0 };
    }
  }

  set(p: number, epoch: number, held: number, doomed: number): void {
    this.sums[p]!.held += held - (this.held[p]!.get(epoch) ?? 0);
    this.sums[p]!.doomed += doomed - (this.doomed[p]!.get(epoch) ?? 0);
    this.held[p]!.set(epoch, held);
    this.doomed[p]!.set(epoch, doomed);
  }

  /** Of an epoch, only the longest beginning has what no other has. */
  compare(epoch: number): void {
    let most = 0;
    let second = 0;
    for (const p of this.keepers) {
      const held = this.held[p]!.get(epoch) ?? 0;
      if (held > most) {
        second = most;
        most = held;
      } else if (held > second) second = held;
    }
    for (const p of this.keepers) {
      const only = (this.held[p]!.get(epoch) ?? 0) === most ? most - second : 0;
      this.sums[p]!.only += only - (this.only[p]!.get(epoch) ?? 0);
      this.only[p]!.set(epoch, only);
    }
  }

  of(p: number): { held: number; only: number; doomed: number } {
    return { ...this.sums[p]! };
  }
}
