import { tableEntity } from '../../../ide/entity.js';
import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { display, sqlName, sqlTable } from '../../../rules/lib/naming.js';
import type { Table } from '../../../schema/model.js';
import { keyOf } from '../../../schema/names.js';
import { lastName } from '../../../sql/ast/index.js';
import type { SourceUnit } from '../../../sql/reading.js';
import { queriesOfUnit } from '../../../workload/queries.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, lastMigration, newStatement } from './draft.js';
import { namesIn, tableNames, understood } from './names-in.js';
import { Renaming } from './rename.js';

/** A table under another name, in every statement that names it. */
export function renameTable(
  { table: key, to }: Extract<DiagramChange, { do: 'rename table' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog, analyzer, uri } = scope;
  const table = catalog.table(key);
  const label = `Rename to ${to}`;
  if (!table) return { label, refused: `There is no table ${key} here.` };
  if (to.trim() === '' || to === table.name) return { label, refused: 'A new name is needed.' };
  const made = keyOf(catalog.family, table.schema, to);
  if (catalog.table(made) || catalog.view(made)) return { label, refused: `There is a ${to} already.` };
  const migrations = new Set(analyzer.projectOf(uri)?.migrations ?? []);
  const migrated = lastMigration(table, scope) !== undefined;
  const renaming = new Renaming(table, to, scope);
  for (const unit of renaming.units()) {
    // What a migration has done stays as it is; a new one renames.
    if (migrated && migrations.has(unit.uri)) continue;
    inUnit(unit, table, renaming, scope);
  }
  const why = renaming.why(table.name);
  if (why !== undefined) return { label, refused: why };
  const statement = migrated ? renameStatement(table, to, scope) : undefined;
  if (migrated && !statement)
    return { label, refused: 'There is no migration that a statement could be added to.' };
  const columns = table.columns.map(({ name }) => name).join();
  const into = catalog.referencing(key).length;
  return {
    label: `${display(table, catalog)} becomes ${to}`,
    edits: [...renaming.edits, ...(statement ? [statement.edit] : [])],
    notes: [
      ...(statement?.notes ?? []),
      ...(statement ? [] : ['A database that is there needs ALTER TABLE … RENAME as well.']),
    ],
    holds: after => {
      const now = after.catalog.table(made);
      return (
        now?.columns.map(({ name }) => name).join() === columns &&
        after.catalog.table(key) === undefined &&
        now.foreignKeys.length === table.foreignKeys.length &&
        now.indexes.length === table.indexes.length &&
        now.triggers.length === table.triggers.length &&
        (now.primaryKey === undefined) === (table.primaryKey === undefined) &&
        after.catalog.referencing(made).length === into
      );
    },
  };
}

function renameStatement(table: Table, to: string, scope: SchemaScope) {
  const old = sqlTable(table, scope.catalog);
  const name = sqlName(to, table.dialect);
  const sql =
    table.dialect === 'tsql' ? `EXEC sp_rename '${old}', '${to}'` : `ALTER TABLE ${old} RENAME TO ${name}`;
  return newStatement(table, sql, scope);
}

function inUnit(unit: SourceUnit, table: Table, renaming: Renaming, scope: SchemaScope): void {
  const { text } = unit.piece;
  const folded = table.name.toLowerCase();
  if (!text.toLowerCase().includes(folded)) return;
  const id = tableEntity(table).id;
  const known = understood(unit, folded, scope);
  const named = new Set<number>();
  const others = new Set<number>();
  let aliased = false;
  let bare = false;
  for (const query of queriesOfUnit(unit)) {
    for (const { table: name, alias } of tableNames(query.shape)) {
      const own = scope.workload.relationOf(query, { table: name })?.key === table.key;
      const { span, value } = lastName(name);
      if (!own) {
        if (value.toLowerCase() === folded) others.add(span.start);
        continue;
      }
      named.add(span.start);
      if (alias.toLowerCase() === value.toLowerCase()) bare = true;
      else aliased = true;
    }
  }
  const here = named.size > 0 || [...known.values()].includes(id);
  for (const word of namesIn(unit)) {
    if (word.text.toLowerCase() !== folded) continue;
    const meaning = known.get(word.start);
    if (named.has(word.start) || meaning === id) renaming.rename(unit, word);
    else if (meaning !== undefined || others.has(word.start)) continue;
    // `orders.id` in a query that calls the table by its own name.
    else if (word.qualifies && bare && !aliased) renaming.rename(unit, word);
    else if (word.qualifies && here) renaming.unsure(unit, word.start);
    else if (word.qualifier === undefined && here && !isColumn(word.text, table, scope))
      renaming.unsure(unit, word.start);
  }
  const inString = new RegExp(`'(?:[\\w"]+\\.)?"?${escaped(table.name)}"?'`, 'i').exec(text);
  if (inString && !isLabel(text, inString.index)) renaming.unsure(unit, inString.index);
}

/** A column of the same name as its table is no table. */
function isColumn(name: string, table: Table, { catalog }: SchemaScope): boolean {
  const has = (each: Table) => each.columns.some(column => column.name.toLowerCase() === name.toLowerCase());
  return has(table) || catalog.referencing(table.key).some(({ table: other }) => has(other));
}

/** A value that is compared or inserted names no table; the argument of a function may. */
function isLabel(text: string, at: number): boolean {
  return (
    !/(?:regclass|\(|,|perform|execute)\s*$/i.test(text.slice(Math.max(0, at - 20), at)) &&
    !/^'[^']*'::regclass/i.test(text.slice(at))
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
