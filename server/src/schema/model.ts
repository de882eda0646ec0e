import type {
  Expr,
  KeyPart,
  PartitionBound,
  RefAction,
  Statement,
  TableOption,
  TypeName,
} from '../sql/ast/index.js';
import type { Dialect, Family } from '../sql/dialect.js';
import type { Origin, SourceUnit } from '../sql/reading.js';

/**
 * Identity of a relation in one catalog: `schema.name` as folded for comparison (`public.users`). Engines without
 * schemas use their default one. Made by `relationKey` in `names.ts`, never by hand.
 */
export type RelationKey = string;

/** Everything that a catalog keeps knows each place that wrote it: the first defined it, later ones changed it. */
export interface Written {
  readonly origins: readonly Origin[];
}

export interface Column extends Written {
  readonly name: string;
  readonly type: TypeName | undefined;
  /** Effective: primary key and identity columns are not nullable though nobody wrote NOT NULL. */
  readonly nullable: boolean;
  readonly default: Expr | undefined;
  readonly generated: { readonly expr: Expr; readonly stored: boolean } | undefined;
  readonly identity: 'always' | 'by default' | 'auto' | undefined;
  /** Declared as `serial`, `bigserial` or `smallserial`. */
  readonly serial: boolean;
  readonly collation: string | undefined;
  readonly comment: string | undefined;
  readonly options: readonly TableOption[];
  /** Came from a parent (inheritance, partition) or `LIKE`. */
  readonly inherited: boolean;
  /** Where its name stands in the defining statement. */
  readonly nameOrigin: Origin;
  readonly typeOrigin: Origin | undefined;
}

