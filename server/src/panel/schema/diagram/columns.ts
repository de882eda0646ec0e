import { type Classification, naturalKeyOf, readTable } from '../../../classify/index.js';
import type { DiagramColumn } from '../../../protocol/schema-panel.js';
import { accessPaths, plainColumns } from '../../../rules/lib/access.js';
import type { Column, Table } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import { partitionColumns } from './storage.js';

/**
 * The columns of a table as they are drawn.
 * @param foreign Names of those that refer to another table, declared or not.
 * @param findings How many findings there are on a column.
 */
export function columnsOf(
  table: Table,
  found: Classification | undefined,
  foreign: ReadonlySet<string>,
  findings: (column: string) => number,
  { place }: Pick<SchemaScope, 'place'>,
): readonly DiagramColumn[] {
  const primary = new Set(table.primaryKey?.columns);
  const unique = uniqueColumns(table);
  const measures = new Map(found?.measures.map(measure => [measure.column, measure]));
  const parts = partsOf(table, found);
  return table.columns.map(column => {
    const measure = measures.get(column.name);
    const part = parts.get(column.name);
    return {
      name: column.name,
      type: typeText(column),
      nullable: column.nullable,
      primary: primary.has(column.name),
      unique: unique.has(column.name),
      foreign: foreign.has(column.name),
      generated: column.generated !== undefined,
      ...(measure ? { additivity: measure.additivity, because: measure.because } : {}),
      ...(part ? { part } : {}),
      ...(column.comment ? { comment: column.comment } : {}),
      ...(column.default ? { default: column.default.text } : {}),
      findings: findings(column.name),
      place: place(column.nameOrigin),
    };
  });
}

/** A type as it is written in one line; empty where none is. */
export function typeText({ type, serial }: Column): string {
  if (!type) return '';
  const text = [type.text, ...(type.modifiers ?? []).filter(word => !includesWord(type.text, word))].join(
    ' ',
  );
  return (serial ? text.replace(/^(?:big|small)?int(?:eger)?$/, whole => SERIAL[whole] ?? whole) : text)
    .replace(/\s+/g, ' ')
    .trim();
}

const SERIAL: Readonly<Record<string, string>> = {
  bigint: 'bigserial',
  integer: 'serial',
  smallint: 'smallserial',
};

function includesWord(text: string, word: string): boolean {
  return ` ${text.toLowerCase()} `.includes(` ${word.toLowerCase()} `);
}

/** Columns that tell rows apart each by itself. */
function uniqueColumns(table: Table): ReadonlySet<string> {
  const names = new Set<string>();
  if (table.dialect === 'clickhouse') return names;
  for (const path of accessPaths(table)) {
    const columns = path.unique && !path.where ? plainColumns(path) : undefined;
    if (columns?.length === 1) names.add(columns[0]!);
  }
  return names;
}

function partsOf(
  table: Table,
  found: Classification | undefined,
): ReadonlyMap<string, NonNullable<DiagramColumn['part']>> {
  const parts = new Map<string, NonNullable<DiagramColumn['part']>>();
  // What comes last is what counts.
  for (const name of partitionColumns(table)) parts.set(name, 'partition key');
  for (const name of found?.degenerate ?? []) parts.set(name, 'degenerate');
  const versions = found?.versioning;
  if (found?.role === 'dimension' && !versions)
    for (const name of naturalKeyOf(readTable(table))) parts.set(name, 'natural key');
  if (!versions) return parts;
  for (const name of versions.natural) parts.set(name, 'natural key');
  for (const [name, part] of [
    [versions.version, 'version'],
    [versions.current, 'current'],
    [versions.to, 'valid to'],
    [versions.from, 'valid from'],
  ] as const)
    if (name !== undefined) parts.set(name, part);
  return parts;
}
