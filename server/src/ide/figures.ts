import type { Analyzer } from '../analyzer/types.js';
import { baseName } from '../project/uri.js';
import type { Catalog, Column, Table, View } from '../schema/model.js';
import {
  formatBothRates,
  formatBytes,
  formatCount,
  formatDuration,
  formatShare,
  indexBytes,
  rowWidth,
  tableBytes,
  YEAR,
} from '../workload/capacity.js';
import type { FactValue } from '../workload/facts/index.js';
import { FACT_KEYS, type FactKey } from '../workload/facts/index.js';
import { type Known, NO_FACTS, type TableFacts } from '../workload/model.js';
import { placeOf } from './places.js';

/** Something known or worked out in figures, and where it comes from. Plain text. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly from: string;
}

const DAY = 86_400;

/** What is known of a table's size and load, in the order of the words that say it; empty where nobody said anything. */
export function factFigures(analyzer: Analyzer, facts: TableFacts): Figure[] {
  return figuresAbout(analyzer, 'table', facts as unknown as Record<string, Known<FactValue> | undefined>);
}

/** What is known of a column's values. */
export function columnFigures(analyzer: Analyzer, facts: TableFacts, column: Column): Figure[] {
  const own = facts.columns.get(column.name) as Record<string, Known<FactValue> | undefined> | undefined;
  return own === undefined ? [] : figuresAbout(analyzer, 'column', own);
}

/** What follows from a table's facts and types: bytes of a row, of the table now, later, and of its indexes. */
export function capacityFigures(catalog: Catalog, table: Table, facts: TableFacts): Figure[] {
  const width = rowWidth(table, facts, catalog);
  const figures: Figure[] = [];
  const add = (label: string, value: string, from: string) => figures.push({ label, value, from });
  if (width !== undefined) {
    const guessed = width.assumed.length > 0 ? `; assumed widths: ${shortList(width.assumed)}` : '';
    const fit = width.page ? `, ${formatCount(width.page.rows)} on a page` : '';
    add(
      'bytes of a row',
      `about ${formatCount(Math.round(width.bytes))}${fit}`,
      `types of the columns${guessed}`,
    );
  }
  const { rows, growthPerDay: growth, retentionSeconds: retention, writesPerSecond: writes } = facts;
  const bytes = (count: number): number | undefined =>
    facts.bytes && rows && rows.value > 0
      ? (facts.bytes.value / rows.value) * count
      : width && tableBytes(width, count);
  const measured = facts.bytes && rows && rows.value > 0 ? 'bytes / rows' : 'row width';
  const sized = (label: string, count: number, from: string): void => {
    const size = bytes(count);
    add(label, `${formatCount(count)} rows${size === undefined ? '' : `, ${formatBytes(size)}`}`, from);
  };
  if (rows && !facts.bytes) sized('now', rows.value, `rows x ${measured}`);
  if (rows && growth) {
    const kept = retention && rows.value + growth.value * 365 > growth.value * (retention.value / DAY);
    if (!kept) sized('in a year', rows.value + growth.value * 365, `rows + 365 x growth, x ${measured}`);
  } else if (growth && !retention) sized('added in a year', growth.value * 365, `365 x growth x ${measured}`);
  if (growth && retention)
    sized('settles at', growth.value * (retention.value / DAY), `growth x retention, x ${measured}`);
  if (growth && !retention && growth.value > 0 && !rows)
    add('kept', 'for ever, as far as is known', 'no retention');
  if (writes && retention === undefined && growth === undefined && writes.value > 0)
    add('writes in a year', formatCount(writes.value * YEAR), 'writes x 365 days');
  if (rows) {
    const indexes = indexSizes(catalog, table, facts, rows.value);
    if (indexes.length > 0)
      add(
        'indexes',
        formatBytes(indexes.reduce((sum, each) => sum + each, 0)),
        `${indexes.length} B-tree${indexes.length === 1 ? '' : 's'}, freshly built`,
      );
  }
  return figures;
}

/** What is known of a table or view in figures. */
export function factsAt(analyzer: Analyzer, relation: Table | View): TableFacts {
  return analyzer.workloadOf(relation.nameOrigin.unit.uri)?.factsOf(relation) ?? NO_FACTS;
}

/** A value in the units that people read. Rates in two: `11,574/s (1B/day)`. */
export function factText(key: FactKey, value: FactValue): string {
  if (typeof value !== 'number') return String(value === true ? 'yes' : value === false ? 'no' : value);
  const plain = value / (key.factor ?? 1);
  switch (key.measure) {
    case 'rate':
      return formatBothRates(plain);
    case 'duration':
      return formatDuration(plain);
    case 'bytes':
      return formatBytes(plain);
    case 'share':
      return formatShare(plain);
    default:
      return formatCount(plain);
  }
}

/** Who said something: `comment in orders.sql:3`, `faultline.yaml`, the name of a file. */
export function sourceText(analyzer: Analyzer, { source, origin }: Known<unknown>): string {
  if (origin === undefined) return source;
  const { uri, range } = placeOf(analyzer, origin);
  return `${source} in ${baseName(uri)}:${range.start.line + 1}`;
}

function figuresAbout(
  analyzer: Analyzer,
  about: FactKey['about'],
  facts: Readonly<Record<string, Known<FactValue> | undefined>>,
): Figure[] {
  return FACT_KEYS.flatMap(key => {
    const known = key.about === about ? facts[key.field] : undefined;
    if (known === undefined) return [];
    return [{ label: key.name, value: factText(key, known.value), from: sourceText(analyzer, known) }];
  });
}

function indexSizes(catalog: Catalog, table: Table, facts: TableFacts, rows: number): number[] {
  // InnoDB keeps the rows in the primary key.
  const clustered = table.dialect === 'mysql' || table.dialect === 'mariadb';
  const keys = [...(clustered ? [] : [table.primaryKey]), ...table.uniques].flatMap(key =>
    key ? [key.columns] : [],
  );
  const indexes = table.indexes
    .filter(index => index.method === 'btree' && index.where === undefined)
    .map(index => index.parts.flatMap(part => (part.column ? [part.column.value] : [])));
  return [...keys, ...indexes].flatMap(columns => {
    const bytes = columns.length === 0 ? undefined : indexBytes(table, columns, rows, facts, catalog);
    return bytes === undefined ? [] : [bytes];
  });
}

function shortList(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}
