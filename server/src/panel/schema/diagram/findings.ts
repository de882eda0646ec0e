import type { LocatedFinding } from '../../../analyzer/types.js';
import type { Catalog, RelationKey, Table, View, Written } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { SchemaScope } from '../scope.js';

/** A finding on a table or a view, and on which of its columns. */
export interface TableFinding {
  readonly finding: LocatedFinding;
  readonly column?: string;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly table: RelationKey;
  readonly column?: string;
}

/** What was written for each relation, by the statement that says it. */
type Stretches = ReadonlyMap<SourceUnit, readonly Stretch[]>;

/** What was found at the last call for a catalog: most questions come while nothing has changed. */
const LAST = new WeakMap<
  Catalog,
  { readonly from: readonly unknown[]; readonly found: ReadonlyMap<RelationKey, readonly TableFinding[]> }
>();

/** Gives each finding of the schema's files to the table or view whose statements it stands in. */
export function findingsByTable(
  scope: Pick<SchemaScope, 'analyzer' | 'files' | 'catalog'>,
): ReadonlyMap<RelationKey, readonly TableFinding[]> {
  const { analyzer, files, catalog } = scope;
  const byFile = files.map(uri => ({ uri, findings: analyzer.findings(uri) }));
  // All that this is made from is another object when it has changed or moved.
  const from = [...byFile.map(({ findings }) => findings), ...catalog.allTables(), ...catalog.allViews()];
  const last = LAST.get(catalog);
  if (last?.from.length === from.length && from.every((each, i) => each === last.from[i])) return last.found;
  const found = new Map<RelationKey, TableFinding[]>();
  let stretches: Stretches | undefined;
  for (const { uri, findings } of byFile) {
    if (findings.length === 0) continue;
    stretches ??= stretchesOf(scope);
    const units = analyzer.units(uri);
    for (const finding of findings) {
      const at = analyzer.offsetAt(uri, finding.range.start);
      const unit = unitAt(units, at);
      const stretch = unit && narrowest(stretches.get(unit) ?? [], at - unit.piece.start);
      if (!stretch) continue;
      const own = stretch.column === undefined ? { finding } : { finding, column: stretch.column };
      const list = found.get(stretch.table);
      if (list) list.push(own);
      else found.set(stretch.table, [own]);
    }
  }
  LAST.set(catalog, { from, found });
  return found;
}

function stretchesOf({ catalog }: Pick<SchemaScope, 'catalog'>): Stretches {
  const result = new Map<SourceUnit, Stretch[]>();
  const take = (own: readonly OwnStretch[]): void => {
    for (const { unit, stretch } of own) {
      const list = result.get(unit);
      if (list) list.push(stretch);
      else result.set(unit, [stretch]);
    }
  };
  for (const table of catalog.allTables()) take(ownStretches(table, add => addTable(table, add)));
  for (const view of catalog.allViews()) take(ownStretches(view, add => addView(view, add)));
  return result;
}

interface OwnStretch {
  readonly unit: SourceUnit;
  readonly stretch: Stretch;
}

/** Spans are counted from the start of their statements, so that they stay while a relation does. */
const STRETCHES = new WeakMap<Table | View, readonly OwnStretch[]>();

function ownStretches(relation: Table | View, collect: (add: Add) => void): readonly OwnStretch[] {
  const known = STRETCHES.get(relation);
  if (known) return known;
  const own: OwnStretch[] = [];
  collect(({ origins }, table, column) => {
    for (const { unit, span } of origins) {
      const { start, end } = span;
      own.push({ unit, stretch: { start, end, table, ...(column === undefined ? {} : { column }) } });
    }
  });
  STRETCHES.set(relation, own);
  return own;
}

type Add = (written: Written, table: RelationKey, column?: string) => void;

function addTable(table: Table, add: Add): void {
  add(table, table.key);
  for (const column of table.columns) {
    if (!column.inherited) add(column, table.key, column.name);
  }
  // A finding on a key of one column is one on the column.
  for (const key of [table.primaryKey, ...table.uniques, ...table.foreignKeys]) {
    if (key && !key.inherited) add(key, table.key, key.columns.length === 1 ? key.columns[0] : undefined);
  }
  for (const index of table.indexes) if (!index.inherited) add(index, table.key);
  for (const check of table.checks) add(check, table.key);
  for (const trigger of table.triggers) add(trigger, table.key);
}

function addView(view: View, add: Add): void {
  add(view, view.key);
  for (const index of view.indexes) add(index, view.key);
}

function narrowest(stretches: readonly Stretch[], at: number): Stretch | undefined {
  let best: Stretch | undefined;
  for (const stretch of stretches) {
    if (stretch.start > at || at > stretch.end) continue;
    if (best === undefined || stretch.end - stretch.start < best.end - best.start) best = stretch;
  }
  return best;
}

function unitAt(units: readonly SourceUnit[], offset: number): SourceUnit | undefined {
  let low = 0;
  let high = units.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (units[middle]!.piece.start <= offset) low = middle;
    else high = middle - 1;
  }
  return units[low];
}
