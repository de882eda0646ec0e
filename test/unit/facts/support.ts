import {
  type Catalog,
  createCatalogBuilder,
  type Table,
  type View,
} from '../../../server/src/schema/index.js';
import { type Dialect, familyOf } from '../../../server/src/sql/dialect.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { createWorkloadStore, type WorkloadStore } from '../../../server/src/workload/index.js';
import type { Known, TableFacts } from '../../../server/src/workload/model.js';
import { unitsOf } from '../rules/harness.js';

/** A catalog and its workload, from text. Tables before views. */
export function benchWithWorkload(
  files: Readonly<Record<string, string>>,
  dialect: Dialect,
): { tables: (Table | View)[]; workload: WorkloadStore; units: SourceUnit[]; catalog: Catalog } {
  const builder = createCatalogBuilder(familyOf(dialect));
  builder.setFiles(Object.keys(files));
  const units = Object.entries(files).flatMap(([uri, text]) => {
    const own = unitsOf(uri, text, dialect);
    builder.setUnits(uri, own);
    return own;
  });
  builder.refresh();
  const workload = createWorkloadStore(builder);
  workload.change([], units);
  return {
    tables: [...builder.catalog.allTables(), ...builder.catalog.allViews()],
    workload,
    units,
    catalog: builder.catalog,
  };
}

/** Facts without their sources. */
export function plain({ columns, ...table }: TableFacts): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [field, fact] of Object.entries(table)) result[field] = (fact as Known<unknown>).value;
  for (const [name, facts] of columns) {
    for (const [field, fact] of Object.entries(facts))
      result[`${name}.${field}`] = (fact as Known<unknown>).value;
  }
  return result;
}
