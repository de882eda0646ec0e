import type { Cells } from './cells.js';
import type { World } from './world.js';

/** Bits in a word of a set of hosts. */
const BITS = 30;

/** Which host hears which. Cuts are silent: nobody is told. */
export class Network {
  private readonly rowWords: number;
  /** Per host: the set of hosts that what it sends does not reach. */
  readonly cuts: Cells;
  private readonly extra: Cells | undefined;
  private readonly loss: Cells | undefined;
  private readonly count: number;

  constructor(private readonly world: World) {
    this.count = world.options.hosts.length;
    this.rowWords = Math.max(1, Math.ceil(this.count / BITS));
    this.cuts = world.perHost('cuts', 'hosts', this.rowWords);
    if (world.options.slowLinks) {
      this.extra = world.perHost('latency', 'value', this.count);
      this.loss = world.perHost('loss', 'value', this.count);
    }
  }

  passes(from: number, to: number): boolean {
    return (this.cuts.get(from * this.rowWords + ((to / BITS) | 0)) & (1 << (to % BITS))) === 0;
  }

  cut(from: number, to: number): void {
    if (from === to) return;
    if (!this.passes(from, to)) return;
    const at = from * this.rowWords + ((to / BITS) | 0);
    this.cuts.set(at, this.cuts.get(at) | (1 << (to % BITS)));
    for (const watcher of this.world.watchers) watcher.cut?.(from, to);
  }

  join(from: number, to: number): void {
    const at = from * this.rowWords + ((to / BITS) | 0);
    this.cuts.set(at, this.cuts.get(at) & ~(1 << (to % BITS)));
  }

  /** Everything passes again, as fast as ever. */
  heal(): void {
    this.cuts.fill(0);
    this.extra?.fill(0);
    this.loss?.fill(0);
  }

  get isWhole(): boolean {
    for (let i = 0; i < this.cuts.length; i++) if (this.cuts.get(i) !== 0) return false;
    return true;
  }

  /** @param latencyMs Added, one way. @param loss 0 to 1. */
  slow(from: number, to: number, latencyMs: number, loss: number): void {
    this.extra?.set(from * this.count + to, Math.round(latencyMs));
    this.loss?.set(from * this.count + to, Math.round(loss * 1000));
  }

  /** What a slow link adds one way, in ms, and the part of its messages that is lost, 0 to 1; undefined: it is as fast as ever. */
  slowness(from: number, to: number): { readonly latencyMs: number; readonly loss: number } | undefined {
    const latencyMs = this.extra?.get(from * this.count + to) ?? 0;
    const loss = (this.loss?.get(from * this.count + to) ?? 0) / 1000;
    return latencyMs === 0 && loss === 0 ? undefined : { latencyMs, loss };
  }

  /** One way, in ms. */
  latencyMs(from: number, to: number): number {
    return this.world.options.latency(from, to) + (this.extra?.get(from * this.count + to) ?? 0);
  }

  /** Whether a message that could pass is lost on the way. */
  loses(from: number, to: number): boolean {
    const loss = this.loss?.get(from * this.count + to) ?? 0;
    return loss > 0 && this.world.choose(1000) < loss;
  }
}
