import type { Logs } from '../../kit/logs.js';
import { countBits } from '../../kit/sets.js';
import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';

/** Changes of the membership in one run at most. */
const MOST = 4;

/**
 * Who votes, as each process knows it: an entry of the log that changes it counts once it is committed. A member
 * that was added and that nobody runs is a bit beyond the processes: it counts for majorities and never answers.
 */
export class Membership {
  private readonly sets: Cells | undefined;
  private readonly epochs: Cells | undefined;
  private readonly indices: Cells | undefined;
  private readonly values: Cells | undefined;
  private readonly fixed: number;

  constructor(
    private readonly world: World,
    private readonly log: Logs,
    private readonly base: number,
    changes: boolean,
  ) {
    this.fixed = majorityOf(base);
    if (!changes) return;
    this.sets = world.perProcess('voters', 'processes');
    this.epochs = world.cells('change epoch', 'value', 'block', MOST);
    this.indices = world.cells('change index', 'value', 'block', MOST);
    this.values = world.cells('change voters', 'processes', 'block', MOST);
  }

  start(): void {
    this.sets?.fill(this.base);
  }

  voters(p: number): number {
    return this.sets === undefined ? this.base : this.sets.get(p);
  }

  majority(p: number): number {
    return this.sets === undefined ? this.fixed : majorityOf(this.sets.get(p));
  }

  isVoter(p: number): boolean {
    return (this.voters(p) & (1 << p)) !== 0;
  }

  /** Notes that an entry of the log makes it this set; false: there is no room. */
  note(epoch: number, index: number, set: number): boolean {
    const { epochs, indices, values } = this;
    if (epochs === undefined || indices === undefined || values === undefined) return false;
    for (let i = 0; i < MOST; i++) {
      if (epochs.get(i) !== 0) continue;
      epochs.set(i, epoch);
      indices.set(i, index);
      values.set(i, set);
      return true;
    }
    return false;
  }

  /** A change that stands in the log of a process and is not committed there. */
  isPending(p: number, commit: number): boolean {
    const { epochs, indices } = this;
    if (epochs === undefined || indices === undefined) return false;
    for (let i = 0; i < MOST && epochs.get(i) !== 0; i++) {
      if (indices.get(i) > commit && this.log.contains(p, epochs.get(i), indices.get(i))) return true;
    }
    return false;
  }

  /** What is committed counts from now on; true: it is another set than before. */
  apply(p: number, commit: number): boolean {
    const { sets, epochs, indices, values } = this;
    if (sets === undefined || epochs === undefined || indices === undefined || values === undefined)
      return false;
    let set = this.base;
    let last = 0;
    for (let i = 0; i < MOST && epochs.get(i) !== 0; i++) {
      const index = indices.get(i);
      if (index > commit || index < last || !this.log.contains(p, epochs.get(i), index)) continue;
      set = values.get(i);
      last = index;
    }
    if (set === sets.get(p)) return false;
    sets.set(p, set);
    return true;
  }

  /** The first bit that no process has and that is not in the set; -1: none is left. */
  spare(set: number): number {
    for (let bit = this.world.processes.length; bit < 30; bit++) if ((set & (1 << bit)) === 0) return bit;
    return -1;
  }
}

export function majorityOf(set: number): number {
  return (countBits(set) >> 1) + 1;
}
