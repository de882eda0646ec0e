import { columnEntity } from '../../../ide/entity.js';
import { wordsOf } from '../../../ide/mention.js';
import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { display, sqlName, sqlTable } from '../../../rules/lib/naming.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { Column, Table } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import { effectiveReadings } from '../../../sql/reading.js';
import type { WorkloadQuery } from '../../../workload/model.js';
import { bodyIn, queriesOfUnit } from '../../../workload/queries.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, lastMigration, newStatement } from './draft.js';
import { columnsOfBlocks, namesIn, tableNames, understood } from './names-in.js';
import { Renaming } from './rename.js';

/** A column under another name, in every statement, query and body that names it. Results of queries keep their names. */
export function renameColumn(
  { table: key, column: name, to }: Extract<DiagramChange, { do: 'rename column' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog, analyzer, uri } = scope;
  const table = catalog.table(key);
  const column = table && columnLike(table, name);
  const label = `Rename ${name} to ${to}`;
  if (!table || !column) return { label, refused: `There is no column ${name} of ${key} here.` };
  if (to.trim() === '' || to === column.name) return { label, refused: 'A new name is needed.' };
  if (columnLike(table, to))
    return { label, refused: `${display(table, catalog)} has a column ${to} already.` };
  if (column.inherited)
    return { label, refused: `${column.name} comes from another table: rename it there.` };
  const migrations = new Set(analyzer.projectOf(uri)?.migrations ?? []);
  const migrated = lastMigration(table, scope) !== undefined;
  const renaming = new Renaming(table, to, scope);
  for (const unit of renaming.units()) {
    if (migrated && migrations.has(unit.uri)) continue;
    inUnit(unit, table, column, renaming, scope);
  }
  const why = renaming.why(column.name);
  if (why !== undefined) return { label, refused: why };
  const statement = migrated ? renameStatement(table, column, to, scope) : undefined;
  if (migrated && !statement)
    return { label, refused: 'There is no migration that a statement could be added to.' };
  return {
    label: `${display(table, catalog)}.${column.name} becomes ${to}`,
    edits: [...renaming.edits, ...(statement ? [statement.edit] : [])],
    notes: [
      ...(statement?.notes ?? []),
      ...(statement ? [] : ['A database that is there needs ALTER TABLE … RENAME COLUMN as well.']),
    ],
    holds: after => isRenamed(table, column, to, after),
  };
}

/** Everything as before but for the one name. */
function isRenamed(table: Table, { name }: Column, to: string, { catalog }: SchemaScope): boolean {
  const now = catalog.table(table.key);
  if (!now) return false;
  const renamed = (list: readonly string[]) =>
    list.map(each => (each === name ? to : each).toLowerCase()).join();
  const same = (list: readonly string[]) => list.map(each => each.toLowerCase()).join();
  return (
    renamed(table.columns.map(each => each.name)) === same(now.columns.map(each => each.name)) &&
    renamed(table.primaryKey?.columns ?? []) === same(now.primaryKey?.columns ?? []) &&
    table.uniques.length === now.uniques.length &&
    table.indexes.length === now.indexes.length &&
    table.foreignKeys.length === now.foreignKeys.length &&
    table.foreignKeys.every((key, i) => renamed(key.columns) === same(now.foreignKeys[i]!.columns))
  );
}

function renameStatement(table: Table, { name }: Column, to: string, scope: SchemaScope) {
  const on = sqlTable(table, scope.catalog);
  const { dialect } = table;
  const sql =
    dialect === 'tsql'
      ? `EXEC sp_rename '${on}.${name}', '${to}', 'COLUMN'`
      : dialect === 'cql'
        ? `ALTER TABLE ${on} RENAME ${sqlName(name, dialect)} TO ${sqlName(to, dialect)}`
        : `ALTER TABLE ${on} RENAME COLUMN ${sqlName(name, dialect)} TO ${sqlName(to, dialect)}`;
  return newStatement(table, sql, scope);
}

function inUnit(
  unit: SourceUnit,
  table: Table,
  column: Column,
  renaming: Renaming,
  scope: SchemaScope,
): void {
  const folded = column.name.toLowerCase();
  if (!unit.piece.text.toLowerCase().includes(folded)) return;
  const id = columnEntity(table, column.name)!.id;
  const known = understood(unit, folded, scope);
  /** Where a name of the column begins: true, and the name of the result with it. */
  const own = new Map<number, boolean>();
  const others = new Set<number>();
  let here = [...known.values()].includes(id) || table.origins.some(origin => origin.unit === unit);
  for (const query of queriesOfUnit(unit)) {
    here = inQuery(query, table, folded, own, others, scope) || here;
  }
  inBodies(unit, table, folded, own, others, scope);
  if (!here && own.size === 0) return;
  for (const word of namesIn(unit)) {
    if (word.text.toLowerCase() !== folded) continue;
    const meaning = known.get(word.start);
    const names = own.get(word.start);
    if (names !== undefined) renaming.rename(unit, word, names ? column.name : undefined);
    else if (meaning === id) renaming.rename(unit, word);
    else if (meaning === undefined && !others.has(word.start)) renaming.unsure(unit, word.start);
  }
}

