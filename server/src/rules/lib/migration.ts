import type { Column, Table } from '../../schema/model.js';
import type { AlterAction, AlterTable, QName, TypeName } from '../../sql/ast/index.js';
import { lastName, schemaOf } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import type { RuleContext, Severity, StatementSubject } from '../rule.js';
import { within } from './edits.js';

/** An action of ALTER TABLE in a migration, on a table that an earlier migration made: it may hold rows by now. */
export interface LateAction {
  readonly statement: AlterTable;
  readonly action: AlterAction;
  readonly table: Table | undefined;
  readonly name: string;
  readonly origin: Origin;
}

/** The actions that this statement does to a table which may hold rows. */
export function lateActions(subject: StatementSubject, context: RuleContext): LateAction[] {
  const { reading, role, unit } = subject;
  const { statement } = reading;
  if (role !== 'migration' || statement.kind !== 'alter table') return [];
  if (statement.object !== 'table' || !subject.madeEarlier(statement.name)) return [];
  const table = tableOf(statement.name, context);
  if (table && isSmall(table, context)) return [];
  const name = lastName(statement.name).value;
  return statement.actions.map(action => ({
    statement,
    action,
    table,
    name,
    origin: { unit, span: action.span },
  }));
}

/** The table that a name means, where only one is called so. */
export function tableOf(name: QName, context: RuleContext): Table | undefined {
  const schema = schemaOf(name);
  const found = context.catalog
    .tablesNamed(lastName(name).value)
    .filter(table => schema === undefined || table.schema === schema);
  return found.length === 1 ? found[0] : undefined;
}

/** Known to be so small that no lock on it lasts. */
export function isSmall(table: Table, context: RuleContext): boolean {
  const rows = context.workload.factsOf(table).rows?.value;
  return rows !== undefined && rows < 10_000;
}

/** Graver where the table is known to be big, or busy. */
export function gravity(table: Table | undefined, context: RuleContext, otherwise: Severity): Severity {
  if (!table) return otherwise;
  const { rows, hot, writesPerSecond } = context.workload.factsOf(table);
  const heavy = (rows?.value ?? 0) >= 1_000_000 || hot?.value === true || (writesPerSecond?.value ?? 0) >= 10;
  return heavy ? 'warning' : otherwise;
}

/** How many rows the table is known to have, for messages: ` (50,000,000 rows)`. */
export function rowsText(table: Table | undefined, context: RuleContext): string {
  const rows = table && context.workload.factsOf(table).rows?.value;
  return rows === undefined ? '' : ` (${rows.toLocaleString('en-US')} rows)`;
}

/** True where an explicit BEGIN stands before the statement and no COMMIT or ROLLBACK behind it. */
export function inTransaction(subject: StatementSubject): boolean {
  let open = false;
  for (const { reading } of subject.before()) {
    const { statement } = reading;
    if (statement.kind !== 'other') continue;
    if (statement.verb === 'BEGIN' || statement.verb === 'START') open = true;
    else if (statement.verb === 'COMMIT' || statement.verb === 'END' || statement.verb === 'ROLLBACK')
      open = false;
  }
  return open;
}

/** The type that a column had before a statement changed it; undefined where nothing that was read says so. */
export function typeBefore(table: Table, column: Column, change: Origin): TypeName | undefined {
  let known: TypeName | undefined;
  for (const origin of column.origins) {
    if (origin.unit === change.unit && within(origin, change)) break;
    known = typeAt(table, column.name, origin) ?? known;
  }
  return known;
}

function typeAt(table: Table, column: string, { unit, span }: Origin): TypeName | undefined {
  for (const { statement } of unit.readings) {
    if (statement.kind === 'create table' && lastName(statement.name).value === table.name) {
      const found = statement.columns.find(each => each.name.value === column);
      if (found?.type) return found.type;
    }
    if (statement.kind !== 'alter table') continue;
    for (const action of statement.actions) {
      if (action.span.start > span.end || action.span.end < span.start) continue;
      if (action.kind === 'add column' && action.column.name.value === column) return action.column.type;
      if (action.kind === 'set type' && action.column.value === column) return action.type;
      if (action.kind === 'redefine column' && action.column.name.value === column) return action.column.type;
    }
  }
  return undefined;
}
