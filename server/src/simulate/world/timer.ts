import type { Cells } from './cells.js';
import type { World } from './world.js';

/** One kind of timer, of which every process has one. */
export class Timer {
  constructor(
    private readonly world: World,
    readonly id: number,
    readonly due: Cells,
  ) {}

  /** Goes off after a time between the two, in ms. Arming it again forgets the earlier time. */
  arm(process: number, leastMs: number, mostMs = leastMs): void {
    this.due.set(process, this.world.dueIn(leastMs, mostMs));
  }

  cancel(process: number): void {
    this.due.set(process, 0);
  }

  isArmed(process: number): boolean {
    return this.due.get(process) !== 0;
  }

  /** How long it still has, in ms; 0: not armed, or due. Tells nothing where time does not pass. */
  leftMs(process: number): number {
    const due = this.due.get(process);
    return due === 0 ? 0 : Math.max(0, due - this.world.now) * this.world.options.unitMs;
  }
}
