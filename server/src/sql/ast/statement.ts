import type { Span } from '../../text/span.js';
import type { Expr, Ident, QName, TypeName } from './names.js';
import type {
  ColumnDef,
  KeyPart,
  PartitionBound,
  PartitionBy,
  PartitionDef,
  TableConstraint,
  TableOption,
} from './table.js';

/** Kinds of object that DROP, RENAME and COMMENT name. */
export type ObjectKind =
  | 'table'
  | 'view'
  | 'materialized view'
  | 'index'
  | 'sequence'
  | 'schema'
  | 'type'
  | 'domain'
  | 'function'
  | 'trigger'
  | 'extension'
  | 'column'
  | 'constraint'
  | 'database'
  | 'foreign table'
  | 'policy'
  | 'rule'
  | 'other';

export interface CreateTable {
  readonly kind: 'create table';
  readonly name: QName;
  /** `stream` is a Flink or ksql source, `dictionary` ClickHouse's. */
  readonly flavour: 'table' | 'foreign' | 'external' | 'virtual' | 'dynamic' | 'dictionary';
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly ifNotExists: boolean;
  readonly orReplace: boolean;
  readonly columns: readonly ColumnDef[];
  readonly constraints: readonly TableConstraint[];
  /** `LIKE source INCLUDING ...`; MySQL `LIKE`; `CLONE` and `COPY` of Snowflake and BigQuery. `including` in lower case, `all` as itself. */
  readonly like: readonly { readonly source: QName; readonly including: readonly string[] }[];
  readonly inherits: readonly QName[];
  readonly partitionOf?: { readonly parent: QName; readonly bound?: PartitionBound };
  readonly partitionBy?: PartitionBy;
  /** CREATE TABLE ... AS: the query, whose result columns are known only where the query names them. */
  readonly asQuery?: Query;
  /** PostgreSQL `OF type`. */
  readonly ofType?: QName;
  readonly options: readonly TableOption[];
}

/** One action of ALTER TABLE. `other` is one that changes nothing the catalog keeps. */
export type AlterAction = (
  | {
      readonly kind: 'add column';
      readonly column: ColumnDef;
      readonly ifNotExists: boolean;
      readonly first?: boolean;
      readonly after?: Ident;
    }
  | {
      readonly kind: 'drop column';
      readonly column: Ident;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'rename column'; readonly from: Ident; readonly to: Ident }
  /** MySQL MODIFY and CHANGE, T-SQL ALTER COLUMN: the whole definition is replaced. */
  | {
      readonly kind: 'redefine column';
      readonly from: Ident;
      readonly column: ColumnDef;
      readonly first?: boolean;
      readonly after?: Ident;
    }
  | { readonly kind: 'set type'; readonly column: Ident; readonly type: TypeName; readonly using?: Expr }
  | {
      readonly kind: 'set not null' | 'drop not null' | 'drop default' | 'drop identity' | 'drop expression';
      readonly column: Ident;
    }
  | { readonly kind: 'set default'; readonly column: Ident; readonly default: Expr }
  /** PostgreSQL; also `SET GENERATED`, for a column that is one already. */
  | {
      readonly kind: 'add identity';
      readonly column: Ident;
      readonly mode: 'always' | 'by default';
      readonly sequence?: QName;
    }
  | { readonly kind: 'add constraint'; readonly constraint: TableConstraint }
  | {
      readonly kind: 'drop constraint';
      readonly name: Ident;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'drop primary key' }
  | { readonly kind: 'drop index' | 'drop foreign key' | 'drop partition'; readonly name: Ident }
  | { readonly kind: 'rename constraint' | 'rename index'; readonly from: Ident; readonly to: Ident }
  | { readonly kind: 'validate constraint'; readonly name: Ident }
  /** What is not said stays. */
  | {
      readonly kind: 'alter constraint';
      readonly name: Ident;
      readonly deferrable?: boolean;
      readonly enforced?: boolean;
    }
  | { readonly kind: 'attach partition'; readonly partition: QName; readonly bound?: PartitionBound }
  | { readonly kind: 'detach partition'; readonly partition: QName; readonly concurrently: boolean }
  | { readonly kind: 'add partition'; readonly partitions: readonly PartitionDef[] }
  | { readonly kind: 'partition by'; readonly partitionBy: PartitionBy }
  | { readonly kind: 'remove partitioning' }
  | { readonly kind: 'inherit' | 'no inherit'; readonly parent: QName }
  | { readonly kind: 'rename'; readonly to: QName }
  | { readonly kind: 'set schema'; readonly schema: Ident }
  | { readonly kind: 'set options'; readonly options: readonly TableOption[] }
  | {
      readonly kind: 'replica identity';
      readonly mode: 'default' | 'full' | 'nothing' | 'index';
      readonly index?: Ident;
    }
  | { readonly kind: 'row security'; readonly enabled: boolean }
  | { readonly kind: 'other'; readonly what: string }
) & { readonly span: Span };

export interface AlterTable {
  readonly kind: 'alter table';
  readonly object: 'table' | 'index' | 'view' | 'materialized view' | 'foreign table' | 'sequence' | 'type';
  readonly name: QName;
  readonly ifExists: boolean;
  /** PostgreSQL `ONLY`. */
  readonly only: boolean;
  readonly actions: readonly AlterAction[];
}

export interface CreateIndex {
  readonly kind: 'create index';
  readonly name?: QName;
  readonly table: QName;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly only: boolean;
  /** Lower case; absent: the engine's default (`btree`). */
  readonly method?: string;
  readonly parts: readonly KeyPart[];
  readonly include: readonly Ident[];
  readonly where?: Expr;
  readonly nullsNotDistinct?: boolean;
  readonly clustered?: boolean;
  readonly options: readonly TableOption[];
}

