import { type AlterAction, type AlterTable, lastName, type TableOption } from '../../sql/ast/index.js';
import { alterColumn } from './alter-columns.js';
import { alterConstraint } from './alter-constraints.js';
import type { DraftTable, DraftView } from './draft.js';
import { attachIndex, renameIndexRelation } from './index-relations.js';
import { attachPartition, detachPartition } from './partitions.js';
import { moveRelation } from './rename.js';
import type { FoldState } from './state.js';
import { alterType } from './types.js';

/** ALTER TABLE, and ALTER of whatever shares its actions. */
export function alterTable(state: FoldState, s: AlterTable): void {
  if (s.object === 'type') {
    alterType(state, s);
    return;
  }
  const relation = state.find(s.name);
  if (!relation) return;
  if (relation.is === 'index') {
    alterIndex(state, s);
    return;
  }
  if (relation.is === 'table') relation.origins = relation.origins.concat(state.statementOrigin());
  let renamed = false;
  for (const action of s.actions) {
    if (action.kind === 'rename') {
      // The new name may repeat the schema (T-SQL and MySQL do), or stay in the old one.
      const schema = action.to.parts.length > 1 ? state.target(action.to).schema : relation.schema;
      moveRelation(state, relation, schema, lastName(action.to).value);
      renamed = true;
    } else if (action.kind === 'set schema')
      moveRelation(state, relation, action.schema.value, relation.name);
    else if (relation.is === 'table') alterOne(state, relation, action, s.only);
    else if (relation.is === 'view') alterView(state, relation, action);
  }
  if (renamed && relation.is !== 'table') relation.origins = [...relation.origins, state.statementOrigin()];
}

function alterOne(state: FoldState, table: DraftTable, action: AlterAction, only: boolean): void {
  if (alterColumn(state, table, action, only)) return;
  if (alterConstraint(state, table, action, only)) return;
  switch (action.kind) {
    case 'attach partition': {
      const child = state.table(action.partition);
      if (child) attachPartition(state, table, child, action.bound, state.origin(action.span));
      return;
    }
    case 'detach partition': {
      const child = state.table(action.partition);
      if (child?.partitionOf?.parent === table.key) detachPartition(state, child);
      return;
    }
    case 'add partition':
      for (const partition of action.partitions) {
        const made = {
          name: partition.name.value,
          bound: partition.bound,
          origins: [state.origin(partition.span)],
        };
        table.innerPartitions = [
          ...table.innerPartitions.filter(other => !state.same(other.name, made.name)),
          made,
        ];
      }
      return;
    case 'drop partition':
      table.innerPartitions = table.innerPartitions.filter(
        other => !state.same(other.name, action.name.value),
      );
      return;
    case 'partition by':
      table.partitioning = {
        strategy: action.partitionBy.strategy,
        parts: action.partitionBy.parts,
        origins: [state.origin(action.span)],
      };
      table.innerPartitions = action.partitionBy.partitions.map(partition => ({
        name: partition.name.value,
        bound: partition.bound,
        origins: [state.origin(partition.span)],
      }));
      if (table.kind === 'table') table.kind = 'partitioned table';
      return;
    case 'remove partitioning':
      table.partitioning = undefined;
      table.innerPartitions = [];
      if (table.kind === 'partitioned table') table.kind = 'table';
      return;
    case 'inherit': {
      const parent = state.findKey(action.parent) ?? state.target(action.parent).key;
      if (state.isBelow(parent, table.key)) return;
      table.inherits = [...table.inherits.filter(other => other !== parent), parent];
      state.childrenChanged();
      return;
    }
    case 'no inherit': {
      const parent = state.findKey(action.parent);
      table.inherits = table.inherits.filter(other => other !== parent);
      if (table.inherits.length === 0)
        table.columns = table.columns.map(column => ({ ...column, inherited: false, local: true }));
      state.childrenChanged();
      return;
    }
    case 'set options':
      table.options = mergeOptions(table.options, action.options);
      for (const option of action.options) if (option.name === 'comment') table.comment = option.value;
      return;
    case 'replica identity':
      table.replicaIdentity = { mode: action.mode, index: action.index?.value };
      return;
    case 'row security':
      table.rowSecurity = action.enabled;
      return;
    default:
      return;
  }
}

function alterView(state: FoldState, view: DraftView, action: AlterAction): void {
  if (action.kind === 'set options') view.options = mergeOptions(view.options, action.options);
  if (action.kind !== 'rename column') return;
  view.columns = view.columns.map(name => (state.same(name, action.from.value) ? action.to.value : name));
}

/** ALTER INDEX, and ALTER TABLE that names an index (PostgreSQL allows it). */
function alterIndex(state: FoldState, s: AlterTable): void {
  for (const action of s.actions) {
    if (action.kind === 'rename') renameIndexRelation(state, s.name, lastName(action.to).value);
    else if (action.kind === 'attach partition') attachIndex(state, s.name, action.partition);
  }
}

function mergeOptions(old: readonly TableOption[], added: readonly TableOption[]): readonly TableOption[] {
  return [...old.filter(option => !added.some(other => other.name === option.name)), ...added];
}
