import type { Family } from '../sql/dialect.js';
import type { DependencyKey } from './builder-api.js';
import { compareEntries, type Entry } from './entry.js';
import type { DraftType } from './fold/draft.js';
import type {
  Catalog,
  CompositeType,
  Domain,
  EnumType,
  ForeignKey,
  RelationKey,
  Routine,
  Sequence,
  Table,
  View,
  Written,
} from './model.js';
import { foldName, keyOf, nameRules } from './names.js';
import type { Store } from './store.js';

const NONE: readonly never[] = [];

/** The catalog that reads a store. With `record`, each look-up says what it depends on. */
export class StoreCatalog implements Catalog {
  readonly defaultSchema: string;

  constructor(
    readonly family: Family,
    private readonly store: Store,
    private readonly record: ((key: DependencyKey) => void) | undefined,
    private readonly writersOf: (name: string) => readonly Entry[],
  ) {
    this.defaultSchema = nameRules(family).defaultSchema;
  }

  table(key: RelationKey): Table | undefined {
    this.record?.('rel:' + key);
    const published = this.store.relations.get(key);
    return published?.draft.is === 'table' ? (published.value as Table) : undefined;
  }

  view(key: RelationKey): View | undefined {
    this.record?.('rel:' + key);
    const published = this.store.relations.get(key);
    return published?.draft.is === 'view' ? (published.value as View) : undefined;
  }

  hasKeys(): boolean {
    this.record?.('keys');
    return this.store.hasKeys;
  }

  tablesNamed(name: string): readonly Table[] {
    const folded = foldName(this.family, name);
    this.record?.('named:' + folded);
    return this.tables(this.store.named.get(folded));
  }

  statementsOn(name: string): ReturnType<Catalog['statementsOn']> {
    const folded = foldName(this.family, name);
    this.record?.('written:' + folded);
    return this.writersOf(folded).map(({ slot, statement }) => ({ unit: slot.unit, statement }));
  }

  referencing(key: RelationKey): readonly { readonly table: Table; readonly foreignKey: ForeignKey }[] {
    this.record?.('refs:' + key);
    const known = this.store.lists.get('refs:' + key);
    if (known) return known as ReturnType<Catalog['referencing']>;
    const referrers = this.store.referrers.get(key);
    if (!referrers?.size) return [];
    const list = this.tables(referrers).flatMap(table =>
      table.foreignKeys
        .filter(foreignKey => foreignKey.refTable === key)
        .map(foreignKey => ({ table, foreignKey })),
    );
    this.store.lists.set('refs:' + key, list);
    return list;
  }

  partitionsOf(key: RelationKey): readonly Table[] {
    this.record?.('parts:' + key);
    return this.tables(this.store.partitions.get(key));
  }

  routinesNamed(name: string): readonly Routine[] {
    const folded = foldName(this.family, name);
    this.record?.('routines:' + folded);
    const found: { entry: Entry; value: Routine }[] = [];
    for (const key of this.store.routinesNamed.get(folded) ?? []) {
      const value = this.store.routines.get(key);
      if (value) found.push({ entry: value.entry, value });
    }
    return inOrder(found);
  }

  enumType(schema: string | undefined, name: string): EnumType | undefined {
    const type = this.type(schema, name, 'enum');
    return type?.is === 'enum' ? type : undefined;
  }

  domain(schema: string | undefined, name: string): Domain | undefined {
    const type = this.type(schema, name, 'domain');
    return type?.is === 'domain' ? type : undefined;
  }

  allTables(): Iterable<Table> {
    return this.all('tables', this.store.relations.values(), item =>
      item.draft.is === 'table' ? { entry: item.draft.entry, value: item.value as Table } : undefined,
    );
  }

  allViews(): Iterable<View> {
    return this.all('views', this.store.relations.values(), item =>
      item.draft.is === 'view' ? { entry: item.draft.entry, value: item.value as View } : undefined,
    );
  }

  allSequences(): Iterable<Sequence> {
    return this.all('sequences', this.store.relations.values(), item =>
      item.draft.is === 'sequence' ? { entry: item.draft.entry, value: item.value as Sequence } : undefined,
    );
  }

  allEnums(): Iterable<EnumType> {
    return this.all('enums', this.store.types.values(), type =>
      type.is === 'enum' ? { entry: type.entry, value: type as EnumType } : undefined,
    );
  }

  allDomains(): Iterable<Domain> {
    return this.all('domains', this.store.types.values(), type =>
      type.is === 'domain' ? { entry: type.entry, value: type as Domain } : undefined,
    );
  }

  allCompositeTypes(): Iterable<CompositeType> {
    return this.all('composites', this.store.types.values(), type =>
      type.is === 'composite' ? { entry: type.entry, value: type as CompositeType } : undefined,
    );
  }

  allRoutines(): Iterable<Routine> {
    return this.all('routines', this.store.routines.values(), value => ({
      entry: value.entry,
      value: value as Routine,
    }));
  }

  allExtensions(): Iterable<{ readonly name: string } & Written> {
    return this.all('extensions', this.store.extensions.values(), value => ({ entry: value.entry, value }));
  }

  allSchemas(): Iterable<{ readonly name: string } & Written> {
    return this.all('schemas', this.store.schemas.values(), value => ({ entry: value.entry, value }));
  }

  /** Tables by their keys, in the order in which they were made. */
  private tables(keys: Iterable<RelationKey> | undefined): readonly Table[] {
    if (!keys) return NONE;
    const found: { entry: Entry; value: Table }[] = [];
    for (const key of keys) {
      const published = this.store.relations.get(key);
      if (published?.draft.is === 'table')
        found.push({ entry: published.draft.entry, value: published.value as Table });
    }
    return inOrder(found);
  }

  /** The same array for everybody until something changes. */
  private all<S, T>(
    kind: string,
    items: Iterable<S>,
    pick: (item: S) => { readonly entry: Entry; readonly value: T } | undefined,
  ): readonly T[] {
    this.record?.('all');
    const known = this.store.lists.get(kind);
    if (known) return known as readonly T[];
    const found: { readonly entry: Entry; readonly value: T }[] = [];
    for (const item of items) {
      const picked = pick(item);
      if (picked) found.push(picked);
    }
    const list = inOrder(found);
    this.store.lists.set(kind, list);
    return list;
  }

  /** A type of the schema; without one, the default schema's, else the only one there is of that name. */
  private type(schema: string | undefined, name: string, is: DraftType['is']): DraftType | undefined {
    const folded = foldName(this.family, name);
    this.record?.('type:' + folded);
    const exact = this.store.types.get(keyOf(this.family, schema ?? this.defaultSchema, name));
    if (exact || schema !== undefined) return exact;
    for (const key of this.store.typesNamed.get(folded) ?? []) {
      const type = this.store.types.get(key);
      if (type?.is === is) return type;
    }
    return undefined;
  }
}

/** Of what one statement made, the first stays first. */
function inOrder<T>(items: { readonly entry: Entry; readonly value: T }[]): readonly T[] {
  if (items.length > 1) items.sort((a, b) => compareEntries(a.entry, b.entry));
  return items.map(item => item.value);
}
