import type { Catalog, RelationKey, Table } from '../schema/model.js';
import type { Origin } from '../sql/reading.js';
import type { Known, SaidRole, Workload } from '../workload/model.js';

/** What classification asks of a catalog. */
export type Lookups = Pick<Catalog, 'table' | 'tablesNamed' | 'referencing'> & {
  /** What somebody says that a table is for: that overrules what it looks like. */
  said?(table: Table): Known<Role> | undefined;
};

/** A catalog, and what comments and `faultline.yaml` say of its tables. */
export interface ClassifyContext {
  readonly catalog: Lookups;
  readonly workload?: Pick<Workload, 'factsOf'>;
}

/** What a table is for. `entity` is anything of a transactional schema that is nothing of the others. */
export type Role = SaidRole;

/** What makes a fact or a dimension special. */
export type Variant =
  /** Facts: one row per thing and period; one row per process, whose milestones are filled in; no measures. */
  | 'periodic snapshot'
  | 'accumulating snapshot'
  | 'factless'
  | 'transaction'
  /** Dimensions. */
  | 'date'
  | 'junk'
  | 'scd1'
  | 'scd2'
  | 'scd3'
  | 'plain';

/** Why: `weight` between 0 and 1, as if it stood alone. */
export interface Evidence {
  readonly text: string;
  readonly weight: number;
  /** A name or another convention says so, not what the table holds and what refers to it. */
  readonly convention?: true;
  readonly origin?: Origin;
}

/** May be summed over every dimension, over every one but time, or over none. */
export type Additivity = 'additive' | 'semi-additive' | 'non-additive';

export interface Measure {
  readonly column: string;
  readonly additivity: Additivity;
  /** What says so: `a ratio`, `a balance`. */
  readonly because: string;
}

/** A line of a star: columns here that name a row there. */
export interface Edge {
  readonly columns: readonly string[];
  readonly to: RelationKey;
  readonly toName: string;
  /** `order_date` where the dimension is `dim_date`: the part it plays. Absent where the names are alike. */
  readonly as?: string;
  /** False where names and types say it alone. */
  readonly declared: boolean;
  /** What the other end seems to be by its own columns and name. */
  readonly toRole: Role;
  readonly toVariant?: Variant;
}

/** Versions of one thing kept as rows. */
export interface Versioning {
  readonly natural: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly current?: string;
  readonly version?: string;
}

/** A table's part in its schema. Plain data, but for where the evidence stands. */
export interface Classification {
  readonly table: RelationKey;
  readonly role: Role;
  readonly variant?: Variant;
  /** 0 to 1: below 0.5 nobody should build on it. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly edges: readonly Edge[];
  readonly measures: readonly Measure[];
  /** Numbers of documents kept without a table of their own: `invoice_no`. */
  readonly degenerate: readonly string[];
  /** What one row stands for; absent where no key says it. */
  readonly grain?: { readonly columns: readonly string[]; readonly text: string };
  readonly versioning?: Versioning;
}

/** What a schema is for. */
export interface SchemaClassification {
  readonly schema: string;
  readonly kind: 'OLTP' | 'OLAP' | 'mixed' | 'unknown';
  readonly evidence: readonly Evidence[];
  readonly facts: readonly RelationKey[];
  readonly dimensions: readonly RelationKey[];
  readonly entities: readonly RelationKey[];
}
