import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';

/** For how long a leader may trust that nobody else leads: counted from when each follower last answered. */
export class LeaderLease {
  /** Per leader and follower: until when its last answer counts, by the leader's clock. */
  private readonly until: Cells;

  constructor(
    private readonly world: World,
    private readonly ms: number,
    private readonly wallClock: boolean,
  ) {
    this.until = world.perPair('contact', wallClock ? 'due' : 'until');
  }

  /** A follower answered. */
  hear(p: number, q: number): void {
    this.until.set(p * this.world.processes.length + q, this.clock(p) + this.world.units(this.ms));
  }

  forget(p: number): void {
    const n = this.world.processes.length;
    for (let q = 0; q < n; q++) this.until.set(p * n + q, 0);
  }

  /** How long a majority's answers still count, in ms; 0: the lease is over. */
  leftMs(p: number, voters: number, majority: number): number {
    const n = this.world.processes.length;
    const clock = this.clock(p);
    if (majority <= 1) return this.ms;
    // The majority-th longest, the leader's own being without end.
    let best = 0;
    for (let q = 0; q < n; q++) {
      if (q === p || (voters & (1 << q)) === 0) continue;
      const left = this.until.get(p * n + q) - clock;
      if (left <= best) continue;
      let longer = 1;
      for (let other = 0; other < n; other++) {
        if (other !== p && (voters & (1 << other)) !== 0 && this.until.get(p * n + other) - clock >= left)
          longer++;
      }
      if (longer >= majority) best = left;
    }
    return best * this.world.options.unitMs;
  }

  private clock(p: number): number {
    return this.wallClock ? this.world.clockOf(p) : this.world.now;
  }
}
