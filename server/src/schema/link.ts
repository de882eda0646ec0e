import type { DraftTable, DraftView, FoldedForeignKey } from './fold/draft.js';
import type { ForeignKey, RelationKey, Table, View } from './model.js';

/** What linking asks of the catalog. */
export interface Relations {
  /** The first of these schemas that has a relation of this name, else the first. */
  resolve(schemas: readonly string[], name: string): { readonly key: RelationKey; readonly schema: string };
  draftTable(key: RelationKey): DraftTable | undefined;
  draftView(key: RelationKey): DraftView | undefined;
}

/**
 * A table with its foreign keys' targets looked up. Fields are listed one by one: every table of a project passes
 * here, and copying what is left of an object after taking some fields out is slow.
 */
export function linkTable(draft: DraftTable, relations: Relations): Table {
  return {
    key: draft.key,
    schema: draft.schema,
    name: draft.name,
    dialect: draft.dialect,
    kind: draft.kind,
    temporary: draft.temporary,
    unlogged: draft.unlogged,
    columns: draft.columns,
    primaryKey: draft.primaryKey,
    uniques: draft.uniques,
    foreignKeys: draft.foreignKeys.map(key => linkForeignKey(key, relations)),
    checks: draft.checks,
    exclusions: draft.exclusions,
    indexes: draft.indexes,
    partitioning: draft.partitioning,
    partitionOf: draft.partitionOf,
    innerPartitions: draft.innerPartitions,
    inherits: draft.inherits,
    triggers: draft.triggers,
    comment: draft.comment,
    options: draft.options,
    replicaIdentity: draft.replicaIdentity,
    rowSecurity: draft.rowSecurity,
    extensionCalls: draft.extensionCalls,
    columnsIncomplete: draft.columnsIncomplete,
    nameOrigin: draft.nameOrigin,
    origins: draft.origins,
  };
}

function linkForeignKey(key: FoldedForeignKey, relations: Relations): ForeignKey {
  const target = relations.resolve(key.refSchemas, key.refName);
  return {
    name: key.name,
    columns: key.columns,
    refTable: target.key,
    refSchema: target.schema,
    refName: key.refName,
    refColumns:
      key.refColumns.length > 0
        ? key.refColumns
        : (relations.draftTable(target.key)?.primaryKey?.columns ?? key.refColumns),
    refColumnsWritten: key.refColumnsWritten,
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    match: key.match,
    deferrable: key.deferrable,
    notValid: key.notValid,
    enforced: key.enforced,
    inherited: key.inherited,
    origins: key.origins,
  };
}

/** Views over views over views: a star is followed so far. */
const MAX_DEPTH = 8;

/** A view with what it reads looked up, and each star spread out that stands for one known relation. */
export function linkView(draft: DraftView, relations: Relations): View {
  const { is: _is, entry: _entry, stars: _stars, sources, ...rest } = draft;
  const reads = sources.map(source => relations.resolve(source.schemas, source.name).key);
  return { reads, ...rest, columns: columnsOfView(draft, relations, 0) };
}

function columnsOfView(view: DraftView, relations: Relations, depth: number): readonly string[] {
  const stars = view.columns.filter(name => name === '*').length;
  if (stars === 0 || depth > MAX_DEPTH) return view.columns;
  return view.columns.flatMap((name, i) => {
    if (name !== '*') return [name];
    // Readers that do not say what a star stands for leave no choice where there is one relation only.
    const place = view.stars[i] ?? (stars === 1 && view.sources.length === 1 ? 0 : -1);
    const source = view.sources[place];
    return (source && columnNames(source, relations, depth)) ?? ['*'];
  });
}

function columnNames(
  source: DraftView['sources'][number],
  relations: Relations,
  depth: number,
): readonly string[] | undefined {
  const { key } = relations.resolve(source.schemas, source.name);
  const table = relations.draftTable(key);
  if (table) return table.columnsIncomplete ? undefined : table.columns.map(column => column.name);
  const view = relations.draftView(key);
  return view && columnsOfView(view, relations, depth + 1);
}
