import type { DependencyKey } from '../schema/index.js';
import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import { plainInsert } from './inserts.js';
import { namesIn, setsPath } from './names.js';

/** Units under one name: each by itself, or one of many INSERTs that differ in their values only. */
interface Named {
  readonly units: Set<SourceUnit>;
  readonly inserts: Map<string, Set<SourceUnit>>;
}

interface Indexed {
  readonly names: ReadonlySet<string>;
  /** What the INSERTs of a group have in common. */
  readonly group: string | undefined;
}

/** The units of one catalog by the names of the relations that they may touch. Indexed when somebody first asks. */
export class UnitIndex {
  /** Counts the times when answers may have become others. */
  round = 0;
  private readonly units = new Map<SourceUnit, Indexed>();
  private readonly byName = new Map<string, Named>();
  private readonly pending = new Set<SourceUnit>();
  private changed = new Set<DependencyKey>();
  /** Nobody's answer rests on what nobody has asked. */
  private asked = false;

  constructor(private readonly family: Family) {}

  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void {
    this.round++;
    for (const unit of removed) {
      if (setsPath(unit)) this.changed.add('path:' + unit.uri);
      if (!this.pending.delete(unit)) this.remove(unit);
    }
    for (const unit of added) {
      if (setsPath(unit)) this.changed.add('path:' + unit.uri);
      this.pending.add(unit);
    }
  }

  /** Units that may touch a relation of this last name, folded. Of INSERTs that are alike, the first of the file. */
  named(name: string): SourceUnit[] {
    this.asked = true;
    this.settle();
    const named = this.byName.get(name);
    if (!named) return [];
    const found = [...named.units];
    for (const alike of named.inserts.values()) {
      let first: SourceUnit | undefined;
      for (const unit of alike) if (!first || unit.piece.start < first.piece.start) first = unit;
      if (first) found.push(first);
    }
    return found;
  }

  takeChanged(): Set<DependencyKey> {
    this.round++;
    if (this.asked) this.settle();
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  private remove(unit: SourceUnit): void {
    const indexed = this.units.get(unit);
    if (!indexed) return;
    this.units.delete(unit);
    for (const name of indexed.names) {
      this.changed.add('uses:' + name);
      const named = this.byName.get(name);
      if (!named) continue;
      const alike = indexed.group === undefined ? named.units : named.inserts.get(indexed.group);
      alike?.delete(unit);
      if (indexed.group !== undefined && alike?.size === 0) named.inserts.delete(indexed.group);
      if (named.units.size === 0 && named.inserts.size === 0) this.byName.delete(name);
    }
  }

  private settle(): void {
    for (const unit of this.pending) {
      const names = namesIn(this.family, unit);
      if (names.size === 0) continue;
      const group = plainInsert(unit);
      this.units.set(unit, { names, group });
      for (const name of names) {
        this.changed.add('uses:' + name);
        let named = this.byName.get(name);
        if (!named) this.byName.set(name, (named = { units: new Set(), inserts: new Map() }));
        if (group === undefined) named.units.add(unit);
        else {
          const alike = named.inserts.get(group);
          if (alike) alike.add(unit);
          else named.inserts.set(group, new Set([unit]));
        }
      }
    }
    this.pending.clear();
  }
}
