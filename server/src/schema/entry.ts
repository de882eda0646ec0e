import type { Statement } from '../sql/ast/index.js';
import type { Reading, SourceUnit } from '../sql/reading.js';

/** A file of the project: its place in the order, and its units with their places in it. */
export interface FileSlot {
  readonly uri: string;
  rank: number;
  slots: UnitSlot[];
}

/** A unit's place. `ord` grows along the file and lies between its neighbours', so an edit renumbers nothing. */
export interface UnitSlot {
  readonly unit: SourceUnit;
  readonly file: FileSlot;
  ord: number;
  entries: readonly Entry[];
  mode: SlotMode;
}

/**
 * How the statements of a unit count: `undone` ones stand in a transaction that its file rolls back; those that
 * `may fail` stand where a psql script goes on after errors, and are left out where they would.
 */
export type SlotMode = 'counts' | 'undone' | 'may fail';

/** One statement that shapes the catalog (one name of it, where it names several independent objects). */
export interface Entry {
  readonly slot: UnitSlot;
  /** Order among the entries of one unit. */
  readonly sub: number;
  readonly reading: Reading;
  readonly statement: Statement;
  /** Search path in force. */
  readonly path: readonly string[];
  /** What it writes or must see in order to write; entries that share a name are folded together. */
  readonly names: readonly string[];
  /** What it refers to without changing it; matters where that is renamed or dropped. */
  readonly mentions: readonly string[];
  /** Takes part in every fold (DROP SCHEMA, ALTER TYPE ... RENAME). */
  readonly global: boolean;
}

/** Order of two entries in the project. */
export function compareEntries(a: Entry, b: Entry): number {
  return compareSlots(a.slot, b.slot) || a.sub - b.sub;
}

/** Order of two units in the project. */
export function compareSlots(a: UnitSlot, b: UnitSlot): number {
  return a === b ? 0 : a.file.rank - b.file.rank || a.ord - b.ord;
}
