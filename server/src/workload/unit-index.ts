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

/** No relation is called so. */
const PATHS = '\0';

/** The units of one catalog by the names of the relations that they may touch. Indexed when somebody first asks. */
export class UnitIndex {
  /** Counts the times when answers may have become others. */
  round = 0;
  private readonly units = new Map<SourceUnit, Indexed>();
  private readonly byName = new Map<string, Named>();
  private readonly pending = new Set<SourceUnit>();
  private changed = new Set<DependencyKey>();
  /** How often what is known under a name has changed; a name of its own counts changes of search paths. */
  private readonly versions = new Map<string, number>();
  /** Units that set a search path, by file. */
  private readonly paths = new Map<string, number>();
  /** Nobody's answer rests on what nobody has asked. */
  private asked = false;

  constructor(private readonly family: Family) {}

  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void {
    this.round++;
    for (const unit of removed) {
      if (setsPath(unit)) this.countPath(unit.uri, -1);
      if (!this.pending.delete(unit)) this.remove(unit);
    }
    for (const unit of added) {
      if (setsPath(unit)) this.countPath(unit.uri, 1);
      this.pending.add(unit);
    }
  }

  /** Units that may touch a relation of this last name, folded. Of INSERTs that are alike, the first of the file. */
  named(name: string): SourceUnit[] {
    this.ask();
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

  /** Changes whenever the units under a name, or what names mean in some file, may have. */
  stamp(name: string): string {
    this.ask();
    return `${this.versions.get(name) ?? 0} ${this.versions.get(PATHS) ?? 0}`;
  }

  /** True for a file in which one name may mean different things. */
  hasPaths(uri: string): boolean {
    return (this.paths.get(uri) ?? 0) > 0;
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
      this.touch(name);
      const named = this.byName.get(name);
      if (!named) continue;
      const alike = indexed.group === undefined ? named.units : named.inserts.get(indexed.group);
      alike?.delete(unit);
      if (indexed.group !== undefined && alike?.size === 0) named.inserts.delete(indexed.group);
      if (named.units.size === 0 && named.inserts.size === 0) this.byName.delete(name);
    }
  }

  private touch(name: string): void {
    if (this.asked) this.changed.add('uses:' + name);
    this.versions.set(name, (this.versions.get(name) ?? 0) + 1);
  }

  private countPath(uri: string, by: number): void {
    this.changed.add('path:' + uri);
    this.versions.set(PATHS, (this.versions.get(PATHS) ?? 0) + 1);
    this.paths.set(uri, (this.paths.get(uri) ?? 0) + by);
  }

  private ask(): void {
    this.settle();
    this.asked = true;
  }

  private settle(): void {
    for (const unit of this.pending) {
      const names = namesIn(this.family, unit);
      if (names.size === 0) continue;
      const group = plainInsert(unit);
      this.units.set(unit, { names, group });
      for (const name of names) {
        this.touch(name);
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
