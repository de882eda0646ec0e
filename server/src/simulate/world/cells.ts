/**
 * How the words of a field change when processes or hosts change places: `value` stays; `process` and `host` hold an index + 1
 * (0: none); `processes` and `hosts` are sets as bit masks; `due` is a moment in virtual time (0: never); `until` is one that means
 * no more than 0 when it is past.
 */
export type CellKind = 'value' | 'process' | 'host' | 'processes' | 'hosts' | 'due' | 'until';

/** By what a field is indexed. */
export type CellShape = 'one' | 'process' | 'host' | 'pair' | 'operation' | 'block';

/** Whatever holds the packed state at the moment. */
export interface StateHolder {
  s: Int32Array;
  /** Where the state was written since somebody emptied this: the first {@link logged} places, some of them twice. */
  readonly log: Int32Array;
  /** As many as {@link LOG_ROOM}: more were written than there is room for. */
  logged: number;
  /** How often any of the fields was written that count it. */
  countedWrites: number;
}

/** So many writes are kept: one step of a search has fewer, but for the rarest. */
export const LOG_ROOM = 2048;

/** A field of the packed state: some words in a row, each a small integer. */
export class Cells {
  constructor(
    protected readonly holder: StateHolder,
    readonly name: string,
    readonly base: number,
    readonly length: number,
    readonly kind: CellKind,
    readonly shape: CellShape,
    /** Words per index of the shape. */
    readonly width: number,
    /** Not part of a state's identity: counters for the order of things, figures for reports. */
    readonly incidental: boolean,
  ) {}

  get(index = 0): number {
    return this.holder.s[this.base + index]!;
  }

  set(index: number, value: number): void {
    const { holder } = this;
    const at = this.base + index;
    if (holder.s[at] === value) return;
    holder.s[at] = value;
    if (holder.logged < LOG_ROOM) holder.log[holder.logged++] = at;
  }

  add(index: number, by: number): number {
    const value = this.get(index) + by;
    this.set(index, value);
    return value;
  }

  fill(value: number): void {
    for (let i = 0; i < this.length; i++) this.set(i, value);
  }
}

/** A field that counts how often it was written: whoever keeps what follows from it sees by that whether it still holds. */
export class CountedCells extends Cells {
  changes = 0;

  override set(index: number, value: number): void {
    this.changes++;
    this.holder.countedWrites++;
    super.set(index, value);
  }
}
