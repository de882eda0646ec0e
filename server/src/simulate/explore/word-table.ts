import type { CellKind } from '../world/cells.js';
import type { World } from '../world/world.js';

/** By what a word is indexed. */
export const BY = { place: 0, process: 1, host: 2, pair: 3 } as const;

export const KIND: Readonly<Record<CellKind, number>> = {
  value: 0,
  due: 1,
  until: 1,
  process: 2,
  host: 3,
  processes: 4,
  hosts: 5,
};

/**
 * What each word of a state is, in flat tables: they are walked through for every state of a search. Words that are no part of
 * a state's identity are in none of the lists.
 */
export class WordTable {
  /** Words before the messages. */
  readonly length: number;
  readonly by: Uint8Array;
  readonly kind: Uint8Array;
  /** First word of its field. */
  readonly base: Int32Array;
  /** Words per index of the field. */
  readonly width: Int32Array;
  readonly row: Int32Array;
  /** Of a pair: the other one. */
  readonly column: Int32Array;
  /** Words per pair. */
  readonly step: Int32Array;
  /** Which of the words of its index it is. */
  readonly inner: Int32Array;
  /** Of a word that tells nothing when an operation is over: where the status of that operation is; -1: it tells always. */
  readonly asked: Int32Array;
  /**
   * Words that belong to one process and mean the same whatever the names, numbers and moments: all of the first
   * process, then all of the second.
   */
  readonly values: Int32Array;
  readonly dues: Int32Array;
  /** All others. */
  readonly others: Int32Array;
  /** Of these: numbers that stand at one place, numbers of pairs, names of processes by process, and what is left. */
  readonly fixed: Int32Array;
  readonly pairs: Int32Array;
  readonly names: Int32Array;
  readonly left: Int32Array;

  /** @param whole Words that no longer matter are part of a state's identity too. */
  constructor(world: World, whole: boolean) {
    const { fields, operations } = world;
    const processes = world.options.processes.length;
    this.length = fields.reduce((end, { base, length }) => Math.max(end, base + length), 0);
    this.by = new Uint8Array(this.length);
    this.kind = new Uint8Array(this.length);
    this.base = new Int32Array(this.length);
    this.width = new Int32Array(this.length);
    this.row = new Int32Array(this.length);
    this.column = new Int32Array(this.length);
    this.step = new Int32Array(this.length);
    this.inner = new Int32Array(this.length);
    this.asked = new Int32Array(this.length).fill(-1);
    const values = Array.from({ length: processes }, (): number[] => []);
    const dues = Array.from({ length: processes }, (): number[] => []);
    const others: number[] = [];
    for (const field of fields) {
      const { base, length, shape, kind, incidental, width: per } = field;
      if (incidental) continue;
      const by = shape === 'process' || shape === 'host' || shape === 'pair' ? BY[shape] : BY.place;
      const width = shape === 'pair' ? processes * per : per;
      const transient = !whole && operations.untilOver.includes(field);
      for (let i = 0; i < length; i++) {
        const at = base + i;
        this.by[at] = by;
        this.kind[at] = KIND[kind];
        this.base[at] = base;
        this.width[at] = width;
        this.row[at] = Math.floor(i / width);
        this.column[at] = Math.floor((i % width) / per);
        this.step[at] = per;
        this.inner[at] = i % per;
        if (transient) this.asked[at] = operations.status.base + Math.floor(i / per);
        if (by !== BY.process || KIND[kind] > KIND.due) others.push(at);
        else (kind === 'value' ? values : dues)[this.row[at]!]!.push(at);
      }
    }
    this.values = Int32Array.from(values.flat());
    this.dues = Int32Array.from(dues.flat());
    this.others = Int32Array.from(others);
    const listOf = (at: number): 'fixed' | 'pairs' | 'names' | 'left' => {
      if (this.kind[at] === KIND.process && this.by[at] === BY.process) return 'names';
      if (this.kind[at] !== KIND.value || this.asked[at]! >= 0) return 'left';
      return this.by[at] === BY.place ? 'fixed' : this.by[at] === BY.pair ? 'pairs' : 'left';
    };
    const those = (list: ReturnType<typeof listOf>) =>
      Int32Array.from(others.filter(at => listOf(at) === list));
    this.fixed = those('fixed');
    this.pairs = those('pairs');
    this.names = those('names');
    this.left = those('left');
  }
}
