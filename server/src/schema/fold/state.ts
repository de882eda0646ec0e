import { lastName, type QName } from '../../sql/ast/index.js';
import type { Family } from '../../sql/dialect.js';
import type { Origin } from '../../sql/reading.js';
import type { Span } from '../../text/span.js';
import type { Entry } from '../entry.js';
import { constraintName } from '../footprint.js';
import type { RelationKey } from '../model.js';
import { foldName, keyOf, nameRules, sameName, schemasFor, TEMP_SCHEMA } from '../names.js';
import type { DraftNamed, DraftRoutine, DraftTable, DraftType, DraftView, Relation } from './draft.js';

/** What a fold needs of the rest of the project. Both calls may make the caller fold again with more entries. */
export interface FoldScope {
  /** Says that the outcome depends on whether this name is taken. */
  touch(name: string): void;
  /** Says that what happened changes everything that mentions this name. */
  claim(name: string): void;
}

/** The catalog as it stands while the statements of one group are gone through in order. */
export class FoldState {
  readonly relations = new Map<RelationKey, Relation>();
  /** Calls that make a hypertable where a script goes on after errors: a later one says that they failed. */
  readonly doubtfulCalls = new WeakSet<object>();
  /** The statement being folded. */
  entry!: Entry;
  private typeMap: Map<string, DraftType> | undefined;
  private routineMap: Map<string, DraftRoutine> | undefined;
  private extensionMap: Map<string, DraftNamed> | undefined;
  private schemaMap: Map<string, DraftNamed> | undefined;
  private constraints: Map<string, number> | undefined;
  private childIndex: Map<RelationKey, DraftTable[]> | undefined;
  private hasTemporary = false;

  constructor(
    readonly family: Family,
    private readonly scope: FoldScope,
  ) {}

  // Most groups are a table and its indexes: the other maps are made when they are needed.
  get types(): Map<string, DraftType> {
    return (this.typeMap ??= new Map());
  }

  get routines(): Map<string, DraftRoutine> {
    return (this.routineMap ??= new Map());
  }

  get extensions(): Map<string, DraftNamed> {
    return (this.extensionMap ??= new Map());
  }

  get schemas(): Map<string, DraftNamed> {
    return (this.schemaMap ??= new Map());
  }

  /** What there is besides relations, with the letter that tells the kinds apart in ids. */
  others(): (readonly [string, ReadonlyMap<string, DraftType | DraftRoutine | DraftNamed>])[] {
    const found: (readonly [string, ReadonlyMap<string, DraftType | DraftRoutine | DraftNamed>])[] = [];
    if (this.typeMap) found.push(['t', this.typeMap]);
    if (this.routineMap) found.push(['f', this.routineMap]);
    if (this.extensionMap) found.push(['x', this.extensionMap]);
    if (this.schemaMap) found.push(['s', this.schemaMap]);
    return found;
  }

  get indexesAreRelations(): boolean {
    return nameRules(this.family).indexesAreRelations;
  }

  origin(span: Span): Origin {
    return { unit: this.entry.slot.unit, span };
  }

  /** Origin of the whole statement. */
  statementOrigin(): Origin {
    return this.origin(this.entry.reading.span);
  }

  same(a: string, b: string): boolean {
    return sameName(this.family, a, b);
  }

  key(schema: string, name: string): RelationKey {
    return keyOf(this.family, schema, name);
  }

  /** Schemas that a name may mean here. */
  schemasFor(name: QName): readonly string[] {
    return schemasFor(this.family, this.entry.path, name.parts);
  }

  /** Where a new relation of this name goes. */
  target(name: QName, temporary = false): { schema: string; name: string; key: RelationKey } {
    if (temporary) this.hasTemporary = true;
    const last = lastName(name).value;
    const schema = temporary ? TEMP_SCHEMA : this.schemasFor(name)[0]!;
    return { schema, name: last, key: this.key(schema, last) };
  }

  /** The relation that a name means here, with its key; undefined where there is none. */
  find(name: QName): Relation | undefined {
    const key = this.findKey(name);
    return key === undefined ? undefined : this.relations.get(key);
  }

  findKey(name: QName): RelationKey | undefined {
    const last = lastName(name).value;
    if (this.hasTemporary && name.parts.length === 1) {
      const key = this.key(TEMP_SCHEMA, last);
      if (this.relations.has(key)) return key;
    }
    const key = this.findIn(this.schemasFor(name), last);
    if (key !== undefined || name.parts.length > 1 || this.family !== 'postgres') return key;
    // Every search path of PostgreSQL holds the system's schema, into which scripts may move a table.
    return this.findIn(SYSTEM_SCHEMAS, last);
  }

