import type { Places } from './symmetry.js';
import { BY, type WordTable } from './word-table.js';

/** Where the words stand that depend on how processes are named, under one change of places. */
export interface Standing {
  readonly pairs: Int32Array;
  readonly names: Int32Array;
  readonly left: Int32Array;
}

/** Of so many changes of places it is remembered where words stand: of five processes all 120. */
const MOST = 720;

/** Where words stand after a change of places, worked out once for each that comes about. */
export class Standings {
  private readonly known = new Map<number, Standing>();
  private last: Standing | undefined;
  private lastKey = -1;

  constructor(
    private readonly words: WordTable,
    private readonly places: Places,
  ) {}

  /** For the present change of places. */
  get present(): Standing {
    const key = this.key();
    if (this.last !== undefined && key === this.lastKey && key >= 0) return this.last;
    let found = key < 0 ? undefined : this.known.get(key);
    if (found === undefined) {
      found = this.make();
      if (this.known.size >= MOST) this.known.clear();
      if (key >= 0) this.known.set(key, found);
    }
    this.lastKey = key;
    this.last = found;
    return found;
  }

  /** Tells changes of places apart; -1: there are too many processes for a number. */
  private key(): number {
    const { process } = this.places;
    const count = process.length;
    if (count > 12) return -1;
    let key = 0;
    for (let p = 0; p < count; p++) key = key * count + process[p]!;
    return key;
  }

  private make(): Standing {
    const { pairs, names, left } = this.words;
    const of = (list: Int32Array) => list.map(i => this.placeOf(i));
    return { pairs: of(pairs), names: of(names), left: of(left) };
  }

  private placeOf(i: number): number {
    const { by, base, width, row, column, step, inner } = this.words;
    const { process, host } = this.places;
    const start = base[i]! + inner[i]!;
    switch (by[i]) {
      case BY.pair:
        return start + process[row[i]!]! * width[i]! + process[column[i]!]! * step[i]!;
      case BY.process:
        return start + process[row[i]!]! * width[i]!;
      case BY.host:
        return start + host[row[i]!]! * width[i]!;
      default:
        return i;
    }
  }
}
