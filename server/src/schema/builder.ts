import { lastName, type QName } from '../sql/ast/index.js';
import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import type { CatalogBuilder, CatalogChange, DependencyKey } from './builder-api.js';
import { StoreCatalog } from './catalog.js';
import { entriesOf } from './entries.js';
import { compareEntries, type Entry, type UnitSlot } from './entry.js';
import { FileUnits } from './file-units.js';
import { fold } from './fold/fold.js';
import type { FoldState } from './fold/state.js';
import { type Group, Groups } from './groups.js';
import type { Catalog, RelationKey } from './model.js';
import { schemasFor } from './names.js';
import { type Item, Store } from './store.js';

/** Makes the builder of one project's catalog for one family of dialects. */
export function createCatalogBuilder(family: Family): CatalogBuilder {
  return new Builder(family);
}

class Builder implements CatalogBuilder {
  readonly catalog: Catalog;
  private readonly store: Store;
  private readonly groups = new Groups();
  private readonly files = new Map<string, FileUnits>();
  private readonly slots = new Map<SourceUnit, UnitSlot>();
  /** Statements that take part in every fold. */
  private readonly globals = new Set<Entry>();
  /** Names of relations that other statements write now than at the last refresh. */
  private readonly rewritten = new Set<string>();
  private readonly writersOf = (name: string): readonly Entry[] => this.groups.writersOf(name);
  private reordered = false;

  constructor(readonly family: Family) {
    this.store = new Store(family);
    this.catalog = new StoreCatalog(family, this.store, undefined, this.writersOf);
  }

  setFiles(order: readonly string[]): void {
    const wanted = new Set(order);
    for (const uri of [...this.files.keys()])
      if (!wanted.has(uri)) {
        this.setUnits(uri, []);
        this.files.delete(uri);
      }
    let last = -1;
    let moved = false;
    let rank = 0;
    for (const uri of wanted) {
      const file = this.files.get(uri) ?? this.newFile(uri, rank);
      if (file.slots.length > 0) {
        if (file.rank < last) moved = true;
        last = Math.max(last, file.rank);
      }
      file.rank = rank++;
    }
    if (!moved) return;
    this.reordered = true;
    this.groups.dirtyAll();
  }

  setUnits(uri: string, units: readonly SourceUnit[]): void {
    const old = this.files.get(uri)?.slots ?? [];
    let prefix = 0;
    while (prefix < old.length && prefix < units.length && old[prefix]!.unit === units[prefix]) prefix++;
    let suffix = 0;
    while (
      suffix < old.length - prefix &&
      suffix < units.length - prefix &&
      old[old.length - 1 - suffix]!.unit === units[units.length - 1 - suffix]
    )
      suffix++;
    const added = units.slice(prefix, units.length - suffix);
    const removed = old.length - suffix - prefix;
    if (removed > 0 || added.length > 0) this.spliceUnits(uri, prefix, removed, added);
  }

  spliceUnits(uri: string, index: number, removed: number, added: readonly SourceUnit[]): void {
    const file = this.files.get(uri) ?? this.newFile(uri, this.files.size);
    const change = file.splice(index, removed, added);
    for (const slot of change.removed) this.forget(slot);
    if (change.pathChanged) {
      // What unqualified names mean has changed for the rest of the file.
      for (const slot of file.slots) this.withdraw(slot);
      for (const slot of file.slots) this.enter(slot, file);
      return;
    }
    for (const slot of change.turned) this.withdraw(slot);
    for (const slot of change.turned) this.enter(slot, file);
    for (const slot of change.added) this.enter(slot, file);
  }

  refresh(): CatalogChange {
    this.groups.settle();
    const folded = this.foldDirty();
    const items = new Map<string, Item>();
    for (const [group, state] of folded) group.published = collect(state, items);
    const stale = new Set(this.groups.stale);
    this.groups.stale.clear();
    const change = this.store.apply(items, stale, this.reordered);
    for (const name of this.rewritten) change.changed.add('written:' + name);
    this.rewritten.clear();
    this.reordered = false;
    // Files that change places change the order of what is listed, though nothing else.
    this.store.lists.clear();
    return change;
  }

  tracked(record: (key: DependencyKey) => void): Catalog {
    return new StoreCatalog(this.family, this.store, record, this.writersOf);
  }

  resolve(name: QName, unit: SourceUnit): RelationKey {
    const slot = this.slots.get(unit);
    const file = slot && this.files.get(slot.file.uri);
    const path = slot && file ? file.pathAt(slot) : [];
    return this.store.resolve(schemasFor(this.family, path, name.parts), lastName(name).value).key;
  }

  private newFile(uri: string, rank: number): FileUnits {
    const file = new FileUnits(this.family, uri, rank);
    this.files.set(uri, file);
    return file;
  }

  private enter(slot: UnitSlot, file: FileUnits): void {
    this.slots.set(slot.unit, slot);
    if (slot.mode === 'undone') return;
    const entries = entriesOf(this.family, slot, file.pathAt(slot));
    slot.entries = entries;
    for (const entry of entries) {
      if (entry.names.length > 0) this.groups.add(entry);
      for (const name of entry.names) this.rewritten.add(name);
      if (entry.global) {
        this.globals.add(entry);
        this.groups.dirtyAll();
      }
    }
  }

  private withdraw(slot: UnitSlot): void {
    for (const entry of slot.entries) {
      if (entry.names.length > 0) this.groups.remove(entry);
      for (const name of entry.names) this.rewritten.add(name);
      if (this.globals.delete(entry)) this.groups.dirtyAll();
    }
    slot.entries = [];
  }

  private forget(slot: UnitSlot): void {
    this.withdraw(slot);
    if (this.slots.get(slot.unit) === slot) this.slots.delete(slot.unit);
  }

  /** Folds group by group; one that turns out to depend on another is joined with it and folded again. */
  private foldDirty(): Map<Group, FoldState> {
    const done = new Map<Group, FoldState>();
    for (;;) {
      const [group] = this.groups.dirty;
      if (!group) return done;
      this.groups.dirty.delete(group);
      let others: Set<Group> | undefined;
      const state = fold(this.family, this.entriesFor(group), {
        touch: name => {
          const owner = this.groups.own(group, name);
          if (owner) (others ??= new Set()).add(owner);
        },
        claim: name => {
          for (const other of this.groups.claim(group, name)) (others ??= new Set()).add(other);
        },
      });
      if (!others) {
        for (const id of group.published) this.groups.stale.add(id);
        done.set(group, state);
        continue;
      }
      let joined = group;
      for (const other of others as Set<Group>) {
        done.delete(joined);
        done.delete(other);
        joined = this.groups.join(joined, other);
      }
    }
  }

  private entriesFor(group: Group): readonly Entry[] {
    if (this.globals.size === 0) return group.entries.sort(compareEntries);
    return [...new Set([...group.entries, ...this.globals])].sort(compareEntries);
  }
}

/** Puts what a fold made among the items; returns their ids. */
function collect(state: FoldState, items: Map<string, Item>): string[] {
  const ids: string[] = [];
  const add = (id: string, item: Item): void => {
    ids.push(id);
    items.set(id, item);
  };
  for (const [key, relation] of state.relations) if (relation.is !== 'index') add('r' + key, relation);
  for (const [prefix, map] of state.others()) for (const [key, item] of map) add(prefix + key, item);
  return ids;
}
