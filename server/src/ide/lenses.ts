import type { Analyzer } from '../analyzer/types.js';
import { classify, isDimensional } from '../classify/index.js';
import { mayBeDocument } from '../cluster/files.js';
import { effectiveReadings } from '../sql/reading.js';
import { clusterLenses } from './cluster-symbols.js';
import { placeOf } from './places.js';
import type { CodeLens } from './types.js';

/**
 * Lines above tables: who references each and how many indexes it has, where `everyTable` says so; the star of a fact in any
 * case. Above clusters: what they amount to.
 */
export function codeLenses(analyzer: Analyzer, uri: string, everyTable = true): readonly CodeLens[] {
  if (mayBeDocument(uri)) return clusterLenses(analyzer, uri);
  const catalog = analyzer.catalogOf(uri);
  if (catalog === undefined) return [];
  const workload = analyzer.workloadOf(uri);
  const lenses: CodeLens[] = [];
  for (const unit of analyzer.units(uri)) {
    for (const { statement } of effectiveReadings(unit)) {
      if (statement.kind !== 'create table') continue;
      const key = analyzer.resolve(statement.name, unit);
      const table = key === undefined ? undefined : catalog.table(key);
      if (table === undefined || table.nameOrigin.unit !== unit) continue;
      const { range } = placeOf(analyzer, table.nameOrigin);
      const found = classify(table, workload ? { catalog, workload } : { catalog });
      // A part of a fact has no star of its own.
      if (found.role === 'fact' && isDimensional(found) && table.partitionOf === undefined)
        lenses.push({
          range,
          title: 'Preview star schema',
          places: [],
          opens: { what: 'star', id: table.key },
        });
      if (!everyTable) continue;
      const by = catalog.referencing(table.key);
      const keys = (table.primaryKey ? 1 : 0) + table.uniques.length;
      lenses.push({
        range,
        title: `${count(by.length, 'reference', 'references')}, ${count(table.indexes.length + keys, 'index', 'indexes')}`,
        places: by.flatMap(({ foreignKey }) =>
          foreignKey.origins.slice(0, 1).map(origin => placeOf(analyzer, origin)),
        ),
      });
      lenses.push({ range, title: 'Diagram', places: [], opens: { what: 'diagram', id: table.key } });
    }
  }
  return lenses;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
