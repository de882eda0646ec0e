import type { Protocol } from '../protocol.js';
import type { World } from '../world/world.js';
import type { LockPicture } from './model.js';

/** Less than this, and a lease that is renewed is not worth telling, in ms. */
const STEP_MS = 1_000;

/** Who holds the lock: told anew when it changes hands, when its lease is renewed, and when nobody counts it any more. */
export class LockWatch {
  readonly changes: LockPicture[] = [];
  private holder: number | undefined;
  private until: number | undefined;

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
  ) {}

  look(): void {
    const lock = this.protocol.lock?.();
    if (lock === undefined) return;
    const { now } = this.world;
    const { holder, leftMs } = lock;
    const until = leftMs === undefined ? undefined : now + leftMs;
    // One that is renewed all the time is told once a second.
    const same =
      until === undefined || this.until === undefined
        ? until === this.until
        : Math.abs(until - this.until) < STEP_MS;
    if (holder === this.holder && same) return;
    this.holder = holder;
    this.until = until;
    const told: LockPicture = {
      atMs: now,
      ...(holder < 0 ? {} : { holder: this.world.nameOf(holder) }),
      ...(holder < 0 || leftMs === undefined ? {} : { leftMs }),
    };
    // Of several at one moment the last one stays.
    if (this.changes[this.changes.length - 1]?.atMs === now) this.changes.pop();
    this.changes.push(told);
  }
}
