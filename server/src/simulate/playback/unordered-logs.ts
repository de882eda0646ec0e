import type { Table } from '../run/run.js';
import { keepersOf, type LogBook, note } from './log-books.js';
import type { LogPicture } from './model.js';

/** What everybody has is looked at again only so often, and so are those that are missing for longer, in ms. */
const ALL_AGAIN_MS = 10_000;
const OLD_AGAIN_MS = 1_000;
const OLD_MS = 3_000;

/**
 * Copies without a log: each process is asked for each write whether it has it. What everybody has, and what has been missing
 * for longer, is asked for less often; sums are kept up as answers change.
 */
export class UnorderedLogs implements LogBook {
  private readonly keepers: readonly number[];
  private readonly rows: Row[] = [];
  /** Writes that not everybody has, in the order of their beginnings. */
  private open: number[] = [];
  private readonly samples: { atMs: number; sums: (Sums | undefined)[] }[] = [];
  /** Per process: a write came or went, at which sample. */
  private readonly toggles: { at: number; process: number; write: number; here: boolean }[] = [];
  private readonly sums: Sums[] = [];
  /** Per client and key: the last write that everybody has. */
  private readonly settled = new Map<number, number>();
  private readonly positions: number[] = [];
  private lookedAtAll = 0;
  private lookedAtOld = 0;

  constructor(private readonly table: Table) {
    this.keepers = keepersOf(table);
    for (const p of this.keepers) this.sums[p] = { held: 0, only: 0, lagMs: 0 };
  }

  sample(atMs: number, anew: boolean): void {
    const { asked } = this.table.recorder;
    for (let i = this.rows.length; i < asked.length; i++) {
      const { kind } = asked[i]!;
      this.rows.push({ here: new Set(), isWrite: kind === 'write' });
      if (kind === 'write') this.open.push(i);
    }
    const at = this.samples.length;
    const all = anew || atMs - this.lookedAtAll >= ALL_AGAIN_MS || this.isFewer();
    const old = all || atMs - this.lookedAtOld >= OLD_AGAIN_MS;
    if (all) {
      this.lookedAtAll = atMs;
      this.open = this.rows.flatMap(({ isWrite }, i) => (isWrite ? [i] : []));
      this.settled.clear();
    }
    if (old) this.lookedAtOld = atMs;
    const still: number[] = [];
    for (const i of this.open) {
      const row = this.rows[i]!;
      if (old || atMs - asked[i]!.invokedMs < OLD_MS) this.ask(i, row, at);
      if (row.here.size < this.keepers.length) still.push(i);
      else this.settled.set(this.sessionOf(i), Math.max(i, this.settled.get(this.sessionOf(i)) ?? -1));
    }
    this.open = still;
    for (const p of this.keepers) this.sums[p]!.lagMs = this.lagOf(p, atMs);
    this.samples.push({ atMs, sums: this.sums.map(sum => ({ ...sum })) });
  }

  finish(lost: readonly number[]): LogPicture[][] {
    const gone = new Set(lost);
    const pictures: LogPicture[][] = this.table.prepared.processes.map(() => []);
    const doomed: number[] = [];
    let next = 0;
    for (const [at, { atMs, sums }] of this.samples.entries()) {
      for (; next < this.toggles.length && this.toggles[next]!.at === at; next++) {
        const { process, write, here } = this.toggles[next]!;
        if (gone.has(write)) doomed[process] = (doomed[process] ?? 0) + (here ? 1 : -1);
      }
      for (const p of this.keepers)
        note(pictures[p]!, {
          atMs: at === 0 ? 0 : atMs,
          ...pick(sums[p]!),
          doomed: doomed[p] ?? 0,
          lagMs: sums[p]!.lagMs,
        });
    }
    return pictures;
  }

  /** Whether somebody has less than when it was last looked at. */
  private isFewer(): boolean {
    const { protocol } = this.table;
    let fewer = false;
    for (const p of this.keepers) {
      const position = protocol.position(p);
      if (position < (this.positions[p] ?? 0)) fewer = true;
      this.positions[p] = position;
    }
    return fewer;
  }

  /** Who has a write now? */
  private ask(write: number, row: Row, at: number): void {
    const { protocol, recorder } = this.table;
    const { key } = recorder.asked[write]!;
    for (const p of this.keepers) {
      const here = protocol.holdsValue?.(p, write, key) ?? false;
      if (here === row.here.has(p)) continue;
      this.toggles.push({ at, process: p, write, here });
      this.countOnly(row, -1);
      if (here) row.here.add(p);
      else row.here.delete(p);
      this.countOnly(row, 1);
      this.sums[p]!.held += here ? 1 : -1;
    }
  }

  private countOnly({ here }: Row, by: number): void {
    if (here.size !== 1) return;
    for (const p of here) this.sums[p]!.only += by;
  }

  /** Missing is an acknowledged write of which the process has no later one of the same client and key. */
  private lagOf(p: number, atMs: number): number {
    const { asked } = this.table.recorder;
    const newest = new Map(this.settled);
    let oldest = atMs;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const write = this.open[i]!;
      const session = this.sessionOf(write);
      if ((newest.get(session) ?? -1) > write) continue;
      if (this.rows[write]!.here.has(p)) {
        newest.set(session, write);
        continue;
      }
      const { result, completedMs } = asked[write]!;
      if (completedMs !== undefined && (result === 'acknowledged' || result === 'warned'))
        oldest = Math.min(oldest, completedMs);
    }
    return atMs - oldest;
  }

  private sessionOf(write: number): number {
    const { client, key } = this.table.recorder.asked[write]!;
    return client * 1_000 + key;
  }
}

interface Row {
  readonly here: Set<number>;
  readonly isWrite: boolean;
}

interface Sums {
  held: number;
  only: number;
  lagMs: number;
}

function pick({ held, only }: Sums): Pick<LogPicture, 'held' | 'only'> {
  return { held, only };
}