/** A query or change of data: what it touches. Predicates and joins are read by `workload/`. */
export interface Query {
  readonly kind: 'query';
  readonly verb: 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'copy' | 'truncate' | 'call';
  /** Relations read or written, each occurrence; common table expressions are not among them. */
  readonly tables: readonly { readonly name: QName; readonly access: 'read' | 'write' }[];
  /** Result columns where they can be named without a catalog; `'*'` stands for a star. */
  readonly columns?: readonly {
    readonly name: string;
    readonly span: Span;
    readonly source?: { readonly table?: string; readonly column: string };
    /** Where the expression says it: a cast, a constant, `count(*)`. */
    readonly type?: TypeName;
    /** Of a star over one relation: its index in `tables`. */
    readonly star?: number;
  }[];
  /** Top-level function calls of a SELECT without FROM, e.g. `create_hypertable('t', 'time')`. */
  readonly calls: readonly { readonly name: string; readonly args: readonly Expr[]; readonly span: Span }[];
  readonly span: Span;
}

export interface CreateView {
  readonly kind: 'create view';
  readonly name: QName;
  readonly materialized: boolean;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly columns: readonly Ident[];
  readonly query?: Query;
  /** Text of the query, as written. */
  readonly text: string;
  /** ClickHouse `TO target`. */
  readonly target?: QName;
  readonly options: readonly TableOption[];
}

export interface CreateTrigger {
  readonly kind: 'create trigger';
  readonly name: Ident;
  readonly table: QName;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  /** `UPDATE OF` columns. */
  readonly columns: readonly Ident[];
  readonly level: 'row' | 'statement';
  readonly when?: Expr;
  /** PostgreSQL: the function it executes. */
  readonly function?: QName;
  /** Body, where it is written in the statement (MySQL, SQLite, T-SQL). */
  readonly body?: { readonly text: string; readonly span: Span };
  readonly orReplace: boolean;
}

export interface CreateFunction {
  readonly kind: 'create function';
  readonly name: QName;
  readonly procedure: boolean;
  readonly orReplace: boolean;
  /** Types of its input arguments as the engine prints them, comma-separated: tells overloads apart. */
  readonly signature: string;
  readonly returns?: TypeName;
  /** Lower case: `plpgsql`, `sql`, `c`, ...; MySQL `sql`. */
  readonly language?: string;
  readonly body?: { readonly text: string; readonly span: Span };
  readonly options: readonly TableOption[];
}

/** What ALTER DOMAIN does; `other` changes nothing the catalog keeps. */
export type DomainChange =
  | { readonly kind: 'set not null' | 'drop not null' | 'drop default' | 'other' }
  | { readonly kind: 'set default'; readonly default: Expr }
  | { readonly kind: 'add constraint'; readonly constraint: TableConstraint }
  | { readonly kind: 'drop constraint' | 'validate constraint'; readonly name: Ident };

export type Statement =
  | CreateTable
  | AlterTable
  | CreateIndex
  | CreateView
  | CreateTrigger
  | CreateFunction
  | Query
  | {
      readonly kind: 'create schema';
      readonly name: Ident;
      readonly ifNotExists: boolean;
      readonly options: readonly TableOption[];
      readonly object: 'schema' | 'database' | 'keyspace';
      readonly elements: readonly Statement[];
    }
  | {
      readonly kind: 'create sequence';
      readonly name: QName;
      readonly temporary: boolean;
      readonly ifNotExists: boolean;
      readonly type?: TypeName;
      readonly ownedBy?: QName;
    }
  | { readonly kind: 'alter sequence'; readonly name: QName; readonly ownedBy?: QName }
  | { readonly kind: 'create enum'; readonly name: QName; readonly labels: readonly string[] }
  | {
      readonly kind: 'alter enum';
      readonly name: QName;
      readonly add?: string;
      readonly before?: string;
      readonly after?: string;
      readonly rename?: { readonly from: string; readonly to: string };
    }
  | {
      readonly kind: 'create type';
      readonly name: QName;
      readonly columns: readonly ColumnDef[];
      readonly form: 'composite' | 'range' | 'shell' | 'alias';
    }
  | {
      readonly kind: 'create domain';
      readonly name: QName;
      readonly type: TypeName;
      readonly notNull: boolean;
      readonly default?: Expr;
      readonly constraints: readonly TableConstraint[];
    }
  | {
      readonly kind: 'alter domain';
      readonly name: QName;
      readonly change: DomainChange;
    }
  | {
      readonly kind: 'drop';
      readonly object: ObjectKind;
      readonly names: readonly QName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly concurrently: boolean /** For triggers, policies, MySQL indexes: their table. */;
      readonly on?: QName;
    }
  | {
      readonly kind: 'rename';
      readonly object: ObjectKind;
      readonly from: QName;
      readonly to: QName;
      readonly on?: QName;
    }
  /** `set search_path`, `USE db`, `ALTER DATABASE ... SET search_path` is `other`. */
  | { readonly kind: 'set path'; readonly schemas: readonly Ident[] }
  | {
      readonly kind: 'comment';
      readonly object: ObjectKind;
      readonly name: QName;
      readonly text: string | null;
    }
  | { readonly kind: 'create extension'; readonly name: Ident; readonly schema?: Ident }
  /** PostgreSQL's CLUSTER of one table: rewrites it in the order of an index, and keeps that in mind. */
  | { readonly kind: 'cluster'; readonly table: QName; readonly index?: string }
  /** Reads, and changes nothing the catalog keeps: GRANT, SET, BEGIN, ANALYZE ... `verb` in upper case. */
  | { readonly kind: 'other'; readonly verb: string }
  /** Could not be read. */
  | { readonly kind: 'unread'; readonly verb: string };
