import type { CellKind, Cells } from '../world/cells.js';

/** By what a word is indexed; `nothing`: it is not part of a state's identity. */
export const BY = { nothing: 0, place: 1, process: 2, host: 3, pair: 4 } as const;

export const KIND: Readonly<Record<CellKind, number>> = {
  value: 0,
  due: 1,
  process: 2,
  host: 3,
  processes: 4,
  hosts: 5,
};

/** What each word of a state is, in flat tables: the fields are walked through for every state of a search. */
export class WordTable {
  readonly length: number;
  readonly by: Uint8Array;
  readonly kind: Uint8Array;
  /** First word of its field. */
  readonly base: Int32Array;
  /** Words per index of the field. */
  readonly width: Int32Array;
  readonly row: Int32Array;
  readonly rest: Int32Array;
  /** Belongs to one process, and means the same whatever the names: 1. */
  readonly local: Uint8Array;

  constructor(fields: readonly Cells[], processes: number) {
    this.length = fields.reduce((end, { base, length }) => Math.max(end, base + length), 0);
    this.by = new Uint8Array(this.length);
    this.kind = new Uint8Array(this.length);
    this.base = new Int32Array(this.length);
    this.width = new Int32Array(this.length);
    this.row = new Int32Array(this.length);
    this.rest = new Int32Array(this.length);
    this.local = new Uint8Array(this.length);
    for (const { base, length, shape, kind, incidental, width: per } of fields) {
      const by = incidental
        ? BY.nothing
        : shape === 'process' || shape === 'host' || shape === 'pair'
          ? BY[shape]
          : BY.place;
      const width = shape === 'pair' ? processes : per;
      for (let i = 0; i < length; i++) {
        const at = base + i;
        this.by[at] = by;
        this.kind[at] = KIND[kind];
        this.base[at] = base;
        this.width[at] = width;
        this.row[at] = Math.floor(i / width);
        this.rest[at] = i % width;
        this.local[at] = shape === 'process' && (kind === 'value' || kind === 'due') ? 1 : 0;
      }
    }
  }
}
