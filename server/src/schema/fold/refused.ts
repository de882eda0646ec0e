import {
  type AlterTable,
  type ColumnDef,
  type CreateTable,
  type Expr,
  lastName,
  type Statement,
  type TableConstraint,
} from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import type { DraftTable } from './draft.js';
import type { FoldState } from './state.js';

/**
 * True for a statement that its engine surely refuses as a whole, so that nothing of it comes to be. Where a psql
 * script goes on after errors more is believed: what meets something of its name, keys that a partitioned table
 * cannot have, and changes of names are there to fail.
 */
export function isRefused(state: FoldState, s: Statement): boolean {
  const mayFail = state.entry.slot.mode === 'may fail';
  switch (s.kind) {
    case 'create table':
      return refusesTable(state, s) || (mayFail && !s.ifNotExists && state.find(s.name) !== undefined);
    case 'rename':
      // Nobody renames what may not be there; names that are taken are what scripts try.
      return mayFail;
    case 'create view':
      return mayFail && !s.orReplace && state.find(s.name) !== undefined;
    case 'alter table':
      return s.object !== 'type' && refusesChange(state, s, mayFail);
    case 'create index': {
      if (!mayFail || s.ifNotExists) return false;
      if (s.name && state.relationTaken(state.target(s.table).schema, lastName(s.name).value)) return true;
      const table = state.table(s.table);
      return (
        s.unique &&
        table !== undefined &&
        lacksPartitionKey(
          state,
          table,
          s.parts.flatMap(part => part.column?.value ?? []),
        )
      );
    }
    case 'drop':
      // What a constraint needs, or a table of another state of the script, is tried there.
      return mayFail && s.object === 'index' && !s.ifExists;
    default:
      return false;
  }
}

/** Only for PostgreSQL: a default may name no column and call nothing that makes one value of many rows, or many. */
function refusesTable(state: FoldState, s: CreateTable): boolean {
  if (state.entry.slot.unit.dialect !== 'postgres') return false;
  for (const column of s.columns) {
    const expr = column.default;
    if (expr && expr.form !== 'literal' && refusesDefault(s, expr)) return true;
    for (const constraint of column.constraints)
      if (constraint.kind === 'check' && namesSystemColumn(constraint.expr)) return true;
  }
  for (const constraint of s.constraints)
    if (constraint.kind === 'check' && namesSystemColumn(constraint.expr)) return true;
  return false;
}

/** `DEFAULT f` on the way to `DEFAULT false` names a column too, but none that there is. */
function refusesDefault(s: CreateTable, { columns, functions }: Expr): boolean {
  if (columns.length > 0 && s.columns.some(({ name }) => columns.includes(name.value))) return true;
  for (const name of functions) if (NEVER_DEFAULT.has(name)) return true;
  return false;
}

function namesSystemColumn({ columns }: Expr): boolean {
  for (const name of columns) if (SYSTEM_COLUMNS.has(name)) return true;
  return false;
}

/** PostgreSQL drops columns and constraints before it adds others, whatever order they are written in. */
function refusesChange(state: FoldState, s: AlterTable, mayFail: boolean): boolean {
  let table: DraftTable | undefined;
  for (const action of s.actions) {
    if (mayFail && action.kind.startsWith('rename')) return true;
    if (action.kind !== 'add column' && action.kind !== 'add constraint') continue;
    if (action.kind === 'add constraint' && !isKey(action.constraint)) continue;
    table ??= state.table(s.name);
    if (!table) return false;
    if (action.kind === 'add constraint') {
      if (refusesKey(state, s, table, mayFail, action.constraint)) return true;
      continue;
    }
    const { column } = action;
    const existing = table.columns.find(other => state.same(other.name, column.name.value));
    if (existing) {
      if (action.ifNotExists || drops(state, s, existing.name)) continue;
      // Written in another file, it may be a second script that brings the column too.
      if (!existing.inherited && (mayFail || isOfFile(state, existing.nameOrigin))) return true;
    }
    for (const constraint of column.constraints)
      if (isKey(constraint) && refusesKey(state, s, table, mayFail, constraint, column)) return true;
  }
  return false;
}

function refusesKey(
  state: FoldState,
  s: AlterTable,
  table: DraftTable,
  mayFail: boolean,
  constraint: TableConstraint,
  column?: ColumnDef,
): boolean {
  if (!isKey(constraint)) return false;
  if (constraint.kind === 'primary key' && table.primaryKey && KEEPS_KEYS.has(state.family)) {
    if ((mayFail || isOfFile(state, table.primaryKey.origins[0])) && !changesKeys(s)) return true;
  }
  if (!mayFail || constraint.usingIndex) return false;
  const name = constraint.name?.value;
  if (name !== undefined && !changesKeys(s) && state.relations.has(state.key(table.schema, name)))
    return true;
  const columns = constraint.parts.flatMap(part => part.column?.value ?? []);
  return lacksPartitionKey(state, table, columns.length > 0 || !column ? columns : [column.name.value]);
}

function isKey(
  constraint: TableConstraint,
): constraint is Extract<TableConstraint, { kind: 'primary key' | 'unique' }> {
  return constraint.kind === 'primary key' || constraint.kind === 'unique';
}

function drops(state: FoldState, s: AlterTable, column: string): boolean {
  return s.actions.some(action => action.kind === 'drop column' && state.same(action.column.value, column));
}

function changesKeys(s: AlterTable): boolean {
  return s.actions.some(({ kind }) =>
    /^(?:drop (?:constraint|primary key|index|column)|rename.*)$/.test(kind),
  );
}

function isOfFile(state: FoldState, origin: Origin | undefined): boolean {
  return origin?.unit.uri === state.entry.slot.unit.uri;
}

function lacksPartitionKey(state: FoldState, table: DraftTable, columns: readonly string[]): boolean {
  return partitionColumns(table).some(name => !columns.some(column => state.same(column, name)));
}

/** Columns that each unique key has to hold: those of the partition key, or a hypertable's time. */
function partitionColumns(table: DraftTable): string[] {
  const own = (table.partitioning?.parts ?? []).flatMap(part => part.column?.value ?? []);
  const made = table.extensionCalls.find(call => call.function === 'create_hypertable');
  const time = /^(?:by_(?:range|hash)\s*\(\s*)?'(\w+)'/i.exec(made?.args[1]?.text ?? '')?.[1];
  return time === undefined ? own : [...own, time];
}

/** ClickHouse, BigQuery and the like take keys as remarks and sort orders. */
const KEEPS_KEYS: ReadonlySet<string> = new Set(['postgres', 'mysql', 'sqlite', 'tsql']);

const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax']);

const NEVER_DEFAULT: ReadonlySet<string> = new Set(
  (
    'avg sum min max count array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every ' +
    'generate_series generate_subscripts unnest regexp_split_to_table json_array_elements jsonb_array_elements'
  ).split(' '),
);
