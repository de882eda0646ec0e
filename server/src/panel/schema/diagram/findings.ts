import type { LocatedFinding } from '../../../analyzer/types.js';
import type { RelationKey, Table, View, Written } from '../../../schema/model.js';
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

/** Gives each finding of the schema's files to the table or view whose statements it stands in. */
export function findingsByTable(
  scope: Pick<SchemaScope, 'analyzer' | 'files' | 'catalog'>,
): ReadonlyMap<RelationKey, readonly TableFinding[]> {
  const { analyzer, files } = scope;
  const result = new Map<RelationKey, TableFinding[]>();
  let stretches: Stretches | undefined;
  for (const uri of files) {
    const findings = analyzer.findings(uri);
    if (findings.length === 0) continue;
    stretches ??= stretchesOf(scope);
    const units = analyzer.units(uri);
    for (const finding of findings) {
      const at = analyzer.offsetAt(uri, finding.range.start);
      const unit = unitAt(units, at);
      const found = unit && narrowest(stretches.get(unit) ?? [], at - unit.piece.start);
      if (!found) continue;
      const own = found.column === undefined ? { finding } : { finding, column: found.column };
      const list = result.get(found.table);
      if (list) list.push(own);
      else result.set(found.table, [own]);
    }
  }
  return result;
}

function stretchesOf({ catalog }: Pick<SchemaScope, 'catalog'>): Stretches {
  const result = new Map<SourceUnit, Stretch[]>();
  const add = ({ origins }: Written, table: RelationKey, column?: string): void => {
    for (const { unit, span } of origins) {
      const stretch = {
        start: span.start,
        end: span.end,
        table,
        ...(column === undefined ? {} : { column }),
      };
      const list = result.get(unit);
      if (list) list.push(stretch);
      else result.set(unit, [stretch]);
    }
  };
  for (const table of catalog.allTables()) addTable(table, add);
  for (const view of catalog.allViews()) addView(view, add);
  return result;
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
