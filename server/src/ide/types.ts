import type { FileInfo, LocatedFinding, Place } from '../analyzer/types.js';
import type { Severity } from '../rules/rule.js';
import type { Range } from '../text/span.js';

/** What to show when the pointer rests on something, and the text that it is about. */
export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/** Where something was written. `range` is its name, `full` the whole definition around it. */
export interface Target extends Place {
  readonly full: Range;
}

/** What "go to definition" found, with the text in the asking file that it was found for. */
export interface Definition {
  readonly origin: Range;
  readonly targets: readonly Target[];
}

export type SymbolKind =
  | 'schema'
  | 'table'
  | 'partition'
  | 'column'
  | 'key'
  | 'foreign key'
  | 'check'
  | 'index'
  | 'view'
  | 'materialized view'
  | 'sequence'
  | 'enum'
  | 'label'
  | 'domain'
  | 'type'
  | 'function'
  | 'procedure'
  | 'trigger'
  | 'setting';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly range: Range;
  /** Lies inside `range`. */
  readonly selection: Range;
  readonly children: readonly DocumentSymbol[];
}

export interface WorkspaceSymbol extends Place {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The table of a column or index, the schema of a table. */
  readonly container: string | undefined;
}

export interface CodeAction {
  readonly title: string;
  /** `fix all`: every safe fix of the file. `suppress`: writes a comment that silences. `docs`: opens a page. */
  readonly kind: 'fix' | 'fix all' | 'suppress' | 'docs';
  /** The findings it settles. */
  readonly findings: readonly LocatedFinding[];
  /** The one that a keyboard shortcut may take: a safe fix of the finding. */
  readonly preferred: boolean;
  readonly edits: readonly (Place & { readonly newText: string })[];
  /** For `docs`: the rule whose page to open. */
  readonly rule?: string;
}

export interface CompletionItem {
  readonly label: string;
  readonly kind: 'table' | 'view' | 'column' | 'type' | 'schema' | 'rule' | 'dialect' | 'key' | 'value';
  /** One line beside the label. */
  readonly detail: string | undefined;
  readonly documentation: string | undefined;
  /** The text that takes the place of `replace`. */
  readonly newText: string;
  readonly replace: Range;
  /** Sorts before `label`: lower first. */
  readonly rank: number;
}

export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  /** What to list when it is clicked. */
  readonly places: readonly Place[];
  /** What to open when it is clicked, instead of places. */
  readonly opens?: LensTarget;
}

export interface LensTarget {
  /** Of a cluster: its picture, a partition of it, a search. Of a table: its star, its diagram. */
  readonly what: 'topology' | 'partition' | 'search' | 'star' | 'diagram';
  /** Of the cluster, or the key of the table. */
  readonly id: string;
}

/** What a status item says about a file. */
export interface Status extends FileInfo {
  readonly findings: Readonly<Record<Severity, number>>;
  /** URI of the project folder, no slash at its end. */
  readonly project: string | undefined;
  /** Tables of the whole project in the file's family of dialects. */
  readonly projectTables: number;
}

/** Occurrences in one file of what stands at a position. */
export interface Highlight {
  readonly range: Range;
  readonly kind: 'read' | 'write';
}
