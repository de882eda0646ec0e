import { type ColumnDef, type KeyPart, lastName, type TableConstraint } from '../../sql/ast/index.js';
import { chooseConstraintName, chooseRelationName, indexNameAddition, joinNames } from './chosen-names.js';
import { updateColumn } from './columns.js';
import type { DraftTable, FoldedCheck, FoldedForeignKey } from './draft.js';
import { addIndex, addInlineIndex, leads } from './indexes.js';
import { addKey, keyFromIndex, makeKey } from './keys.js';
import { mysqlCheckName, mysqlForeignKeyName } from './mysql-names.js';
import { cloneCheckToChildren, cloneForeignKeyToPartitions, cloneKeyToPartitions } from './partitions.js';
import type { FoldState } from './state.js';

/** Adds a constraint of a table or, with `column`, of a column; without `only`, to its partitions too. */
export function addConstraint(
  state: FoldState,
  table: DraftTable,
  constraint: TableConstraint,
  options: { readonly column?: ColumnDef; readonly only?: boolean } = {},
): void {
  const part = options.column && partOf(options.column);
  switch (constraint.kind) {
    case 'primary key':
    case 'unique': {
      let key = makeKey(state, constraint, part);
      if (constraint.usingIndex) {
        const name = constraint.usingIndex.value;
        const index = table.indexes.find(other => other.name === name);
        if (index) {
          table.indexes = table.indexes.filter(other => other !== index);
          state.relations.delete(state.key(table.schema, name));
          key = keyFromIndex(key, index);
        }
      }
      const added = addKey(state, table, key);
      if (!options.only) cloneKeyToPartitions(state, table, added);
      return;
    }
    case 'foreign key': {
      const added = addForeignKey(state, table, makeForeignKey(state, table, constraint, options.column));
      if (!options.only) cloneForeignKeyToPartitions(state, table, added);
      ensureImplicitIndex(state, table, added);
      return;
    }
    case 'check': {
      const added = addCheck(
        state,
        table,
        {
          name: constraint.name?.value,
          expr: constraint.expr,
          notValid: constraint.notValid ?? false,
          noInherit: constraint.noInherit,
          origins: [state.origin(constraint.span)],
        },
        options.column,
      );
      if (!options.only) cloneCheckToChildren(state, table, added);
      return;
    }
    case 'not null':
      setNotNull(state, table, constraint.column.value, constraint.name?.value);
      if (!options.only)
        for (const child of state.children(table.key))
          addConstraint(state, child, constraint, { ...options, only: false });
      return;
    case 'exclude':
      addExclusion(state, table, constraint);
      return;
    case 'index':
      addInlineIndex(state, table, constraint, part);
      return;
  }
}

/** A foreign key as written; a column's own `REFERENCES` leaves its column out. */
function makeForeignKey(
  state: FoldState,
  table: DraftTable,
  constraint: Extract<TableConstraint, { kind: 'foreign key' }>,
  column?: ColumnDef,
): FoldedForeignKey {
  const columns = constraint.columns.map(ident => ident.value);
  return {
    name: constraint.name?.value,
    columns: columns.length > 0 || !column ? columns : [column.name.value],
    refSchemas: refSchemas(state, table, constraint),
    refName: lastName(constraint.refTable).value,
    refColumns: constraint.refColumns.map(ident => ident.value),
    refColumnsWritten: constraint.refColumns.length > 0,
    onDelete: constraint.onDelete ?? 'no action',
    onUpdate: constraint.onUpdate ?? 'no action',
    match: constraint.match ?? 'simple',
    deferrable: constraint.deferrable ?? false,
    notValid: constraint.notValid ?? false,
    enforced:
      constraint.enforced ??
      !['redshift', 'snowflake', 'bigquery', 'clickhouse', 'spark', 'flink'].includes(state.family),
    inherited: false,
    origins: [state.origin(constraint.span)],
  };
}

/** A target that is not qualified is looked for along the path; MySQL looks in the table's own database. */
function refSchemas(
  state: FoldState,
  table: DraftTable,
  constraint: Extract<TableConstraint, { kind: 'foreign key' }>,
): readonly string[] {
  if (state.family === 'mysql' && constraint.refTable.parts.length === 1) return [table.schema];
  return state.schemasFor(constraint.refTable);
}

