import type { Column, Table } from '../../schema/model.js';
import type { Expr } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import type { Edit, Fix, RuleContext, Severity } from '../rule.js';
import { wordsOf } from './naming.js';

/** Columns of a table that its author wrote there: none that a parent, a partition's or another, handed down. */
export function writtenColumns(table: Table): readonly Column[] {
  if (table.partitionOf || table.kind === 'foreign table' || table.kind === 'external table') return [];
  return table.columns.filter(column => !column.inherited);
}

/** Where a finding about a column's type stands. */
export function typePlace(column: Column): Origin {
  return column.typeOrigin ?? column.nameOrigin;
}

/** One finding for columns that share a fault: at the first of them, the others are related. */
export function reportColumns(
  columns: readonly Column[],
  context: RuleContext,
  report: {
    readonly message: string;
    readonly severity?: Severity;
    readonly title?: string;
    /** The change of one column; undefined where there is none, and then none is offered at all. */
    readonly edit?: (column: Column) => Edit | undefined;
  },
): void {
  const [first, ...others] = columns;
  if (!first) return;
  const { message, severity, title, edit } = report;
  context.report({
    origin: typePlace(first),
    message,
    ...(severity ? { severity } : {}),
    related: others.map(column => ({ origin: typePlace(column), message: `${column.name} as well.` })),
    fixes: () => (title && edit ? fixOf(columns, title, edit) : []),
  });
}

/** Where an expression of a column stands, if it is still as it was written. */
export function exprOrigin(column: Column, expr: Expr): Origin | undefined {
  for (const { unit } of column.origins) {
    if (unit.piece.text.slice(expr.span.start, expr.span.end) === expr.text) return { unit, span: expr.span };
  }
  return undefined;
}

/** The last word of a name: `created_at` gives `at`. */
export function lastWord(name: string): string {
  return wordsOf(name).at(-1) ?? '';
}

function fixOf(
  columns: readonly Column[],
  title: string,
  edit: (column: Column) => Edit | undefined,
): readonly Fix[] {
  const edits = columns.map(edit);
  return edits.every(each => each !== undefined) ? [{ title, edits: edits as Edit[], safe: false }] : [];
}
