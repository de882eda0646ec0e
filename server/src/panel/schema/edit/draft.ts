import type { PanelEdit } from '../../../protocol/webview.js';
import { insertAt, statementAfter } from '../../../rules/lib/edits.js';
import type { Edit } from '../../../rules/rule.js';
import type { Table } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { SchemaScope } from '../scope.js';

/** A change as edits, before it is tried; or why there is none. */
export type Drafted =
  | { readonly label: string; readonly refused: string }
  | {
      readonly label: string;
      readonly edits: readonly PanelEdit[];
      /** Files among them that are made. */
      readonly creates?: readonly string[];
      readonly notes: readonly string[];
      /** True where the schema has become what was asked for. */
      holds(after: SchemaScope): boolean;
    };

/** The edits of rules and helpers, as their files see them. */
export function panelEdits(edits: readonly Edit[], { place }: SchemaScope): PanelEdit[] {
  return edits.map(({ origin, newText }) => ({ ...place(origin), newText }));
}

/** Where a statement that changes a table goes: behind it, or behind the last migration. */
export interface Destination {
  readonly edit: PanelEdit;
  readonly notes: readonly string[];
}

/**
 * A new statement that changes a table, without its terminator. In a schema file it stands behind the statement that makes
 * the table, or another one that has to be there before; among migrations at the end of the last one.
 */
export function newStatement(
  table: Table,
  sql: string,
  scope: SchemaScope,
  others: readonly Table[] = [],
): Destination | undefined {
  const last = lastMigration(table, scope);
  if (last !== undefined) {
    const edit = atEnd(last, sql, scope);
    return edit && { edit, notes: [migrationNote(last)] };
  }
  const unit = latest(
    [table, ...others].map(({ nameOrigin }) => nameOrigin.unit),
    scope,
  );
  const edit = statementAfter(unit, sql);
  return edit && { edit: panelEdits([edit], scope)[0]!, notes: [] };
}

/** The file of migrations that a change of the table goes to; undefined where its file stands for the whole. */
export function lastMigration(table: Table, { analyzer, uri, files }: SchemaScope): string | undefined {
  const migrations = analyzer.projectOf(uri)?.migrations ?? [];
  if (!migrations.includes(table.nameOrigin.unit.uri)) return undefined;
  const own = migrations.filter(each => files.includes(each));
  return own[own.length - 1];
}

/** Says that a statement stands in a migration. */
export function migrationNote(uri: string): string {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return `It stands at the end of the last migration, ${name}; where that has run already, move it to a new one.`;
}

/** Statements behind all others of a file, without the last terminator; undefined where it has none. */
export function atEnd(uri: string, sql: string, { analyzer, place }: SchemaScope): PanelEdit | undefined {
  const statements = analyzer.units(uri).filter(({ piece }) => piece.kind === 'statement');
  const unit = statements[statements.length - 1];
  const edit = unit && (statementAfter(unit, sql) ?? insertAt(unit, unit.piece.text.length, `\n\n${sql};`));
  return edit && { ...place(edit.origin), newText: edit.newText };
}

/** Of some statements the one that is folded last. */
function latest(units: readonly SourceUnit[], { files }: SchemaScope): SourceUnit {
  return units.reduce((last, unit) => {
    const order = files.indexOf(unit.uri) - files.indexOf(last.uri);
    return order > 0 || (order === 0 && unit.piece.start > last.piece.start) ? unit : last;
  });
}
