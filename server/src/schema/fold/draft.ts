import type { Origin } from '../../sql/reading.js';
import type { Entry } from '../entry.js';
import type {
  Check,
  Column,
  CompositeType,
  Domain,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  Key,
  RelationKey,
  Routine,
  Sequence,
  Table,
  Trigger,
  View,
} from '../model.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What an element was copied from: the parent's element, by its name there. */
interface Copied {
  readonly parent?: { readonly table: RelationKey; readonly name: string | undefined };
}

export type FoldedKey = Key & Copied;
export type FoldedIndex = Index & Copied;
export type FoldedCheck = Check & Copied & { readonly inherited?: boolean; readonly noInherit?: boolean };

/** A foreign key before its target is looked up: that depends on all the other groups of statements. */
export interface FoldedForeignKey extends Omit<ForeignKey, 'refTable' | 'refSchema' | 'refColumns'>, Copied {
  /** Schemas its target may be in, in the order in which they are tried. */
  readonly refSchemas: readonly string[];
  /** Empty: the target's primary key. */
  readonly refColumns: readonly string[];
}

export interface FoldedColumn extends Column {
  /** Name of its NOT NULL constraint, where it was given one. */
  readonly notNullName?: string;
  /** The sequence that feeds it. */
  readonly sequence?: RelationKey;
  /** Defined by the table itself, besides what it inherits. */
  readonly local?: boolean;
}

interface ElementLists {
  columns: FoldedColumn[];
  primaryKey: FoldedKey | undefined;
  uniques: FoldedKey[];
  foreignKeys: FoldedForeignKey[];
  checks: FoldedCheck[];
  exclusions: Exclusion[];
  indexes: FoldedIndex[];
  triggers: Trigger[];
  innerPartitions: Table['innerPartitions'][number][];
  inherits: RelationKey[];
  extensionCalls: Table['extensionCalls'][number][];
  origins: Origin[];
}

export interface DraftTable extends Mutable<Omit<Table, keyof ElementLists>>, ElementLists {
  readonly is: 'table';
  readonly entry: Entry;
}

export interface DraftView
  extends Mutable<Omit<View, 'indexes' | 'reads' | 'columns' | 'origins' | 'extensionCalls'>> {
  readonly is: 'view';
  readonly entry: Entry;
  extensionCalls: Table['extensionCalls'][number][];
  columns: readonly string[];
  /** Parallel to `columns`: for a star over one relation its index in `sources`. */
  readonly stars: readonly (number | undefined)[];
  /** What it reads before look-up: a name, and the schemas it may be in. */
  readonly sources: { readonly schemas: readonly string[]; readonly name: string }[];
  indexes: FoldedIndex[];
  origins: Origin[];
}

export interface DraftSequence extends Mutable<Sequence> {
  readonly is: 'sequence';
  readonly entry: Entry;
}

/** A relation name that an index holds. */
export interface IndexName {
  readonly is: 'index';
  readonly table: RelationKey;
}

export type Relation = DraftTable | DraftView | DraftSequence | IndexName;

export type DraftType = { readonly entry: Entry } & (
  | ({ readonly is: 'enum' } & Mutable<EnumType>)
  | ({ readonly is: 'domain' } & Mutable<Domain>)
  | ({ readonly is: 'composite' } & Mutable<CompositeType>)
);

export interface DraftRoutine extends Mutable<Routine> {
  readonly entry: Entry;
}

export interface DraftNamed {
  readonly name: string;
  readonly origins: readonly Origin[];
  readonly entry: Entry;
}
