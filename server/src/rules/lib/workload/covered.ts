import type { Table } from '../../../schema/model.js';
import type { TableUse } from '../../../workload/model.js';
import { type AccessPath, accessPaths, isOrdered, normal, partText } from '../access.js';

/** An ordered index, not partial, whose first column this is. */
export function indexLedBy(table: Table, column: string): AccessPath | undefined {
  return accessPaths(table).find(
    path =>
      isOrdered(path) &&
      !path.where &&
      !path.only &&
      path.parts[0]?.column?.value.toLowerCase() === column.toLowerCase(),
  );
}

/** True where another equality of the same use has an index already: the rest is checked on the few rows it finds. */
export function isFoundOtherwise(use: TableUse, table: Table, but: string): boolean {
  const columns = [...use.equals.map(test => test.column), ...use.joins.map(join => join.column)];
  return columns.some(column => column !== but && indexLedBy(table, column) !== undefined);
}

/** True for an index, of any method, or a generated column on this expression. */
export function isExpressionIndexed(table: Table, expression: string): boolean {
  const wanted = plainText(expression);
  return (
    accessPaths(table).some(path =>
      path.parts.some(part => part.expr && plainText(partText(part)) === wanted),
    ) || table.columns.some(column => column.generated && plainText(column.generated.expr.text) === wanted)
  );
}

/** An expression of one table as an index takes it: without the alias of the query. */
export function unqualified(text: string, use: TableUse): string {
  const alias = use.source?.alias.toLowerCase();
  return text.replace(QUALIFIER, (written: string, name: string) =>
    name.replace(/["`[\]]/g, '').toLowerCase() === alias ? '' : written,
  );
}

const QUALIFIER = /([\w$]+|"[^"]+"|`[^`]+`|\[[^\]]+\])\./g;

/** Blanks, brackets, quotes and casts evened out: a dump writes `lower((email)::text)`. */
export function plainText(text: string): string {
  return normal(text).replace(/::(character varying|[a-z_]+)|[()\s"`[\]]/g, '');
}
