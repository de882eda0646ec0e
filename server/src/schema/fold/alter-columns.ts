import type { AlterAction, ColumnDef } from '../../sql/ast/index.js';
import { dropColumn, renameColumn } from './column-effects.js';
import { defaultOf, findColumn, insertColumn, makeColumn, makeSequence, updateColumn } from './columns.js';
import { addConstraint, setNotNull } from './constraints.js';
import type { DraftTable, FoldedColumn } from './draft.js';
import type { FoldState } from './state.js';

/** Applies an action that is about columns, to the table and, without ONLY, to what is below it. */
export function alterColumn(
  state: FoldState,
  table: DraftTable,
  action: AlterAction,
  only: boolean,
): boolean {
  switch (action.kind) {
    case 'add column':
      addColumn(state, table, action, only);
      return true;
    case 'drop column':
      dropColumn(state, table, action.column.value, { cascade: action.cascade, only });
      return true;
    case 'rename column':
      renameColumn(state, table, action.from.value, action.to.value, state.origin(action.span));
      return true;
    case 'redefine column':
      redefineColumn(state, table, action);
      return true;
    case 'set type':
      change(state, table, action, only, column => ({
        ...column,
        type: action.type,
        typeOrigin: state.origin(action.type.span),
      }));
      return true;
    case 'set not null':
      setNotNull(state, table, action.column.value);
      if (!only) for (const child of state.children(table.key)) alterColumn(state, child, action, false);
      return true;
    case 'drop not null':
      change(state, table, action, only, column =>
        isKeyColumn(state, table, column.name)
          ? column
          : { ...column, nullable: true, notNullName: undefined },
      );
      return true;
    case 'set default':
      change(state, table, action, only, column => ({
        ...column,
        default: defaultOf(state.family, action.default),
      }));
      return true;
    case 'drop default':
      change(state, table, action, only, column => ({ ...column, default: undefined, serial: false }));
      return true;
    case 'add identity': {
      // SET GENERATED reads the same, and leaves the sequence that is there.
      const old = table.columns[findColumn(state, table, action.column.value)];
      const sequence =
        state.family === 'postgres' && old && !old.identity
          ? makeSequence(state, table, old.name, action.span, action.sequence).key
          : undefined;
      change(
        state,
        table,
        action,
        only,
        column => ({
          ...column,
          identity: action.mode,
          nullable: false,
          sequence: sequence ?? column.sequence,
        }),
        'partitions',
      );
      return true;
    }
    case 'drop identity': {
      const column = table.columns[findColumn(state, table, action.column.value)];
      if (column?.sequence) state.relations.delete(column.sequence);
      change(
        state,
        table,
        action,
        only,
        old => ({ ...old, identity: undefined, sequence: undefined }),
        'partitions',
      );
      return true;
    }
    case 'drop expression':
      change(state, table, action, only, column => ({ ...column, generated: undefined }));
      return true;
    default:
      return false;
  }
}

/** Changes a column here and below, and notes where. */
function change(
  state: FoldState,
  table: DraftTable,
  action: Extract<AlterAction, { readonly column: { readonly value: string } }>,
  only: boolean,
  how: (column: FoldedColumn) => FoldedColumn,
  below: 'children' | 'partitions' = 'children',
): void {
  updateColumn(state, table, action.column.value, column => ({
    ...how(column),
    origins: column.origins.concat(state.origin(action.span)),
  }));
  if (only) return;
  for (const child of state[below](table.key)) change(state, child, action, false, how, below);
}

function addColumn(
  state: FoldState,
  table: DraftTable,
  action: Extract<AlterAction, { kind: 'add column' }>,
  only: boolean,
): void {
  const existing = findColumn(state, table, action.column.name.value);
  if (existing >= 0) {
    if (action.ifNotExists) return;
    // Written twice: a second script that brings the column too. Its definition is the one that stands.
    table.columns[existing] = {
      ...makeColumn(state, table, action.column),
      nullable: isKeyColumn(state, table, action.column.name.value)
        ? false
        : nullable(state, table, action.column),
    };
  } else insertColumn(state, table, makeColumn(state, table, action.column), action);
  if (!only)
    for (const child of state.children(table.key)) {
      const made = table.columns[findColumn(state, table, action.column.name.value)];
      if (made && findColumn(state, child, made.name) < 0)
        inheritColumn(state, child, { ...made, inherited: true, local: false, sequence: undefined });
    }
  for (const constraint of byKind(action.column))
    if (constraint.kind !== 'not null')
      addConstraint(state, table, constraint, { column: action.column, only });
}

function inheritColumn(state: FoldState, table: DraftTable, column: FoldedColumn): void {
  table.columns.push(column);
  for (const child of state.children(table.key))
    if (findColumn(state, child, column.name) < 0) inheritColumn(state, child, column);
}

/** Keys and checks are made before foreign keys, as in CREATE TABLE. */
function byKind(column: ColumnDef): ColumnDef['constraints'] {
  return [
    ...column.constraints.filter(constraint => constraint.kind !== 'foreign key'),
    ...column.constraints.filter(constraint => constraint.kind === 'foreign key'),
  ];
}

/** MySQL MODIFY and CHANGE replace the whole definition; T-SQL ALTER COLUMN only type and nullability. */
function redefineColumn(
  state: FoldState,
  table: DraftTable,
  action: Extract<AlterAction, { kind: 'redefine column' }>,
): void {
  const to = action.column.name.value;
  if (!state.same(action.from.value, to) || action.from.value !== to)
    renameColumn(state, table, action.from.value, to, state.origin(action.span));
  const index = findColumn(state, table, to);
  if (index < 0) return;
  const old = table.columns[index]!;
  const made = makeColumn(state, table, action.column);
  const kept = state.family === 'mysql' ? {} : keep(old, made);
  const column: FoldedColumn = {
    ...made,
    ...kept,
    nullable: isKeyColumn(state, table, to) ? false : made.nullable,
    nameOrigin: old.name === to && action.from.value === to ? old.nameOrigin : made.nameOrigin,
    origins: old.origins.concat(state.origin(action.span)),
  };
  table.columns.splice(index, 1);
  if (action.first || action.after) insertColumn(state, table, column, action);
  else table.columns.splice(index, 0, column);
  for (const constraint of byKind(action.column))
    if (constraint.kind !== 'not null') addConstraint(state, table, constraint, { column: action.column });
}

function keep(old: FoldedColumn, made: FoldedColumn): Partial<FoldedColumn> {
  return {
    type: made.type ?? old.type,
    typeOrigin: made.typeOrigin ?? old.typeOrigin,
    default: made.default ?? old.default,
    identity: made.identity ?? old.identity,
    generated: made.generated ?? old.generated,
    comment: made.comment ?? old.comment,
    sequence: old.sequence,
    inherited: old.inherited,
    local: old.local,
  };
}

function nullable(state: FoldState, table: DraftTable, def: ColumnDef): boolean {
  return (
    makeColumn(state, table, { ...def, serial: false, identity: undefined }).nullable &&
    !def.serial &&
    !def.identity
  );
}

function isKeyColumn(state: FoldState, table: DraftTable, name: string): boolean {
  if (state.family === 'sqlite' || state.family === 'clickhouse' || state.family === 'bigquery') return false;
  return table.primaryKey?.columns.some(column => state.same(column, name)) ?? false;
}
