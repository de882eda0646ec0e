import type { World } from '../world/world.js';
import type { MessagePicture } from './model.js';

/** Quicker than this, and nobody sees a message on its way, in ms. */
const VISIBLE_MS = 20;
/** As many as a picture holds. */
const MOST = 4_000;
/** The time over which they are spread evenly, in ms. */
const BUCKET_MS = 250;

/** The messages of a run that are long on their way: the same number in each stretch of time, data before all others. */
export class SlowMessages {
  private readonly buckets = new Map<number, { data: MessagePicture[]; other: MessagePicture[] }>();
  private readonly perBucket: number;

  constructor(world: World, endMs: number) {
    this.perBucket = Math.max(4, Math.floor(MOST / Math.max(1, endMs / BUCKET_MS)));
    world.onSent = (from, to, due, kind) => {
      const { now } = world;
      if (due - now < VISIBLE_MS) return;
      const at = Math.floor(now / BUCKET_MS);
      let bucket = this.buckets.get(at);
      if (bucket === undefined) this.buckets.set(at, (bucket = { data: [], other: [] }));
      const list = kind.lags ? bucket.data : bucket.other;
      if (list.length >= this.perBucket) return;
      list.push({
        from: world.nameOf(from),
        to: world.nameOf(to),
        sentMs: now,
        arrivesMs: due,
        data: kind.lags,
      });
    };
  }

  /** By the time when they were sent. */
  get all(): MessagePicture[] {
    return [...this.buckets.values()]
      .flatMap(({ data, other }) =>
        [...data, ...other.slice(0, this.perBucket - data.length)].sort((a, b) => a.sentMs - b.sentMs),
      )
      .slice(0, MOST);
  }
}
