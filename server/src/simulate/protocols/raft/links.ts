import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';

/** Connections between members: after a cut they are there again only when somebody has dialled. */
export class Links {
  private readonly up: Cells;

  constructor(
    private readonly world: World,
    private readonly reconnectMs: readonly [least: number, most: number],
  ) {
    this.up = world.perPair('connected from', 'until');
  }

  /** The cut between two hosts is over. */
  dial(hostA: number, hostB: number): void {
    const { world, up } = this;
    const n = world.processes.length;
    const due = world.dueIn(this.reconnectMs[0], this.reconnectMs[1]);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        if (world.hostOf(a) !== hostA || world.hostOf(b) !== hostB) continue;
        up.set(a * n + b, due);
        up.set(b * n + a, due);
      }
    }
  }

  /** Everybody has closed the connections with one process: it is connected again within so many ms. */
  redial(p: number, leastMs: number, mostMs: number): void {
    const n = this.world.processes.length;
    for (let q = 0; q < n; q++) {
      if (q === p) continue;
      const due = this.world.dueIn(leastMs, mostMs);
      this.up.set(p * n + q, due);
      this.up.set(q * n + p, due);
    }
  }

  /** Whoever is cut off will have to dial again: how far the last attempt had come is forgotten. */
  forgetCut(): void {
    const { world, up } = this;
    const n = world.processes.length;
    if (world.network.isWhole) return;
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++)
        if (up.get(a * n + b) !== 0 && !world.network.passes(world.hostOf(a), world.hostOf(b)))
          up.set(a * n + b, 0);
  }

  isDown(from: number, to: number): boolean {
    const at = from * this.world.processes.length + to;
    const due = this.up.get(at);
    if (due === 0) return false;
    if (due > this.world.now) return true;
    this.up.set(at, 0);
    return false;
  }
}