/** True where the query names the table at all. */
function inQuery(
  query: WorkloadQuery,
  table: Table,
  folded: string,
  own: Map<number, boolean>,
  others: Set<number>,
  { workload }: SchemaScope,
): boolean {
  const { shape, unit } = query;
  const { text } = unit.piece;
  const named = tableNames(shape).some(
    ({ table: name }) => workload.relationOf(query, { table: name })?.key === table.key,
  );
  // `t.name`: the span is of both words, and the last one is the column's.
  const startOf = (span: { readonly start: number; readonly end: number }): number => {
    const written = text.slice(span.start, span.end);
    const dot = written.lastIndexOf('.');
    return span.start + (dot < 0 ? 0 : dot + 1 + /^\s*/.exec(written.slice(dot + 1))![0].length);
  };
  for (const { block, column, names } of columnsOfBlocks(shape)) {
    if (column.name.toLowerCase() !== folded) continue;
    const found = workload.columnOf(query, block, column);
    const at = startOf(column.span);
    if (found?.table.key === table.key) own.set(at, names);
    else if (found || !named || isOfResult(block)) others.add(at);
  }
  for (const block of shape.blocks)
    for (const { alias, value } of block.select)
      if (alias?.toLowerCase() === folded)
        for (const at of wordStarts(text, value.span.end, folded)) others.add(at);
  const { target } = shape;
  if (target) {
    const writes = workload.relationOf(query, { table: target.table })?.key === table.key;
    for (const { name, span } of [...target.columns, ...target.sets.map(each => each.column)]) {
      if (name.toLowerCase() !== folded) continue;
      if (writes) own.set(startOf(span), false);
      else others.add(startOf(span));
    }
    const main = shape.blocks[0];
    const add = (value: (typeof target.values)[number]): void => {
      if (value.kind === 'column' && value.column?.name.toLowerCase() === folded && main) {
        const found = workload.columnOf(query, main, value.column);
        const { qualifier } = value.column;
        if (
          found?.table.key === table.key ||
          (writes && (qualifier === undefined || qualifier === 'excluded'))
        )
          own.set(startOf(value.column.span), false);
      }
      for (const part of value.args ?? []) add(part);
    };
    for (const { value } of target.sets) add(value);
    if (writes) for (const at of conflictColumns(text, query, folded)) own.set(at, false);
  }
  return named;
}

/** `ON CONFLICT (name)`: of these the tree has the names, the text the places. */
function conflictColumns(text: string, { shape }: WorkloadQuery, folded: string): readonly number[] {
  const { start, end } = shape.span;
  const list = /\bon\s+conflict\s*\(([^()]*)\)/i.exec(text.slice(start, end));
  if (!list) return [];
  const from = start + list.index + list[0].length - 1 - list[1]!.length;
  return [...wordsOf(list[1]!)]
    .filter(word => word.text.toLowerCase() === folded)
    .map(word => from + word.start);
}

/** A block over others names their results. */
function isOfResult({ sources }: { readonly sources: readonly { readonly table?: unknown }[] }): boolean {
  return sources.every(({ table }) => table === undefined);
}

/** The first word of this name behind an offset: `AS name`. */
function wordStarts(text: string, from: number, folded: string): readonly number[] {
  const match = /^\s*(?:as\s+)?["`[]?/i.exec(text.slice(from));
  const at = from + (match?.[0].length ?? 0);
  if (!text.slice(at).toLowerCase().startsWith(folded)) return [];
  return [/["`[]/.test(text[at - 1] ?? '') ? at - 1 : at];
}

/** `NEW.name` in triggers: of the table where every trigger that runs the body stands on it. */
function inBodies(
  unit: SourceUnit,
  table: Table,
  folded: string,
  own: Map<number, boolean>,
  others: Set<number>,
  scope: SchemaScope,
): void {
  for (const reading of effectiveReadings(unit)) {
    const { statement } = reading;
    if (statement.kind !== 'create function' && statement.kind !== 'create trigger') continue;
    if (!bodyIn(unit, reading)) continue;
    const tables = new Set<string>();
    for (const each of scope.catalog.allTables())
      for (const trigger of each.triggers)
        if (scope.workload.bodyOf(trigger)?.origin.unit === unit) tables.add(each.key);
    if (tables.size === 0) continue;
    for (const word of namesIn(unit)) {
      if (word.text.toLowerCase() !== folded || !/^(?:new|old)$/i.test(word.qualifier ?? '')) continue;
      if (tables.size === 1 && tables.has(table.key)) own.set(word.start, false);
      else if (!tables.has(table.key)) others.add(word.start);
    }
  }
}
