import { display, sqlName, sqlTable } from '../../../rules/lib/naming.js';
import { typeClass } from '../../../rules/lib/types.js';
import type { Column, Table } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import type { Script } from './script.js';

/** Columns added, dropped and changed, in this order: a statement that loses data comes last. */
export function alterColumns(was: Table, table: Table, { catalog }: SchemaScope, script: Script): void {
  const name = sqlTable(table, catalog);
  const shown = display(table, catalog);
  const { dialect } = table;
  const old = new Map(was.columns.map(column => [column.name, column]));
  const added = table.columns.filter(column => !old.has(column.name) && !column.inherited);
  const now = new Set(table.columns.map(column => column.name));
  const dropped = was.columns.filter(column => !now.has(column.name) && !column.inherited);
  const word = dialect === 'tsql' || dialect === 'cql' ? 'ADD' : 'ADD COLUMN';
  for (const column of added) {
    script.say(`ALTER TABLE ${name} ${word} ${columnDefinition(column, table)}`);
    if (
      !column.nullable &&
      column.default === undefined &&
      !column.identity &&
      !column.serial &&
      !column.generated
    )
      script.warn(
        `${shown}.${column.name} is NOT NULL and has no default: adding it fails while the table has rows.`,
      );
    const same = dropped.filter(other => other.type?.text === column.type?.text);
    if (same.length === 1 && added.length === 1)
      script.warn(
        `${shown}.${same[0]!.name} goes and ${column.name} of the same type comes: if they are one column, ALTER TABLE ${name} RENAME COLUMN ${sqlName(same[0]!.name, dialect)} TO ${sqlName(column.name, dialect)} keeps its values.`,
      );
  }
  for (const column of table.columns) {
    const before = old.get(column.name);
    if (before && before !== column && !column.inherited)
      changeColumn(before, column, table, name, shown, catalog, script);
  }
  for (const column of dropped) {
    script.say(
      `ALTER TABLE ${name} DROP ${dialect === 'cql' ? '' : 'COLUMN '}${sqlName(column.name, dialect)}`,
    );
    script.warn(`Dropping ${shown}.${column.name} loses its values.`);
  }
}

/** A column as ADD COLUMN takes it. */
function columnDefinition(column: Column, { dialect }: Table): string {
  const parts = [sqlName(column.name, dialect), typeOf(column)];
  if (column.generated)
    parts.push(
      `GENERATED ALWAYS AS (${column.generated.expr.text})${column.generated.stored ? ' STORED' : ''}`,
    );
  else if (column.identity === 'auto') parts.push(dialect === 'tsql' ? 'IDENTITY' : 'AUTO_INCREMENT');
  else if (column.identity) parts.push(`GENERATED ${column.identity.toUpperCase()} AS IDENTITY`);
  if (!column.nullable && dialect !== 'cql' && dialect !== 'clickhouse') parts.push('NOT NULL');
  if (column.default) parts.push(`DEFAULT ${column.default.text}`);
  return parts.filter(part => part !== '').join(' ');
}

function typeOf({ type, serial }: Column): string {
  if (!type) return '';
  if (serial)
    return type.base === 'bigint' ? 'bigserial' : type.base === 'smallint' ? 'smallserial' : 'serial';
  const modifiers = (type.modifiers ?? []).filter(
    word => !type.text.toLowerCase().includes(word.toLowerCase()),
  );
  return [type.text, ...modifiers].join(' ');
}

function changeColumn(
  was: Column,
  column: Column,
  table: Table,
  name: string,
  shown: string,
  catalog: SchemaScope['catalog'],
  script: Script,
): void {
  const { dialect } = table;
  const type = typeOf(was) !== typeOf(column);
  const nulls = was.nullable !== column.nullable;
  const value = (was.default?.text ?? '') !== (column.default?.text ?? '');
  if (!type && !nulls && !value) return;
  const quoted = sqlName(column.name, dialect);
  const alter = `ALTER TABLE ${name} ALTER COLUMN ${quoted}`;
  if (type) warnOfType(was, column, table, shown, catalog, script);
  if (nulls && !column.nullable)
    script.warn(`NOT NULL of ${shown}.${column.name} fails where a row has no value.`);
  switch (dialect) {
    case 'mysql':
    case 'mariadb':
      return script.say(`ALTER TABLE ${name} MODIFY COLUMN ${columnDefinition(column, table)}`);
    case 'clickhouse':
      return script.say(`ALTER TABLE ${name} MODIFY COLUMN ${columnDefinition(column, table)}`);
    case 'tsql':
      if (type || nulls) script.say(`${alter} ${typeOf(column)} ${column.nullable ? 'NULL' : 'NOT NULL'}`);
      if (value)
        script.remark(
          `The default of ${shown}.${column.name} is a constraint of its own: drop it by its name${column.default ? `, then ALTER TABLE ${name} ADD DEFAULT ${column.default.text} FOR ${quoted}` : ''}.`,
        );
      return;
    case 'sqlite':
    case 'cql':
    case 'flink':
      return script.warn(
        `${dialect === 'sqlite' ? 'SQLite' : dialect === 'cql' ? 'Cassandra' : 'Flink'} changes no column of a table that is there: ${shown} has to be made anew for ${column.name}.`,
      );
    case 'snowflake':
    case 'bigquery':
      if (type) script.say(`${alter} SET DATA TYPE ${typeOf(column)}`);
      break;
    case 'redshift':
    case 'spark':
      if (type) script.say(`${alter} TYPE ${typeOf(column)}`);
      break;
    default: {
      const cast = type && typeKind(was, table, catalog) !== typeKind(column, table, catalog);
      if (type)
        script.say(`${alter} TYPE ${typeOf(column)}${cast ? ` USING ${quoted}::${typeOf(column)}` : ''}`);
    }
  }
  if (value) script.say(`${alter} ${column.default ? `SET DEFAULT ${column.default.text}` : 'DROP DEFAULT'}`);
  if (nulls) script.say(`${alter} ${column.nullable ? 'DROP' : 'SET'} NOT NULL`);
}

function typeKind({ type }: Column, { dialect }: Table, catalog: SchemaScope['catalog']): string {
  return type ? typeClass(type, dialect, catalog).kind : 'unknown';
}

/** A change that values may not survive. */
function warnOfType(
  was: Column,
  column: Column,
  table: Table,
  shown: string,
  catalog: SchemaScope['catalog'],
  script: Script,
): void {
  if (!was.type || !column.type) return;
  const before = typeClass(was.type, table.dialect, catalog);
  const after = typeClass(column.type, table.dialect, catalog);
  const what = `${shown}.${column.name} changes from ${was.type.text} to ${column.type.text}`;
  if (before.kind !== after.kind) script.warn(`${what}: values that are none of the new type are refused.`);
  else if (after.length !== undefined && (before.length === undefined || after.length < before.length))
    script.warn(`${what}: values that are longer are refused or cut.`);
  else if (size(column.type.args[0], column.type.base) < size(was.type.args[0], was.type.base))
    script.warn(`${what}: values that are larger are refused.`);
}

/** How much a number of the type can hold, as far as types of the same kind compare. */
function size(argument: string | undefined, base: string): number {
  const widths: Readonly<Record<string, number>> = {
    tinyint: 3,
    smallint: 5,
    mediumint: 7,
    integer: 10,
    int: 10,
    bigint: 19,
    real: 24,
    'double precision': 53,
  };
  return widths[base] ?? (argument === undefined ? Number.POSITIVE_INFINITY : Number(argument) || 0);
}
