import type { Family } from '../sql/dialect.js';
import type { Entry } from './entry.js';
import type {
  DraftNamed,
  DraftRoutine,
  DraftSequence,
  DraftTable,
  DraftType,
  DraftView,
} from './fold/draft.js';
import { linkTable, linkView, type Relations } from './link.js';
import type { RelationKey, Sequence, Table, View } from './model.js';
import { foldName, keyOf } from './names.js';
import { same } from './same.js';

/** A table, view or sequence as folded, and as it is handed out. */
interface Published {
  draft: DraftTable | DraftView | DraftSequence;
  value: Table | View | Sequence;
}

/** Something folded, by an id that says its kind: `r` relation, `t` type, `f` routine, `x` extension, `s` schema. */
export type Item = DraftTable | DraftView | DraftSequence | DraftType | DraftRoutine | DraftNamed;

/** Everything that is handed out, with the indexes that look-ups use. Changed only by `apply`. */
export class Store implements Relations {
  readonly relations = new Map<RelationKey, Published>();
  readonly types = new Map<string, DraftType>();
  readonly routines = new Map<string, DraftRoutine>();
  readonly extensions = new Map<string, DraftNamed>();
  readonly schemas = new Map<string, DraftNamed>();
  /** Relations by last name. */
  readonly named = new Map<string, Set<RelationKey>>();
  readonly typesNamed = new Map<string, Set<string>>();
  readonly routinesNamed = new Map<string, Set<string>>();
  /** Tables with a foreign key to a relation. */
  readonly referrers = new Map<RelationKey, Set<RelationKey>>();
  readonly partitions = new Map<RelationKey, Set<RelationKey>>();
  /** Tables and views that name a relation, by its last name, whichever relation that turns out to be. */
  private readonly mentions = new Map<string, Set<RelationKey>>();
  /** Whole lists, worked out once for all who ask. */
  readonly lists = new Map<string, readonly unknown[]>();
  /** Tables with a primary or unique key. */
  private readonly keyed = new Set<RelationKey>();
  private changed = new Set<string>();
  private changedRelations = new Set<RelationKey>();

  constructor(private readonly family: Family) {}

  /**
   * Takes over new items, removes stale ids that are not among them, and says what changed.
   * @param reordered Files have changed places.
   */
  apply(
    items: ReadonlyMap<string, Item>,
    stale: ReadonlySet<string>,
    reordered = false,
  ): { changed: Set<string>; relations: Set<RelationKey> } {
    this.changed = new Set();
    this.changedRelations = new Set();
    const hadKeys = this.hasKeys;
    const relink = new Set<RelationKey>();
    for (const id of stale) if (!items.has(id)) this.remove(id, relink);
    for (const [id, item] of items) this.put(id, item, relink);
    for (const key of relink) this.link(key);
    if (reordered) this.touchLists();
    if (this.hasKeys !== hadKeys) this.changed.add('keys');
    if (this.changed.size > 0) this.changed.add('all');
    return { changed: this.changed, relations: this.changedRelations };
  }

  resolve(schemas: readonly string[], name: string): { readonly key: RelationKey; readonly schema: string } {
    for (const schema of schemas) {
      const key = keyOf(this.family, schema, name);
      if (this.relations.has(key)) return { key, schema };
    }
    return { key: keyOf(this.family, schemas[0]!, name), schema: schemas[0]! };
  }

  /** True where any table has a primary or unique key. */
  get hasKeys(): boolean {
    return this.keyed.size > 0;
  }

  draftTable(key: RelationKey): DraftTable | undefined {
    const draft = this.relations.get(key)?.draft;
    return draft?.is === 'table' ? draft : undefined;
  }

  draftView(key: RelationKey): DraftView | undefined {
    const draft = this.relations.get(key)?.draft;
    return draft?.is === 'view' ? draft : undefined;
  }

  /** The entry that made something, for its place in the order. */
  entryOf(key: RelationKey): Entry | undefined {
    return this.relations.get(key)?.draft.entry;
  }

  private put(id: string, item: Item, relink: Set<RelationKey>): void {
    const key = id.slice(1);
    switch (id[0]) {
      case 'r':
        this.putRelation(key, item as Published['draft'], relink);
        return;
      case 't': {
        const type = item as DraftType;
        this.putPlain(this.types, key, type, 'type:' + foldName(this.family, type.name));
        addTo(this.typesNamed, foldName(this.family, type.name), key);
        return;
      }
      case 'f': {
        const routine = item as DraftRoutine;
        const name = foldName(this.family, routine.name);
        this.putPlain(this.routines, key, routine, 'routines:' + name);
        addTo(this.routinesNamed, name, key);
        return;
      }
      case 'x':
        this.putPlain(this.extensions, key, item as DraftNamed, 'extension:' + key);
        return;
      default:
        this.putPlain(this.schemas, key, item as DraftNamed, 'schema:' + key);
    }
  }

  /** The old object stays where nothing but its place changed. */
  private putPlain<T extends Item>(map: Map<string, T>, key: string, item: T, dependency: string): void {
    const old = map.get(key);
    if (old && same(old, item)) {
      (old as { entry: Entry }).entry = item.entry;
      return;
    }
    map.set(key, item);
    this.changed.add(dependency);
  }

  private putRelation(key: RelationKey, draft: Published['draft'], relink: Set<RelationKey>): void {
    const old = this.relations.get(key);
    if (old && same(old.draft, draft)) {
      (old.draft as { entry: Entry }).entry = draft.entry;
      return;
    }
    if (!old || shapeOf(old.draft) !== shapeOf(draft)) this.relinkReferrers(draft.name, relink);
    if (old) this.unindex(key, old.draft);
    // `link` puts the real value in; until then nothing reads it.
    this.relations.set(key, { draft, value: old?.value ?? (undefined as never) });
    this.index(key, draft);
    relink.add(key);
  }

