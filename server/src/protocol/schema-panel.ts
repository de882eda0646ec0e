import type { PanelEdit, PanelPlace, PanelRange } from './webview.js';

/** What the schema panel asks the server, and what it is answered. Types only. */

export type SchemaQuestion =
  /** `since`: the version that the page has; the answer may be about what differs from it. */
  | { readonly kind: 'diagram'; readonly uri: string; readonly since?: number }
  | { readonly kind: 'details'; readonly uri: string; readonly table: string }
  /** The join path of the query at a place, with the indexes that it would use. */
  | { readonly kind: 'query'; readonly uri: string; readonly position: PanelRange['start'] }
  | { readonly kind: 'edit'; readonly uri: string; readonly change: DiagramChange }
  /** Against the schema that other texts of the files make (null: the file is not there). */
  | {
      readonly kind: 'compare';
      readonly uri: string;
      readonly texts: Readonly<Record<string, string | null>>;
      readonly label: string;
    }
  /** A star for a schema that has none. */
  | { readonly kind: 'proposal'; readonly uri: string }
  | {
      readonly kind: 'export';
      readonly uri: string;
      readonly format: DiagramFormat;
      readonly mode: DiagramMode;
      /** Ids of the tables in it; undefined: all. */
      readonly tables?: readonly string[];
    };

export type SchemaAnswer =
  | SchemaDiagram
  | TableDetails
  | QueryPath
  | EditProposal
  | SchemaComparison
  | StarProposal
  | DiagramExport;

export type DiagramMode = 'star' | 'er';
export type DiagramFormat = 'svg' | 'mermaid' | 'dbml' | 'plantuml' | 'dot' | 'json' | 'markdown';

/** Everything that can be drawn of the schema that a file belongs to. No positions: the page lays out what it shows. */
export interface SchemaDiagram {
  readonly kind: 'diagram';
  /** Grows with every reading: an answer about an older one is dropped. */
  readonly version: number;
  /**
   * Set where it was asked what is new since a version: `tables` and `edges` are only those that differ from it. The
   * others are as they were, and all stand in the order of that version.
   */
  readonly onto?: number;
  readonly title: string;
  readonly dialect: string;
  readonly tables: readonly DiagramTable[];
  readonly edges: readonly DiagramEdge[];
  readonly stars: readonly DiagramStar[];
  readonly copies: readonly DiagramCopy[];
  /** No fact was found: a star can be proposed. */
  readonly noStar: boolean;
}

export type TableRole =
  | 'fact'
  | 'dimension'
  | 'bridge'
  | 'lookup'
  | 'event'
  | 'staging'
  | 'aggregate'
  | 'entity'
  | 'view'
  | 'materialized view';

export interface DiagramTable {
  /** Qualified name as the catalog keys it; stable across edits that do not rename. */
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  readonly role: TableRole;
  /** `accumulating snapshot`, `scd2`, `date` … */
  readonly variant?: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** `one row per order line`. */
  readonly grain?: string;
  /** What a comment in the catalog says of it. */
  readonly comment?: string;
  readonly columns: readonly DiagramColumn[];
  /** `≈ 1.8 B rows, 142 GB`: only what is known. */
  readonly size?: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly partitions?: {
    readonly by: string;
    readonly method: string;
    readonly count: number;
    readonly names: readonly string[];
  };
  /** Parent of a partition or of an inherited table. */
  readonly partitionOf?: string;
  readonly sortKey?: readonly string[];
  readonly distributionKey?: readonly string[];
  readonly indexes: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly unique: boolean;
  }[];
  readonly triggers: readonly { readonly name: string; readonly writes: readonly string[] }[];
  readonly findings: readonly DiagramFinding[];
  /** Where the table is written; undefined for what is only spoken of. */
  readonly place?: PanelPlace;
  /** The whole statement: a cursor inside it selects the table. */
  readonly extent?: PanelPlace;
}

export interface DiagramColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly foreign: boolean;
  readonly generated: boolean;
  /** Of a fact: may it be summed. */
  readonly additivity?: 'additive' | 'semi-additive' | 'non-additive';
  readonly because?: string;
  /** Of a dimension that keeps versions, or a degenerate dimension, or a natural key. */
  readonly part?:
    | 'valid from'
    | 'valid to'
    | 'current'
    | 'version'
    | 'natural key'
    | 'degenerate'
    | 'partition key';
  readonly comment?: string;
  readonly default?: string;
  readonly findings: number;
  readonly place?: PanelPlace;
}

export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly fromColumns: readonly string[];
  readonly toColumns: readonly string[];
  /** `references`: a key; `reads`: a view reads; `writes`: a trigger writes. */
  readonly kind: 'references' | 'reads' | 'writes';
  /** False: names and types say it alone. */
  readonly declared: boolean;
  /** The part it plays where two edges go to one dimension: `order date`. */
  readonly label?: string;
  /** How many rows at `from` may there be for one at `to`, and must there be one. */
  readonly many: boolean;
  readonly optional: boolean;
  readonly place?: PanelPlace;
}

