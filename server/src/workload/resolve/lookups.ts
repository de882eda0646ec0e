import {
  type Catalog,
  type CatalogBuilder,
  type DependencyKey,
  foldName,
  type Table,
  type View,
} from '../../schema/index.js';
import { lastName, type QName } from '../../sql/ast/index.js';
import type { SourceUnit } from '../../sql/reading.js';

export type Relation = Table | View;

/** Looks relations up by the names that queries call them, and says what each answer rests on. */
export class Lookups {
  constructor(
    private readonly builder: Pick<CatalogBuilder, 'resolve' | 'family'>,
    readonly catalog: Catalog,
    private readonly record: (key: DependencyKey) => void,
  ) {}

  get family() {
    return this.builder.family;
  }

  /** The relation that a name means where it stands. */
  relation(name: QName, unit: SourceUnit): Relation | undefined {
    // Which schema a name falls to depends on what exists under it, and on the search path of the file.
    this.record('named:' + foldName(this.builder.family, lastName(name).value));
    this.record('path:' + unit.uri);
    const key = this.builder.resolve(name, unit);
    return this.catalog.table(key) ?? this.catalog.view(key);
  }
}