  private remove(id: string, relink: Set<RelationKey>): void {
    const key = id.slice(1);
    if (id[0] === 'r') {
      const old = this.relations.get(key);
      if (!old) return;
      this.unindex(key, old.draft);
      this.unrefer(key, old.value);
      this.relations.delete(key);
      relink.delete(key);
      this.relinkReferrers(old.draft.name, relink);
      this.touch(key, old.value);
      this.changedRelations.add(key);
    } else if (id[0] === 't') {
      const old = this.types.get(key);
      if (!old) return;
      this.types.delete(key);
      const name = foldName(this.family, old.name);
      removeFrom(this.typesNamed, name, key);
      this.changed.add('type:' + name);
    } else if (id[0] === 'f') {
      const old = this.routines.get(key);
      if (!old) return;
      this.routines.delete(key);
      const name = foldName(this.family, old.name);
      removeFrom(this.routinesNamed, name, key);
      this.changed.add('routines:' + name);
    } else {
      const map = id[0] === 'x' ? this.extensions : this.schemas;
      if (map.delete(key)) this.changed.add((id[0] === 'x' ? 'extension:' : 'schema:') + key);
    }
  }

  private link(key: RelationKey): void {
    const published = this.relations.get(key);
    if (!published) return;
    const { draft, value: old } = published;
    const value =
      draft.is === 'table'
        ? linkTable(draft, this)
        : draft.is === 'view'
          ? linkView(draft, this)
          : (draft as Sequence);
    if (old && same(old, value)) return;
    this.unrefer(key, old);
    if ('foreignKeys' in value)
      for (const { refTable } of value.foreignKeys) addTo(this.referrers, refTable, key);
    if (old) this.touch(key, old);
    published.value = value;
    this.touch(key, value);
    this.changedRelations.add(key);
  }

  private index(key: RelationKey, draft: Published['draft']): void {
    addTo(this.named, foldName(this.family, draft.name), key);
    if (draft.is === 'table') {
      if (draft.primaryKey || draft.uniques.length > 0 || draft.indexes.some(({ unique }) => unique))
        this.keyed.add(key);
      if (draft.partitionOf) addTo(this.partitions, draft.partitionOf.parent, key);
      for (const { refName } of draft.foreignKeys) addTo(this.mentions, foldName(this.family, refName), key);
    } else if (draft.is === 'view')
      for (const { name } of draft.sources) addTo(this.mentions, foldName(this.family, name), key);
  }

  private unrefer(key: RelationKey, value: Published['value'] | undefined): void {
    if (value && 'foreignKeys' in value)
      for (const { refTable } of value.foreignKeys) removeFrom(this.referrers, refTable, key);
  }

  private unindex(key: RelationKey, draft: Published['draft']): void {
    removeFrom(this.named, foldName(this.family, draft.name), key);
    this.keyed.delete(key);
    if (draft.is === 'table') {
      if (draft.partitionOf) removeFrom(this.partitions, draft.partitionOf.parent, key);
      for (const { refName } of draft.foreignKeys)
        removeFrom(this.mentions, foldName(this.family, refName), key);
    } else if (draft.is === 'view')
      for (const { name } of draft.sources) removeFrom(this.mentions, foldName(this.family, name), key);
  }

  private relinkReferrers(name: string, relink: Set<RelationKey>): void {
    const names = [name];
    const seen = new Set(names);
    for (let next = names.pop(); next !== undefined; next = names.pop())
      for (const key of this.mentions.get(foldName(this.family, next)) ?? []) {
        relink.add(key);
        // What shows a star over this shows another shape now, too.
        const view = this.draftView(key);
        if (!view?.columns.includes('*') || seen.has(view.name)) continue;
        seen.add(view.name);
        names.push(view.name);
      }
  }

  /** Other files first: lists of several are in another order, though what is in them may be the same. */
  private touchLists(): void {
    for (const [prefix, map] of [
      ['named:', this.named],
      ['refs:', this.referrers],
      ['parts:', this.partitions],
      ['routines:', this.routinesNamed],
    ] as const)
      for (const [key, members] of map) if (members.size > 1) this.changed.add(prefix + key);
  }

  /** Marks every answer that contains this object. */
  private touch(key: RelationKey, value: Table | View | Sequence): void {
    this.changed.add('rel:' + key);
    this.changed.add('named:' + foldName(this.family, value.name));
    if (!('foreignKeys' in value)) return;
    for (const { refTable } of value.foreignKeys) this.changed.add('refs:' + refTable);
    if (value.partitionOf) this.changed.add('parts:' + value.partitionOf.parent);
  }
}

/** What others' links rest on: the kind, the primary key, and for stars the columns' names, or what its own stars show. */
function shapeOf(draft: Published['draft']): string {
  if (draft.is === 'sequence') return 'sequence';
  const columns = draft.is === 'view' ? draft.columns : draft.columns.map(column => column.name);
  const key = draft.is === 'table' ? (draft.primaryKey?.columns ?? []) : [];
  const shown =
    draft.is === 'view' && columns.includes('*')
      ? [...draft.sources.map(({ schemas, name }) => [...schemas, name].join('.')), ...draft.stars]
      : [];
  return [draft.is, key.join('\u0001'), columns.join('\u0001'), shown.join('\u0001')].join('\u0002');
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}
