import type { Span } from '../../text/span.js';
import type { QName } from './names.js';
import type { Query } from './statement.js';

/** A column as a query names it: `qualifier` is an alias or a table's name. Both folded as the dialect folds. */
export interface ColumnRef {
  readonly qualifier?: string;
  readonly name: string;
  readonly span: Span;
}

/** An expression inside a query, as far as its form decides what an index or a partition can do for it. */
export interface Value {
  readonly kind:
    | 'column'
    | 'constant'
    /** `$1`, `?`, `:id`, `%s`, `@v`: its value is not in the text. */
    | 'parameter'
    | 'call'
    | 'cast'
    | 'arithmetic'
    | 'case'
    | 'subquery'
    | 'list'
    | 'star'
    | 'other';
  readonly text: string;
  readonly span: Span;
  /** Of `column`, and of `t.*` with the name `*`. */
  readonly column?: ColumnRef;
  /** Of `constant`: strings without quotes. */
  readonly constant?: string | number | boolean | null;
  /** Of `call` its function, of `cast` its type, of `arithmetic` its operator; folded, without schema. */
  readonly name?: string;
  readonly args?: readonly Value[];
  /** Of `subquery`: index in the shape's blocks. */
  readonly block?: number;
  /** Of `call`: `sum(DISTINCT x)`, `f() OVER (...)`. */
  readonly distinct?: boolean;
  readonly over?: boolean;
  /** Of `call`: what OVER partitions and orders by, ORDER BY inside its parentheses, FILTER. */
  readonly window?: readonly Value[];
}

/** One of the tests that are joined by AND. `negated` where NOT stands before it. */
export type Condition = { readonly span: Span; readonly negated: boolean } & (
  | {
      readonly kind: 'compare';
      /** `=`, `<>`, `<`, `<=`, `>`, `>=`, or the dialect's own: `@>`, `&&`, `->>`, `~`. */
      readonly operator: string;
      readonly left: Value;
      readonly right: Value;
    }
  /** Either `list` or `block`. */
  | { readonly kind: 'in'; readonly left: Value; readonly list?: readonly Value[]; readonly block?: number }
  | { readonly kind: 'between'; readonly left: Value; readonly low: Value; readonly high: Value }
  | {
      readonly kind: 'like';
      readonly left: Value;
      readonly pattern: Value;
      readonly caseless: boolean;
    }
  | { readonly kind: 'null'; readonly left: Value }
  | { readonly kind: 'exists'; readonly block: number }
  /** Alternatives, each a list joined by AND. */
  | { readonly kind: 'or'; readonly branches: readonly (readonly Condition[])[] }
  /** Anything else that is true or false: a boolean column, a call, MATCH AGAINST. */
  | { readonly kind: 'truth'; readonly value: Value }
);

/** Something that a block reads: a relation, or the result of another block. */
export interface QuerySource {
  /** How the block calls it: its alias, else its name; folded. */
  readonly alias: string;
  readonly table?: QName;
  /** Index of the block of a derived table or a common table expression. */
  readonly block?: number;
  /** A function: neither `table` nor `block`. */
  readonly join: 'first' | 'inner' | 'left' | 'right' | 'full' | 'cross';
  /** ON; `USING (a)` and NATURAL with known columns as comparisons with the sources before. */
  readonly on: readonly Condition[];
  readonly using: readonly string[];
  /** True for a subquery that may name columns of the sources before it. */
  readonly lateral?: boolean;
  /** Of a function: its call. */
  readonly values?: readonly Value[];
  readonly span: Span;
}

/**
 * One level of a query: a SELECT, a member of a UNION, or the WHERE of a change. A UNION itself is a block without
 * sources whose ORDER BY and LIMIT are the whole's; its members are the blocks of role `union` that stand in it.
 * The target of a change is not among the sources.
 */
export interface QueryBlock {
  readonly role: 'main' | 'cte' | 'derived' | 'subquery' | 'union';
  /** Index of the block it stands in, whose columns it may name; absent for the main one. */
  readonly parent?: number;
  readonly sources: readonly QuerySource[];
  readonly where: readonly Condition[];
  readonly select: readonly { readonly value: Value; readonly alias?: string }[];
  readonly distinct: boolean;
  readonly groupBy: readonly Value[];
  readonly having: readonly Condition[];
  readonly orderBy: readonly {
    readonly value: Value;
    readonly order: 'asc' | 'desc';
    readonly nulls?: 'first' | 'last';
  }[];
  readonly limit?: Value;
  readonly offset?: Value;
  /** FOR UPDATE and its like. */
  readonly locks: boolean;
  /** What stands in DISTINCT ON, WINDOW and the conditions of WHEN MATCHED. */
  readonly others?: readonly Value[];
  readonly span: Span;
}

/** What a change of data writes. */
export interface WriteTarget {
  readonly table: QName;
  readonly alias: string;
  /** Columns of an INSERT as listed; empty where none are. */
  readonly columns: readonly ColumnRef[];
  /** Values of the first row of an INSERT, in the order of its columns. */
  readonly values: readonly Value[];
  /** SET of an UPDATE, of ON CONFLICT DO UPDATE, of ON DUPLICATE KEY UPDATE, of MERGE. */
  readonly sets: readonly { readonly column: ColumnRef; readonly value: Value; readonly span: Span }[];
  /** ON CONFLICT: its columns; an empty list where it names none. Absent without one. */
  readonly conflict?: readonly string[];
}

/** A query as a plan would see it. Spans are relative to the piece. `blocks[0]` is the main one. */
export interface QueryShape {
  readonly verb: Query['verb'];
  readonly blocks: readonly QueryBlock[];
  readonly target?: WriteTarget;
  /** CQL. */
  readonly allowFiltering?: boolean;
  /** CQL lightweight transaction: IF NOT EXISTS, IF column = value. */
  readonly conditional?: boolean;
  readonly span: Span;
  /** False where parts could not be read: what is there is right, but not all is there. */
  readonly complete: boolean;
}

/** What the body of a routine or trigger does. Spans are relative to the piece. */
export interface BodyShape {
  readonly queries: readonly QueryShape[];
  /** Assignments to variables and to columns of the new row. */
  readonly assignments: readonly {
    readonly target: ColumnRef;
    readonly value: Value;
    /** One of `queries`, whose blocks the value names: where it has a subquery, or SELECT ... INTO gives it. */
    readonly query?: QueryShape;
    readonly span: Span;
  }[];
  /** It runs text that is made while it runs, or something in it was not understood. */
  readonly opaque: boolean;
  /** Operations that the body tells apart. */
  readonly operations: readonly ('insert' | 'update' | 'delete')[];
}
