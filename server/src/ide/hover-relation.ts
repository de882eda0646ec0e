import type { Analyzer } from '../analyzer/types.js';
import type { Catalog, Column, Table, View } from '../schema/model.js';
import {
  bullets,
  codes,
  commentLine,
  describeBound,
  describeCheck,
  describeColumn,
  describeExclusion,
  describeForeignKey,
  describeIndex,
  describeKey,
  describeKind,
  describeParts,
  shortKey,
  shortName,
  writtenAt,
} from './describe.js';
import { capacityFigures, columnFigures, factFigures, factsAt } from './figures.js';
import { code } from './places.js';
import { figureTable } from './trade-off.js';

const MAX_COLUMNS = 40;

/** What is known about a table, in Markdown. */
export function tableMarkdown(analyzer: Analyzer, catalog: Catalog, table: Table): string {
  const keys = [table.primaryKey, ...table.uniques].flatMap(key =>
    key === undefined ? [] : [describeKey(key)],
  );
  const checks = [...table.checks.map(describeCheck), ...table.exclusions.map(describeExclusion)];
  const partitions = catalog.partitionsOf(table.key);
  return [
    `**${describeKind(table)}** ${code(shortName(catalog, table))}${partitionOf(catalog, table)}`,
    ...commentLine(table.comment),
    ...columnList(table),
    ...figures(analyzer, catalog, table),
    ...bullets('Keys', codes(keys)),
    ...bullets('References', codes(table.foreignKeys.map(key => describeForeignKey(catalog, key)))),
    ...bullets('Referenced by', codes(referencedBy(catalog, table))),
    ...bullets('Indexes', codes(table.indexes.map(describeIndex))),
    ...bullets('Checks', codes(checks), 6),
    ...partitioning(table),
    ...bullets(
      'Partitions',
      codes([
        ...partitions.map(each =>
          `${shortName(catalog, each)} ${describeBound(each.partitionOf?.bound)}`.trim(),
        ),
        ...table.innerPartitions.map(each => `${each.name} ${describeBound(each.bound)}`.trim()),
      ]),
    ),
    ...bullets(
      'Triggers',
      codes(table.triggers.map(each => `${each.name}: ${each.timing} ${each.events.join(' or ')}`)),
    ),
    ...findingsLine(analyzer, table),
    ...writtenAt(analyzer, table.origins),
  ].join('\n\n');
}

/** What is known about a view, in Markdown. */
export function viewMarkdown(analyzer: Analyzer, catalog: Catalog, view: View): string {
  return [
    `**${describeKind(view)}** ${code(shortName(catalog, view))}`,
    ...commentLine(view.comment),
    ...figureTable(factFigures(analyzer, factsAt(analyzer, view))),
    ...(view.columns.length > 0 ? [`Columns: ${view.columns.map(code).join(', ')}`] : []),
    ...bullets('Reads', codes(view.reads.map(key => shortKey(catalog, key)))),
    ...bullets('Indexes', codes(view.indexes.map(describeIndex))),
    ...writtenAt(analyzer, view.origins),
  ].join('\n\n');
}

/** What is known about a column, in Markdown. */
export function columnMarkdown(analyzer: Analyzer, catalog: Catalog, table: Table, column: Column): string {
  const named = (names: readonly string[]): boolean => names.includes(column.name);
  const keys = [table.primaryKey, ...table.uniques].flatMap(key =>
    key !== undefined && named(key.columns) ? [describeKey(key)] : [],
  );
  const leading = table.indexes.filter(index => index.parts[0]?.column?.value === column.name);
  const others = table.indexes.filter(
    index => !leading.includes(index) && index.parts.some(part => part.column?.value === column.name),
  );
  const references = table.foreignKeys.filter(key => named(key.columns));
  const by = catalog.referencing(table.key).filter(({ foreignKey }) => named(foreignKey.refColumns));
  return [
    `**column** ${code(`${shortName(catalog, table)}.${column.name}`)} ${code(describeColumn(column))}`,
    ...commentLine(column.comment),
    ...figureTable(columnFigures(analyzer, factsAt(analyzer, table), column)),
    ...bullets('Keys', codes(keys)),
    ...bullets('References', codes(references.map(key => describeForeignKey(catalog, key)))),
    ...bullets(
      'Referenced by',
      codes(
        by.map(
          ({ table: from, foreignKey }) => `${shortName(catalog, from)} (${foreignKey.columns.join(', ')})`,
        ),
      ),
    ),
    ...bullets('Indexes that begin with it', codes(leading.map(describeIndex))),
    ...bullets('Other indexes with it', codes(others.map(describeIndex)), 6),
    ...(column.inherited ? ['Inherited from a parent or copied with LIKE.'] : []),
    ...writtenAt(analyzer, column.origins),
  ].join('\n\n');
}

/** What is known in figures, and what follows from it; without any, the width of a row alone. */
function figures(analyzer: Analyzer, catalog: Catalog, table: Table): string[] {
  const facts = factsAt(analyzer, table);
  const known = factFigures(analyzer, facts);
  const capacity = capacityFigures(catalog, table, facts);
  if (known.length > 0 || facts.columns.size > 0) return figureTable([...known, ...capacity]);
  return capacity.map(({ label, value, from }) => `${label}: ${value} (${from})`);
}

function columnList(table: Table): string[] {
  if (table.columns.length === 0) return [];
  const rows = table.columns
    .slice(0, MAX_COLUMNS)
    .map(column => `${column.name} ${describeColumn(column)}`.replace(/\s+/g, ' '));
  if (table.columns.length > MAX_COLUMNS) rows.push(`-- and ${table.columns.length - MAX_COLUMNS} more`);
  if (table.columnsIncomplete) rows.push('-- and columns that are not known');
  return ['```sql\n' + rows.join('\n').replace(/```/g, "'''") + '\n```'];
}

function partitionOf(catalog: Catalog, table: Table): string {
  if (table.partitionOf === undefined) return '';
  const bound = describeBound(table.partitionOf.bound);
  return ` of ${code(shortKey(catalog, table.partitionOf.parent))}${bound === '' ? '' : ' ' + code(bound)}`;
}

function partitioning(table: Table): string[] {
  if (table.partitioning === undefined) return [];
  return [
    `Partitioned by ${table.partitioning.strategy} ${code(`(${describeParts(table.partitioning.parts)})`)}`,
  ];
}

function referencedBy(catalog: Catalog, table: Table): string[] {
  return catalog
    .referencing(table.key)
    .map(({ table: from, foreignKey }) => `${shortName(catalog, from)} (${foreignKey.columns.join(', ')})`);
}

/** How many findings lie in the statement that defined the table. */
function findingsLine(analyzer: Analyzer, table: Table): string[] {
  const { unit } = table.nameOrigin;
  const range = analyzer.rangeOf(unit.uri, unit.piece.start, unit.piece.start + unit.piece.text.length);
  const inside = analyzer
    .findings(unit.uri)
    .filter(
      finding => finding.range.start.line >= range.start.line && finding.range.start.line <= range.end.line,
    );
  if (inside.length === 0) return [];
  const rules = [...new Set(inside.map(finding => finding.rule))].slice(0, 5).map(code).join(', ');
  return [`${inside.length} ${inside.length === 1 ? 'finding' : 'findings'}: ${rules}`];
}
