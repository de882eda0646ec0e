import type { Cells, CountedCells } from './cells.js';
import type { World } from './world.js';

/** One kind of timer, of which every process has one. */
export class Timer {
  constructor(
    private readonly world: World,
    readonly id: number,
    readonly due: CountedCells,
    /** In a search: how much later than `due` it may go off as well, in units. */
    private readonly slack: Cells | undefined,
  ) {}

  /** Goes off after a time between the two, in ms. Arming it again forgets the earlier time. */
  arm(process: number, leastMs: number, mostMs = leastMs): void {
    const { world, slack } = this;
    if (slack === undefined) {
      this.due.set(process, world.dueIn(leastMs, mostMs));
      return;
    }
    // Whether it takes the shorter or the longer time is asked when the shorter one is over: most timers never get there.
    const least = world.units(leastMs);
    this.due.set(process, world.now + least);
    slack.set(process, world.beginning ? 0 : Math.max(0, world.units(mostMs) - least));
  }

  /** It is due: true where it goes off now, false where it takes longer this time. */
  goesOff(process: number): boolean {
    const { world, slack } = this;
    const more = slack?.get(process) ?? 0;
    if (more > 0 && slack !== undefined) {
      slack.set(process, 0);
      if (world.choose(2) === 1) {
        this.due.set(process, Math.max(world.now, this.due.get(process)) + more);
        return false;
      }
    }
    this.due.set(process, 0);
    return true;
  }

  cancel(process: number): void {
    // Most are not armed: then nobody has to look for the first one again.
    if (this.due.get(process) !== 0) this.due.set(process, 0);
    this.slack?.set(process, 0);
  }

  /** It is armed and nobody will ask until when: it will be armed again before. */
  settle(process: number, due: number): void {
    if (this.due.get(process) !== due) this.due.set(process, due);
    this.slack?.set(process, 0);
  }

  isArmed(process: number): boolean {
    return this.due.get(process) !== 0;
  }

  /** In a search: by how much longer it may still take, in ms, when what is left is over. */
  slackMs(process: number): number {
    return (this.slack?.get(process) ?? 0) * this.world.options.unitMs;
  }

  /** How long it still has, in ms; 0: not armed, or due. Tells nothing where time does not pass. */
  leftMs(process: number): number {
    const due = this.due.get(process);
    return due === 0 ? 0 : Math.max(0, due - this.world.now) * this.world.options.unitMs;
  }
}
