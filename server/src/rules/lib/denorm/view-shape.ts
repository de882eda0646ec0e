import type { Catalog, View } from '../../../schema/model.js';
import type { QueryShape } from '../../../sql/ast/shape.js';
import type { Workload } from '../../../workload/model.js';

/** The query of a view as a shape: found where one of the tables it reads is used by it. */
export function viewShape(view: View, workload: Workload, catalog: Catalog): QueryShape | undefined {
  for (const key of view.reads) {
    const relation = catalog.table(key) ?? catalog.view(key);
    const use =
      relation && workload.usesOf(relation).find(({ query }) => isOf(view, query.origin.unit, query.holder));
    if (use) return use.query.shape;
  }
  return undefined;
}

function isOf(view: View, unit: object, holder: string | undefined): boolean {
  return holder !== undefined && view.nameOrigin.unit === unit && holder === view.name;
}
