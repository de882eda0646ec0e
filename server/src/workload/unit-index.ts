import type { DependencyKey } from '../schema/index.js';
import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import { namesIn, setsPath } from './names.js';

const NONE: ReadonlySet<SourceUnit> = new Set();

/** The units of one catalog by the names of the relations that they may touch. Indexed when somebody first asks. */
export class UnitIndex {
  private readonly units = new Map<SourceUnit, ReadonlySet<string>>();
  private readonly byName = new Map<string, Set<SourceUnit>>();
  private readonly pending = new Set<SourceUnit>();
  private changed = new Set<DependencyKey>();
  /** Nobody's answer rests on what nobody has asked. */
  private asked = false;

  constructor(private readonly family: Family) {}

  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void {
    for (const unit of removed) {
      if (setsPath(unit)) this.changed.add('path:' + unit.uri);
      if (this.pending.delete(unit)) continue;
      for (const name of this.units.get(unit) ?? []) {
        this.changed.add('uses:' + name);
        const units = this.byName.get(name);
        if (units?.delete(unit) && units.size === 0) this.byName.delete(name);
      }
      this.units.delete(unit);
    }
    for (const unit of added) {
      if (setsPath(unit)) this.changed.add('path:' + unit.uri);
      this.pending.add(unit);
    }
  }

  /** Units that may touch a relation of this last name, folded. */
  named(name: string): ReadonlySet<SourceUnit> {
    this.asked = true;
    this.settle();
    return this.byName.get(name) ?? NONE;
  }

  takeChanged(): Set<DependencyKey> {
    if (this.asked) this.settle();
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  private settle(): void {
    for (const unit of this.pending) {
      const names = namesIn(this.family, unit);
      if (names.size === 0) continue;
      this.units.set(unit, names);
      for (const name of names) {
        this.changed.add('uses:' + name);
        const units = this.byName.get(name);
        if (units) units.add(unit);
        else this.byName.set(name, new Set([unit]));
      }
    }
    this.pending.clear();
  }
}
