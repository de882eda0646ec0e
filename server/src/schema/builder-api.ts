import type { QName } from '../sql/ast/index.js';
import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import type { Catalog, RelationKey } from './model.js';

/**
 * One answer of a catalog that a finding may rest on: `rel:public.users` (the table or view itself, or its
 * absence), `named:users`, `written:users`, `refs:public.users`, `parts:public.events`, `routines:sync_total`, `type:mood`, `all`.
 */
export type DependencyKey = string;

/** What a refresh changed. */
export interface CatalogChange {
  /** Look-ups whose answer may differ from before. */
  readonly changed: ReadonlySet<DependencyKey>;
  /** Tables and views that were made, changed or removed. Every other one is the identical object. */
  readonly relations: ReadonlySet<RelationKey>;
}

/**
 * Folds the statements of a project, file after file, into one catalog, and folds again only what an edit
 * touches. Nothing is folded before `refresh`; until then the catalog answers as before.
 */
export interface CatalogBuilder {
  readonly family: Family;
  /** Answers as of the last `refresh`; the same object for the builder's life. */
  readonly catalog: Catalog;
  /** The order of the project's files. Files that are not in it are dropped with their units. */
  setFiles(order: readonly string[]): void;
  /**
   * The units of a file, in order: the first load, or any change. Units that are identical objects at the
   * beginning and the end are recognised, so only what lies between is folded again. A file that no order
   * names yet comes last.
   */
  setUnits(uri: string, units: readonly SourceUnit[]): void;
  /** Replaces `removed` units from `index` on, for edits: costs as much as what it replaces. */
  spliceUnits(uri: string, index: number, removed: number, added: readonly SourceUnit[]): void;
  /** Folds what has changed since the last call. Never throws for bad SQL. */
  refresh(): CatalogChange;
  /** The catalog, telling each look-up (hit or miss) to `record`. */
  tracked(record: (key: DependencyKey) => void): Catalog;
  /** The relation that a name means where it stands: search path of that place, then what exists. */
  resolve(name: QName, unit: SourceUnit): RelationKey;
}