export function addForeignKey(state: FoldState, table: DraftTable, key: FoldedForeignKey): FoldedForeignKey {
  let named = key;
  if (key.name === undefined) {
    if (state.family === 'postgres' || state.family === 'redshift') {
      const name = chooseConstraintName(state, table.schema, table.name, joinNames(key.columns), 'fkey');
      named = { ...key, name };
    } else if (state.family === 'mysql') named = { ...key, name: mysqlForeignKeyName(table) };
  } else {
    table.foreignKeys = table.foreignKeys.filter(
      other => other.name === undefined || !state.same(other.name, key.name!),
    );
  }
  table.foreignKeys.push(named);
  state.constraintAdded(table.schema, named.name);
  return named;
}

/** InnoDB needs an index that begins with a foreign key's columns, and makes one where there is none. */
export function ensureImplicitIndex(state: FoldState, table: DraftTable, key: FoldedForeignKey): void {
  if (state.family !== 'mysql' || table.columnsIncomplete) return;
  const parts: KeyPart[] = key.columns.map(value => ({
    column: { value, quoted: false, span: key.origins[0]!.span },
    span: key.origins[0]!.span,
  }));
  const lists = [
    ...(table.primaryKey ? [table.primaryKey] : []),
    ...table.uniques,
    // Of two that the engine made itself, the later or longer stays.
    ...table.indexes.filter(
      index => index.method === 'btree' && !(index.implicit && index.parts.length <= parts.length),
    ),
  ];
  if (lists.some(index => leads(state, index.parts, parts))) return;
  const written = key.name !== mysqlGeneratedName(table, key);
  addIndex(state, table, {
    name: written ? key.name : undefined,
    method: 'btree',
    unique: false,
    parts,
    include: [],
    where: undefined,
    nullsNotDistinct: false,
    concurrently: false,
    clustered: undefined,
    options: [],
    inherited: false,
    only: false,
    implicit: true,
    origins: key.origins,
  });
}

function mysqlGeneratedName(table: DraftTable, key: FoldedForeignKey): string | undefined {
  return key.name !== undefined && /_ibfk_\d+$/.test(key.name) && key.name.startsWith(table.name)
    ? key.name
    : undefined;
}

export function addCheck(
  state: FoldState,
  table: DraftTable,
  check: FoldedCheck,
  column?: ColumnDef,
): FoldedCheck {
  let named = check;
  if (check.name === undefined) {
    if (state.family === 'postgres') {
      const known = check.expr.columns.filter(name =>
        table.columns.some(other => state.same(other.name, name)),
      );
      const name2 = known.length === 1 ? known[0] : undefined;
      named = { ...check, name: chooseConstraintName(state, table.schema, table.name, name2, 'check') };
    } else if (state.family === 'mysql') {
      const mariadb = table.dialect === 'mariadb';
      const name = mariadb && column ? column.name.value : mysqlCheckName(table, mariadb);
      named = { ...check, name };
    }
  } else {
    table.checks = table.checks.filter(other => other.name !== check.name);
  }
  table.checks.push(named);
  state.constraintAdded(table.schema, named.name);
  return named;
}

function addExclusion(
  state: FoldState,
  table: DraftTable,
  constraint: Extract<TableConstraint, { kind: 'exclude' }>,
): void {
  const name =
    constraint.name?.value ??
    chooseRelationName(
      state,
      table.schema,
      table.name,
      indexNameAddition(constraint.parts, []),
      'excl',
      true,
    );
  table.exclusions = table.exclusions.filter(other => other.name !== name);
  table.exclusions.push({
    name,
    method: constraint.method ?? 'btree',
    parts: constraint.parts,
    where: constraint.where,
    origins: [state.origin(constraint.span)],
  });
  state.relations.set(state.key(table.schema, name), { is: 'index', table: table.key });
  state.constraintAdded(table.schema, name);
}

/** Forbids nulls in a column, on this table alone. */
export function setNotNull(state: FoldState, table: DraftTable, column: string, name?: string): void {
  updateColumn(state, table, column, old => ({
    ...old,
    nullable: false,
    notNullName: name ?? old.notNullName,
    origins: old.origins.concat(state.statementOrigin()),
  }));
}

function partOf(column: ColumnDef): KeyPart {
  return { column: column.name, span: column.name.span };
}
