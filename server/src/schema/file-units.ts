import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import { defaultPath, pathAfter, setsPath } from './entries.js';
import { compareSlots, type FileSlot, type UnitSlot } from './entry.js';
import { controlsOf, modeOf, NO_STRETCHES, type Stretches, stretchesOf } from './script-modes.js';

/** The units of one file in order, and the search path at each of them. */
export class FileUnits implements FileSlot {
  readonly slots: UnitSlot[] = [];
  /** Units that set the search path, in order, with the path after each. */
  private paths: { readonly slot: UnitSlot; readonly path: readonly string[] }[] = [];
  /** Units that begin and end transactions, or say what happens after an error. */
  private readonly controls = new Map<UnitSlot, ReturnType<typeof controlsOf>>();
  private stretches: Stretches = NO_STRETCHES;

  constructor(
    private readonly family: Family,
    readonly uri: string,
    public rank: number,
  ) {}

  splice(
    index: number,
    removedCount: number,
    units: readonly SourceUnit[],
  ): {
    readonly removed: UnitSlot[];
    readonly added: UnitSlot[];
    readonly pathChanged: boolean;
    /** Units that were there before, and count otherwise now. */
    readonly turned: readonly UnitSlot[];
  } {
    const left = this.slots[index - 1]?.ord;
    const right = this.slots[index + removedCount]?.ord;
    const low = left ?? (right ?? 0) - units.length - 1;
    const step = right === undefined ? 1 : (right - low) / (units.length + 1);
    const added = units.map(
      (unit, i): UnitSlot => ({ unit, file: this, ord: low + step * (i + 1), entries: [], mode: 'counts' }),
    );
    const removed = this.replace(index, removedCount, added);
    // Between two neighbours there is room for some fifty halvings; then the file is numbered anew.
    if (!(step > 1e-6)) for (const [i, slot] of this.slots.entries()) slot.ord = i;
    const setters = new Set(this.paths.map(({ slot }) => slot));
    const pathChanged =
      removed.some(slot => setters.has(slot)) || added.some(slot => setsPath(this.family, slot));
    if (pathChanged) this.findPaths(setters, removed, added);
    return { removed, added, pathChanged, turned: this.settleModes(removed, added) };
  }

  /** The search path before a unit's own statements. */
  pathAt(slot: UnitSlot): readonly string[] {
    let path = defaultPath(this.family);
    for (const setter of this.paths) {
      if (compareSlots(setter.slot, slot) >= 0) break;
      path = setter.path;
    }
    return path;
  }

  /** `splice` with as many arguments as a file has units would overflow the stack. */
  private replace(index: number, removedCount: number, added: readonly UnitSlot[]): UnitSlot[] {
    if (added.length < 1000) return this.slots.splice(index, removedCount, ...added);
    const removed = this.slots.splice(index, removedCount);
    const tail = this.slots.splice(index);
    for (const slot of added) this.slots.push(slot);
    for (const slot of tail) this.slots.push(slot);
    return removed;
  }

  /** Sets how units count; returns those besides the added ones for which that has changed. */
  private settleModes(removed: readonly UnitSlot[], added: readonly UnitSlot[]): readonly UnitSlot[] {
    let moved = false;
    if (this.controls.size > 0) for (const slot of removed) if (this.controls.delete(slot)) moved = true;
    for (const slot of added) {
      const controls = controlsOf(this.family, slot);
      if (controls.length === 0) continue;
      this.controls.set(slot, controls);
      moved = true;
    }
    if (!moved) {
      if (this.stretches !== NO_STRETCHES) for (const slot of added) slot.mode = modeOf(this.stretches, slot);
      return [];
    }
    const inOrder = [...this.controls].map(([slot, controls]) => ({ slot, controls }));
    inOrder.sort((a, b) => compareSlots(a.slot, b.slot));
    const before = this.stretches;
    this.stretches = stretchesOf(inOrder);
    if (before === NO_STRETCHES && this.stretches === NO_STRETCHES) return [];
    const fresh = new Set(added);
    const turned: UnitSlot[] = [];
    for (const slot of this.slots) {
      const mode = modeOf(this.stretches, slot);
      if (mode === slot.mode) continue;
      slot.mode = mode;
      if (!fresh.has(slot)) turned.push(slot);
    }
    return turned;
  }

  private findPaths(
    setters: ReadonlySet<UnitSlot>,
    removed: readonly UnitSlot[],
    added: readonly UnitSlot[],
  ): void {
    const gone = new Set(removed);
    const slots = [...setters, ...added.filter(slot => setsPath(this.family, slot))].filter(
      slot => !gone.has(slot),
    );
    slots.sort(compareSlots);
    let path = defaultPath(this.family);
    this.paths = slots.map(slot => ({ slot, path: (path = pathAfter(this.family, slot, path)) }));
  }
}