  findIn(schemas: readonly string[], name: string): RelationKey | undefined {
    for (const schema of schemas) {
      const key = this.key(schema, name);
      if (this.relations.has(key)) return key;
    }
    return undefined;
  }

  table(name: QName): DraftTable | undefined {
    const relation = this.find(name);
    return relation?.is === 'table' ? relation : undefined;
  }

  tableAt(key: RelationKey | undefined): DraftTable | undefined {
    const relation = key === undefined ? undefined : this.relations.get(key);
    return relation?.is === 'table' ? relation : undefined;
  }

  /** A table or a view, whatever may carry an index. */
  indexed(name: QName): DraftTable | DraftView | undefined {
    const relation = this.find(name);
    return relation?.is === 'table' || relation?.is === 'view' ? relation : undefined;
  }

  *tables(): IterableIterator<DraftTable> {
    for (const relation of this.relations.values()) if (relation.is === 'table') yield relation;
  }

  *views(): IterableIterator<DraftView> {
    for (const relation of this.relations.values()) if (relation.is === 'view') yield relation;
  }

  /** Tables below this one, in the order they came there: its partitions and the tables that inherit from it. */
  children(parent: RelationKey): DraftTable[] {
    this.childIndex ??= this.indexChildren();
    return [...(this.childIndex.get(parent) ?? [])];
  }

  partitions(parent: RelationKey): DraftTable[] {
    return this.children(parent).filter(child => child.partitionOf?.parent === parent);
  }

  /** True where a table is this one, a partition of it or inherits from it, at any depth. */
  isBelow(table: RelationKey, ancestor: RelationKey): boolean {
    const seen = new Set<RelationKey>();
    const open = [table];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (key === ancestor) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = this.tableAt(key);
      if (found) open.push(...parentsOf(found));
    }
    return false;
  }

  /** To be called when a table gets a parent. */
  childAdded(parent: RelationKey, child: DraftTable): void {
    if (!this.childIndex) return;
    const children = this.childIndex.get(parent);
    if (children) children.push(child);
    else this.childIndex.set(parent, [child]);
  }

  /** To be called after tables have gone, been renamed, or lost a parent. */
  childrenChanged(): void {
    this.childIndex = undefined;
  }

  claim(relationName: string): void {
    this.scope.claim(foldName(this.family, relationName));
  }

  claimRoutine(name: string): void {
    this.scope.claim(name);
  }

  relationTaken(schema: string, name: string): boolean {
    this.scope.touch(foldName(this.family, name));
    return this.relations.has(this.key(schema, name));
  }

  /** True where a constraint of this schema has the name. */
  constraintTaken(schema: string, name: string): boolean {
    this.scope.claim(constraintName(name));
    this.constraints ??= this.countConstraints();
    return (this.constraints.get(schema + '\0' + name) ?? 0) > 0;
  }

  /** To be called for every constraint that a table gets. */
  constraintAdded(schema: string, name: string | undefined): void {
    if (!this.constraints || name === undefined) return;
    const id = schema + '\0' + name;
    this.constraints.set(id, (this.constraints.get(id) ?? 0) + 1);
  }

  /** To be called after constraints have gone or been renamed. */
  constraintsChanged(): void {
    this.constraints = undefined;
  }

  private indexChildren(): Map<RelationKey, DraftTable[]> {
    const index = new Map<RelationKey, DraftTable[]>();
    for (const table of this.tables()) {
      for (const parent of parentsOf(table)) {
        const children = index.get(parent);
        if (children) children.push(table);
        else index.set(parent, [table]);
      }
    }
    return index;
  }

  private countConstraints(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const table of this.tables()) {
      const add = (name: string | undefined): void => {
        if (name !== undefined)
          counts.set(table.schema + '\0' + name, (counts.get(table.schema + '\0' + name) ?? 0) + 1);
      };
      add(table.primaryKey?.name);
      for (const list of [table.uniques, table.foreignKeys, table.checks, table.exclusions])
        for (const constraint of list) add(constraint.name);
    }
    return counts;
  }
}

const SYSTEM_SCHEMAS: readonly string[] = ['pg_catalog'];

function parentsOf(table: DraftTable): readonly RelationKey[] {
  return table.partitionOf ? [table.partitionOf.parent] : table.inherits;
}