/** Primary key or unique constraint. Its index is not repeated in `indexes`. */
export interface Key extends Written {
  readonly kind: 'primary key' | 'unique';
  /** As written or as the engine names it (`users_pkey`); undefined where the engine's choice is not predictable. */
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** Expressions or prefix lengths where the engine allows them in a key; parallel to the key's parts. */
  readonly parts: readonly KeyPart[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
  readonly enforced: boolean;
  readonly clustered: boolean | undefined;
  readonly withoutOverlaps: boolean;
  /** Came from a partitioned parent. */
  readonly inherited: boolean;
}

export interface ForeignKey extends Written {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** Resolved key of the referenced table; it may not exist. */
  readonly refTable: RelationKey;
  readonly refSchema: string;
  readonly refName: string;
  /** As written or, where the statement left them out, the target's primary key; empty while that is unknown. */
  readonly refColumns: readonly string[];
  readonly refColumnsWritten: boolean;
  readonly onDelete: RefAction;
  readonly onUpdate: RefAction;
  readonly match: 'simple' | 'full' | 'partial';
  readonly deferrable: boolean;
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly inherited: boolean;
}

export interface Check extends Written {
  readonly name: string | undefined;
  readonly expr: Expr;
  readonly notValid: boolean;
}

export interface Exclusion extends Written {
  readonly name: string | undefined;
  readonly method: string;
  readonly parts: readonly (KeyPart & { readonly operator: string })[];
  readonly where: Expr | undefined;
}

export interface Index extends Written {
  readonly name: string | undefined;
  /** Lower case: `btree`, `gin`, `hash`, `fulltext` ... */
  readonly method: string;
  readonly unique: boolean;
  readonly parts: readonly KeyPart[];
  readonly include: readonly string[];
  readonly where: Expr | undefined;
  readonly nullsNotDistinct: boolean;
  readonly concurrently: boolean;
  readonly clustered: boolean | undefined;
  readonly options: readonly TableOption[];
  /** Came from a partitioned parent's index. */
  readonly inherited: boolean;
  /** PostgreSQL `ON ONLY parent`: not valid until every partition's index is attached. */
  readonly only: boolean;
  /** Made by the engine for a foreign key that had none (InnoDB); nobody wrote it. */
  readonly implicit?: boolean;
}

export interface Partitioning extends Written {
  readonly strategy: 'range' | 'list' | 'hash' | 'key' | 'value';
  readonly parts: readonly KeyPart[];
}

/** A partition kept inside its parent (MySQL), without a relation of its own. */
export interface InnerPartition extends Written {
  readonly name: string;
  readonly bound: PartitionBound | undefined;
}

export interface Table extends Written {
  readonly key: RelationKey;
  readonly schema: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly kind:
    | 'table'
    | 'partitioned table'
    | 'foreign table'
    | 'external table'
    | 'virtual table'
    | 'dynamic table'
    | 'dictionary';
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly columns: readonly Column[];
  readonly primaryKey: Key | undefined;
  readonly uniques: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly exclusions: readonly Exclusion[];
  readonly indexes: readonly Index[];
  readonly partitioning: Partitioning | undefined;
  /** For a partition: its parent and bound. */
  readonly partitionOf:
    | { readonly parent: RelationKey; readonly bound: PartitionBound | undefined; readonly origin: Origin }
    | undefined;
  readonly innerPartitions: readonly InnerPartition[];
  readonly inherits: readonly RelationKey[];
  readonly triggers: readonly Trigger[];
  readonly comment: string | undefined;
  readonly options: readonly TableOption[];
  readonly replicaIdentity:
    | { readonly mode: 'default' | 'full' | 'nothing' | 'index'; readonly index: string | undefined }
    | undefined;
  readonly rowSecurity: boolean;
  /** Hypertable (Timescale) or distribution (Citus) declared by a function call. */
  readonly extensionCalls: readonly {
    readonly function: string;
    readonly args: readonly Expr[];
    readonly origin: Origin;
  }[];
  /** True where columns come from something not read (CREATE TABLE AS with a star, LIKE of an unknown table, a broken statement). */
  readonly columnsIncomplete: boolean;
  /** Where its name stands in the defining statement. */
  readonly nameOrigin: Origin;
}

export interface View extends Written {
  readonly key: RelationKey;
  readonly schema: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly materialized: boolean;
  readonly columns: readonly string[];
  /** Relations it reads, resolved. */
  readonly reads: readonly RelationKey[];
  readonly text: string;
  /** Materialized views may have them. */
  readonly indexes: readonly Index[];
  readonly comment: string | undefined;
  readonly options: readonly TableOption[];
  /** Policies of continuous aggregates (Timescale). */
  readonly extensionCalls: Table['extensionCalls'];
  readonly nameOrigin: Origin;
}

export interface Sequence extends Written {
  readonly key: RelationKey;
  readonly schema: string;
  readonly name: string;
  readonly ownedBy: { readonly table: RelationKey; readonly column: string } | undefined;
}

export interface EnumType extends Written {
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export interface Domain extends Written {
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly type: TypeName;
  readonly notNull: boolean;
  readonly checks: readonly Check[];
}

export interface CompositeType extends Written {
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Trigger extends Written {
  readonly name: string;
  readonly table: RelationKey;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly columns: readonly string[];
  readonly level: 'row' | 'statement';
  readonly function: string | undefined;
  readonly body: string | undefined;
}

export interface Routine extends Written {
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly procedure: boolean;
  readonly language: string | undefined;
  readonly returns: string | undefined;
  readonly body: { readonly text: string; readonly origin: Origin } | undefined;
}

/**
 * What rules and the editor read. Every look-up, hit or miss, is a dependency: `tracked` views record them, so a
 * finding is worked out again exactly when something it looked at has changed.
 */
export interface Catalog {
  readonly family: Family;
  /** Schema that an unqualified name falls to when nothing else is said (`public`, `dbo`, `''`). */
  readonly defaultSchema: string;
  table(key: RelationKey): Table | undefined;
  view(key: RelationKey): View | undefined;
  /** Tables with this last name, in any schema; compared as the family compares. */
  tablesNamed(name: string): readonly Table[];
  /** True where any table has a primary key, a unique one or a unique index. */
  hasKeys(): boolean;
  /** Tables with a foreign key to this one, with that key. */
  referencing(key: RelationKey): readonly { readonly table: Table; readonly foreignKey: ForeignKey }[];
  /** Partitions attached to this table, in the order they were made. */
  partitionsOf(key: RelationKey): readonly Table[];
  /** Statements of all files that make, change, drop or comment on relations with this last name, in their order. */
  statementsOn(name: string): readonly { readonly unit: SourceUnit; readonly statement: Statement }[];
  /** Functions and procedures with this last name, in any schema, overloads one after another. */
  routinesNamed(name: string): readonly Routine[];
  enumType(schema: string | undefined, name: string): EnumType | undefined;
  domain(schema: string | undefined, name: string): Domain | undefined;
  /** All of a kind, in the order they were made. Reading these depends on everything: not for rules. */
  allTables(): Iterable<Table>;
  allViews(): Iterable<View>;
  allSequences(): Iterable<Sequence>;
  allEnums(): Iterable<EnumType>;
  allDomains(): Iterable<Domain>;
  allCompositeTypes(): Iterable<CompositeType>;
  allRoutines(): Iterable<Routine>;
  allExtensions(): Iterable<{ readonly name: string } & Written>;
  allSchemas(): Iterable<{ readonly name: string } & Written>;
}
