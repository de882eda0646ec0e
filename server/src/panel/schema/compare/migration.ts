import { display, sqlTable } from '../../../rules/lib/naming.js';
import type { Table, View, Written } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { SchemaScope } from '../scope.js';
import { alterTable } from './alter-table.js';
import { Script } from './script.js';

/**
 * Statements that lead from one schema to another, in the dialect of the latter, with a sentence for each that loses data or may
 * fail. What is new is written as its files write it. A preview: names that an engine chose may differ.
 */
export function migrationOf(
  before: SchemaScope,
  after: SchemaScope,
): { readonly statements: readonly string[]; readonly notes: readonly string[] } {
  const script = new Script();
  const old = new Map(own(before).map(table => [table.key, table]));
  const now = new Map(own(after).map(table => [table.key, table]));
  const views = viewsOf(before, after);
  const dropped = [...old.values()].filter(({ key }) => !now.has(key));
  const added = [...now.values()].filter(({ key }) => !old.has(key));
  for (const view of views.dropped)
    script.say(`DROP ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${nameOf(view, before)}`);
  for (const table of dropped) hintRename(table, added, script, before, after);
  const written = new Set<SourceUnit>();
  for (const table of inOrder(added, after)) {
    for (const unit of unitsOf(table, after)) write(unit, written, script);
  }
  for (const table of now.values()) {
    const was = old.get(table.key);
    if (was && was !== table) alterTable(was, table, before, after, script, written);
  }
  for (const view of views.made) for (const unit of viewUnits(view)) write(unit, written, script);
  // Those that refer to others go first.
  for (const table of [...inOrder(dropped, before)].reverse()) {
    script.say(`DROP TABLE ${sqlTable(table, before.catalog)}`);
    script.warn(`DROP TABLE ${display(table, before.catalog)} loses all of its rows.`);
  }
  return { statements: script.statements, notes: script.notes };
}

function own({ catalog }: SchemaScope): readonly Table[] {
  return [...catalog.allTables()].filter(table => !table.temporary);
}

/** Every statement that made something of the table, in the order in which they are folded. */
function unitsOf(table: Table, { files }: SchemaScope): readonly SourceUnit[] {
  const units = new Set<SourceUnit>();
  const add = ({ origins }: Written): void => {
    for (const { unit } of origins) units.add(unit);
  };
  add(table);
  for (const column of table.columns) if (!column.inherited) add(column);
  for (const item of [
    table.primaryKey,
    ...table.uniques,
    ...table.foreignKeys,
    ...table.checks,
    ...table.indexes,
  ]) {
    if (item && !('inherited' in item && item.inherited)) add(item);
  }
  for (const trigger of table.triggers) add(trigger);
  return byPlace([...units], files);
}

function viewUnits({ nameOrigin, indexes }: View): readonly SourceUnit[] {
  return [
    ...new Set([nameOrigin.unit, ...indexes.flatMap(({ origins }) => origins.map(({ unit }) => unit))]),
  ];
}

function write(unit: SourceUnit, written: Set<SourceUnit>, script: Script): void {
  if (written.has(unit)) return;
  written.add(unit);
  const { text, body } = unit.piece;
  script.say(text.slice(body.start, body.end).trim());
}

function viewsOf(before: SchemaScope, after: SchemaScope) {
  const old = new Map([...before.catalog.allViews()].map(view => [view.key, view]));
  const made: View[] = [];
  const dropped: View[] = [];
  for (const view of after.catalog.allViews()) {
    const was = old.get(view.key);
    old.delete(view.key);
    if (was && plain(was) === plain(view)) continue;
    made.push(view);
    // What it selects may have other columns, which CREATE OR REPLACE refuses.
    if (was) dropped.push(was);
  }
  return { made, dropped: [...dropped, ...old.values()] };
}

function plain(view: View): string {
  const { text, body } = view.nameOrigin.unit.piece;
  return text.slice(body.start, body.end).replace(/\s+/g, ' ').trim();
}

function nameOf(view: View, { catalog }: SchemaScope): string {
  // A view is named as a table of its schema and name would be.
  return sqlTable(view as unknown as Table, catalog);
}

/** A table of the same columns under another name is likely the same table. */
function hintRename(
  table: Table,
  added: readonly Table[],
  script: Script,
  before: SchemaScope,
  after: SchemaScope,
): void {
  const columns = (each: Table) => each.columns.map(({ name, type }) => `${name} ${type?.text}`).join();
  const same = added.filter(other => columns(other) === columns(table));
  if (same.length !== 1 || table.columns.length === 0) return;
  script.warn(
    `${display(table, before.catalog)} and ${display(same[0]!, after.catalog)} have the same columns: if they are one table, ALTER TABLE ${sqlTable(table, before.catalog)} RENAME TO ${same[0]!.name} keeps its rows.`,
  );
}

/** Tables behind those that they refer to, partitions behind their tables. */
function inOrder(tables: readonly Table[], { files }: SchemaScope): readonly Table[] {
  const units = byPlace(
    tables.map(({ nameOrigin }) => nameOrigin.unit),
    files,
  );
  const place = new Map(units.map((unit, i) => [unit, i]));
  return [...tables].sort((a, b) => place.get(a.nameOrigin.unit)! - place.get(b.nameOrigin.unit)!);
}

function byPlace(units: readonly SourceUnit[], files: readonly string[]): readonly SourceUnit[] {
  return [...units].sort(
    (a, b) => files.indexOf(a.uri) - files.indexOf(b.uri) || a.piece.start - b.piece.start,
  );
}