/** A copy of a column, and what keeps it true. */
export interface DiagramCopy {
  readonly id: string;
  readonly from: { readonly table: string; readonly column: string };
  readonly to: { readonly table: string; readonly column: string };
  readonly keptBy: 'trigger' | 'generated' | 'refresh' | 'cascade' | 'documented' | 'nothing' | 'unknown';
  readonly text: string;
}

export interface DiagramStar {
  readonly fact: string;
  readonly dimensions: readonly string[];
  /** Chains behind a dimension, from the dimension outwards. */
  readonly snowflakes: readonly { readonly dimension: string; readonly levels: readonly string[] }[];
  readonly bridges: readonly string[];
}

export interface DiagramFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly place: PanelPlace;
  readonly column?: string;
  /** Only in the details of a table: what mends it is worked out for what somebody looks at. */
  readonly fixes?: readonly { readonly title: string; readonly edits: readonly PanelEdit[] }[];
}

export interface TableDetails {
  readonly kind: 'details';
  readonly table: string;
  /** Those of the diagram's table, with what mends them. */
  readonly findings: readonly DiagramFinding[];
  readonly evidence: readonly {
    readonly text: string;
    readonly weight: number;
    /** A name or another convention says so, not what the table holds. */
    readonly convention?: boolean;
    readonly place?: PanelPlace;
  }[];
  /** Confidence without what names alone say. */
  readonly withoutNames?: number;
  /** What would overrule the classification: a comment above the table. */
  readonly overrule: readonly { readonly title: string; readonly edits: readonly PanelEdit[] }[];
  readonly storage: readonly { readonly name: string; readonly value: string }[];
  /** Other facts that share dimensions, with which. */
  readonly shares: readonly { readonly fact: string; readonly dimensions: readonly string[] }[];
  readonly queries: number;
  readonly comment?: string;
  /** The statement that defines it, as it is written. */
  readonly definition?: string;
}

/** What a person changes in the diagram; answered with edits of the SQL. */
export type DiagramChange =
  | { readonly do: 'rename table'; readonly table: string; readonly to: string }
  | { readonly do: 'rename column'; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly do: 'add column';
      readonly table: string;
      readonly column: string;
      readonly type: string;
      readonly nullable: boolean;
    }
  | {
      readonly do: 'add index';
      readonly table: string;
      readonly columns: readonly string[];
      readonly unique: boolean;
    }
  | {
      readonly do: 'add foreign key';
      readonly table: string;
      readonly columns: readonly string[];
      readonly to: string;
      readonly toColumns: readonly string[];
    }
  | { readonly do: 'copy to view'; readonly copy: string }
  /** A star that was proposed, by its fact's table: behind the file that is shown, or in a new one beside it. */
  | { readonly do: 'accept star'; readonly table: string; readonly into: 'file' | 'beside' };

export interface EditProposal {
  readonly kind: 'edit';
  readonly label: string;
  readonly edits: readonly PanelEdit[];
  /** Files among them that are not there yet. */
  readonly creates?: readonly string[];
  /** Why it cannot be done, or what it leaves undone, whole sentences. */
  readonly notes: readonly string[];
}

export interface QueryPath {
  readonly kind: 'query';
  readonly tables: readonly string[];
  readonly edges: readonly string[];
  /** Which index each table would be read by; undefined: none serves. */
  readonly access: readonly {
    readonly table: string;
    readonly index?: string;
    readonly columns: readonly string[];
  }[];
  /** The query's own text, and where it stands. */
  readonly text?: string;
  readonly place?: PanelPlace;
  /** Joins that no reference of the schema says: `edges` has the others. */
  readonly joins?: readonly {
    readonly from: string;
    readonly to: string;
    readonly fromColumns: readonly string[];
    readonly toColumns: readonly string[];
  }[];
}

export interface SchemaComparison {
  readonly kind: 'compare';
  readonly label: string;
  /** The other version's tables and edges, to draw what is gone. */
  readonly before: Pick<SchemaDiagram, 'tables' | 'edges'>;
  readonly tables: Readonly<Record<string, 'added' | 'dropped' | 'changed'>>;
  /** By table and column: `changed` with both values. */
  readonly columns: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly change: 'added' | 'dropped' | 'changed';
            readonly before?: string;
            readonly after?: string;
          }
        >
      >
    >
  >;
  readonly edges: Readonly<Record<string, 'added' | 'dropped' | 'changed'>>;
  /** The statements that lead from there to here, as a preview. */
  readonly migration: string;
  readonly notes: readonly string[];
}

export interface StarProposal {
  readonly kind: 'proposal';
  readonly facts: readonly {
    readonly table: string;
    readonly because: string;
    readonly dimensions: readonly string[];
    /** DDL of the star, and the query that loads it. */
    readonly ddl: string;
    readonly load: string;
  }[];
  readonly notes: readonly string[];
}

export interface DiagramExport {
  readonly kind: 'export';
  readonly name: string;
  readonly text: string;
}
