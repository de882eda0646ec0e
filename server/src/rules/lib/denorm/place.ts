import type { Catalog, Table } from '../../../schema/model.js';
import type { Origin, SourceUnit } from '../../../sql/reading.js';
import { sqlName, sqlTable } from '../naming.js';

/** A new name in the schema of a table, qualified wherever the table's is: dumps have no search path. */
export function besideTable(table: Table, catalog: Catalog, name: string): string {
  const whole = sqlTable(table, catalog);
  return (
    whole.slice(0, whole.length - sqlName(table.name, table.dialect).length) + sqlName(name, table.dialect)
  );
}

/** The statement that comes last of those in the first one's file: what names all of them stands behind it. */
export function lastUnit(...origins: readonly (Origin | undefined)[]): SourceUnit | undefined {
  const first = origins[0]?.unit;
  if (!first) return undefined;
  let last = first;
  for (const origin of origins) {
    if (origin && origin.unit.uri === first.uri && origin.unit.piece.start > last.piece.start)
      last = origin.unit;
  }
  return last;
}
