import { STATUS, type World } from './world.js';

/**
 * The timer that goes off first. Of each kind of timer the earliest is kept until one of that kind is set, or somebody
 * crashes, freezes or comes back: most events touch one kind or none.
 */
export class FirstTimer {
  /** When the timer that `first` answered is due; Infinity: none is armed. */
  due = Infinity;
  /** Per kind of timer: the earliest, whose it is, and how often the field had been written when that was found. */
  private readonly dues: Float64Array;
  private readonly whose: Int32Array;
  private readonly seen: Float64Array;
  private statusSeen = -1;
  private countedSeen = -1;
  private found = -1;
  private state: Int32Array | undefined;

  constructor(private readonly world: World) {
    const { length } = world.timers;
    this.dues = new Float64Array(length);
    this.whose = new Int32Array(length);
    this.seen = new Float64Array(length).fill(-1);
  }

  /** `timer * processes + process`; -1: none is armed. Of several at once the first kind, of that the first process. */
  first(): number {
    const { world, dues, whose, seen } = this;
    const { timers, status } = world;
    // Most events set no timer at all.
    if (world.countedWrites === this.countedSeen && world.s === this.state) return this.found;
    this.countedSeen = world.countedWrites;
    if (status.changes !== this.statusSeen || world.s !== this.state) {
      this.statusSeen = status.changes;
      this.state = world.s;
      seen.fill(-1);
    }
    let first = -1;
    let due = Infinity;
    for (let t = 0; t < seen.length; t++) {
      const { changes } = timers[t]!.due;
      if (seen[t] !== changes) {
        seen[t] = changes;
        this.find(t);
      }
      if (dues[t]! < due) {
        due = dues[t]!;
        first = t;
      }
    }
    this.due = due;
    this.found = first < 0 ? -1 : first * world.processes.length + whose[first]!;
    return this.found;
  }

  private find(t: number): void {
    const { s, timers, status, processes } = this.world;
    const { base } = timers[t]!.due;
    let least = Infinity;
    for (let p = 0; p < processes.length; p++) {
      const at = s[base + p]!;
      if (at === 0 || at >= least || s[status.base + p] !== STATUS.up) continue;
      least = at;
      this.whose[t] = p;
    }
    this.dues[t] = least;
  }
}
