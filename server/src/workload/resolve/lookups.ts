import {
  type Catalog,
  type CatalogBuilder,
  type DependencyKey,
  foldName,
  type Routine,
  type Table,
  type View,
} from '../../schema/index.js';
import { lastName, type QName } from '../../sql/ast/index.js';
import type { Family } from '../../sql/dialect.js';
import type { SourceUnit } from '../../sql/reading.js';

export type Relation = Table | View;

/** Finds the relation that a name means where it stands. */
export interface Finder {
  readonly family: Family;
  relation(name: QName, unit: SourceUnit): Relation | undefined;
}

/** Is told what was looked up, and what was found. */
export interface Watcher {
  relation(name: QName, unit: SourceUnit, found: Relation | undefined): void;
  routines(name: string, found: readonly Routine[]): void;
}

/** Looks things up by the names that queries call them, and says what each answer rests on. */
export class Lookups implements Finder {
  readonly family: Family;
  watcher: Watcher | undefined;

  constructor(
    private readonly builder: Pick<CatalogBuilder, 'resolve' | 'family'>,
    private readonly catalog: Catalog,
    private readonly record: (key: DependencyKey) => void,
  ) {
    this.family = builder.family;
  }

  relation(name: QName, unit: SourceUnit): Relation | undefined {
    // Which schema a name falls to depends on what exists under it, and on the search path of the file.
    this.record('named:' + foldName(this.family, lastName(name).value));
    this.record('path:' + unit.uri);
    const key = this.builder.resolve(name, unit);
    this.record('rel:' + key);
    const found = this.catalog.table(key) ?? this.catalog.view(key);
    this.watcher?.relation(name, unit, found);
    return found;
  }

  routines(name: string): readonly Routine[] {
    this.record('routines:' + foldName(this.family, name));
    const found = this.catalog.routinesNamed(name);
    this.watcher?.routines(name, found);
    return found;
  }

  get defaultSchema(): string {
    return this.catalog.defaultSchema;
  }
}

/** What a query's names meant when it was looked at: as long as they mean the same, so does the query. */
export class Remembered implements Finder {
  private readonly found = new Map<
    string,
    { readonly name: QName; readonly relation: Relation | undefined }
  >();

  constructor(private lookups: Finder) {}

  get family(): Family {
    return this.lookups.family;
  }

  relation(name: QName, unit: SourceUnit): Relation | undefined {
    const key = name.parts.map(part => part.value).join('\0');
    const known = this.found.get(key);
    if (known) return known.relation;
    const relation = this.lookups.relation(name, unit);
    this.found.set(key, { name, relation });
    return relation;
  }

  /** Names that are new to it are looked up by whoever asks. */
  through<T>(lookups: Finder, ask: () => T): T {
    this.lookups = lookups;
    return ask();
  }

  /** Asks again for every name. */
  holds(lookups: Finder, unit: SourceUnit): boolean {
    let same = true;
    for (const { name, relation } of this.found.values())
      if (lookups.relation(name, unit) !== relation) same = false;
    return same;
  }
}
