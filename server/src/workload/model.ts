import type { RelationKey, Routine, Table, Trigger, View } from '../schema/model.js';
import type { QName } from '../sql/ast/index.js';
import type { ColumnRef, Condition, QueryBlock, QueryShape, QuerySource, Value } from '../sql/ast/shape.js';
import type { Origin, SourceUnit } from '../sql/reading.js';

/** A query that somebody runs: a statement of a file, a view, a line of a routine, a string in a program. */
export interface WorkloadQuery {
  /** Spans of `shape` are relative to this unit's piece. */
  readonly unit: SourceUnit;
  readonly shape: QueryShape;
  readonly from: 'statement' | 'view' | 'routine' | 'trigger' | 'code';
  /** View, routine or trigger that holds it. */
  readonly holder?: string;
  /** The whole query. */
  readonly origin: Origin;
  /** Runs per second, where a comment or a statistics file says so. */
  readonly rate?: Known<number>;
}

/** A column of the table at hand in a test of a query. */
export interface ColumnTest {
  readonly column: string;
  readonly condition: Condition;
  /** What it is compared with; absent for IS NULL. */
  readonly value?: Value;
  readonly origin: Origin;
}

/** What one query does with one table. Column names are the catalog's. */
export interface TableUse {
  readonly query: WorkloadQuery;
  readonly block: QueryBlock;
  /** Absent for the target of a change. */
  readonly source?: QuerySource;
  readonly access: 'read' | 'insert' | 'update' | 'delete';
  /** `column = constant or parameter`, and IN of a list. */
  readonly equals: readonly ColumnTest[];
  /** `<`, `<=`, `>`, `>=`, BETWEEN, and LIKE with a fixed beginning. */
  readonly ranges: readonly ColumnTest[];
  /** Other tests of bare columns: `<>`, IS NULL, LIKE with a leading wildcard, `@>`. */
  readonly others: readonly ColumnTest[];
  /** Tests in which the column stands inside a function, a cast or arithmetic. */
  readonly wrapped: readonly (ColumnTest & { readonly wrapper: Value })[];
  /** Equalities with a column of another relation. */
  readonly joins: readonly {
    readonly column: string;
    readonly other: { readonly relation: RelationKey; readonly column: string };
    readonly kind: QuerySource['join'];
    readonly origin: Origin;
  }[];
  readonly groupBy: readonly string[];
  /** Empty where anything but this table's columns stands in ORDER BY. */
  readonly orderBy: readonly { readonly column: string; readonly order: 'asc' | 'desc' }[];
  /** Columns of the table that the query needs at all; `'*'` where it takes all. */
  readonly needs: readonly string[] | '*';
  readonly limit?: number;
  /** Columns written. */
  readonly writes: readonly string[];
  /** True where a column without a qualifier could not be given to one table: the lists may lack something. */
  readonly uncertain: boolean;
}

/** Body of a trigger, function or procedure. */
export interface RoutineBody {
  readonly queries: readonly WorkloadQuery[];
  /** `NEW.total := ...`, MySQL `SET NEW.total = ...`: target folded, qualifier `new`. */
  readonly assignments: readonly {
    readonly target: ColumnRef;
    readonly value: Value;
    /** One of `queries`, whose blocks the value names: where it has a subquery, or SELECT ... INTO gives it. */
    readonly query?: WorkloadQuery;
    readonly origin: Origin;
  }[];
  /** EXECUTE of a text, a language that is not read: what it does is not known in full. */
  readonly opaque: boolean;
  /** Mentions of TG_OP: operations that the body tells apart. */
  readonly operations: readonly ('insert' | 'update' | 'delete')[];
  readonly origin: Origin;
}

/** What rules ask about how tables are used. Every answer is a dependency of the finding that looked. */
export interface Workload {
  /** Uses of a table by every query of the project, in no particular order. */
  usesOf(relation: Table | View): readonly TableUse[];
  /** What a trigger does: its function's body, or its own. */
  bodyOf(trigger: Trigger): RoutineBody | undefined;
  /** Routines whose bodies name the relation, with what they do. */
  routinesOn(relation: Table): readonly { readonly routine: Routine; readonly body: RoutineBody }[];
  /** What brings a materialized view up to date. */
  refreshesOf(view: View): readonly Refresh[];
  /** The relation that a source or target of a query means. */
  relationOf(query: WorkloadQuery, source: { readonly table?: QName }): Table | View | undefined;
  /** The table and column that a reference means where it stands; undefined where that is not certain. */
  columnOf(
    query: WorkloadQuery,
    block: QueryBlock,
    ref: ColumnRef,
  ): { readonly table: Table; readonly column: string } | undefined;
  /** What is known of a table's size and load. Everything may be unknown. */
  factsOf(relation: Table | View): TableFacts;
  /** What is known of the machine that it all runs on. */
  environment(): Environment;
}

/** A REFRESH of a materialized view: a statement, a line of a routine, or text given to a scheduler. */
export interface Refresh {
  readonly concurrently: boolean;
  /** Stands in a text that a query hands on, as `cron.schedule` takes it. */
  readonly scheduled: boolean;
  readonly origin: Origin;
}

/** The machine, as `faultline.yaml` describes it. */
export interface Environment {
  readonly memoryBytes?: Known<number>;
}

/** A figure, and who said it. */
export interface Known<T> {
  readonly value: T;
  /** `comment`, `faultline.yaml`, or the name of a statistics file. */
  readonly source: string;
  readonly origin?: Origin;
}

/** How fresh or agreed on a read must be. */
export type Consistency = 'strong' | 'session' | 'eventual';

/** What a table is for, as people may say it. */
export type SaidRole =
  | 'fact'
  | 'dimension'
  | 'bridge'
  | 'lookup'
  | 'event'
  | 'staging'
  | 'aggregate'
  | 'entity';

/** Size and load of a table. What nobody said is absent. */
export interface TableFacts {
  readonly rows?: Known<number>;
  /** Of the relation without indexes. */
  readonly bytes?: Known<number>;
  /** Rows inserted, updated or deleted. */
  readonly writesPerSecond?: Known<number>;
  readonly readsPerSecond?: Known<number>;
  readonly growthPerDay?: Known<number>;
  readonly retentionSeconds?: Known<number>;
  readonly consistency?: Known<Consistency>;
  readonly latencyMs?: Known<number>;
  /** How old data may be when it is read. */
  readonly freshnessSeconds?: Known<number>;
  readonly hot?: Known<boolean>;
  readonly role?: Known<SaidRole>;
  /** Per column, names as in the catalog. */
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

export interface ColumnFacts {
  readonly distinct?: Known<number>;
  /** 0 to 1. */
  readonly nullFraction?: Known<number>;
  readonly averageBytes?: Known<number>;
  /** Physical order against value order, -1 to 1, as in pg_stats. */
  readonly correlation?: Known<number>;
  /** Share of the most frequent value, 0 to 1. */
  readonly topShare?: Known<number>;
}

export const NO_FACTS: TableFacts = { columns: new Map() };
