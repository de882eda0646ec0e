import type { DiagramColumn } from '../../../protocol/schema-panel.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { Column, View } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';
import { typeText } from './columns.js';

/** The columns of a view; their types where they are columns of tables as they stand. */
export function viewColumns(view: View, scope: SchemaScope): readonly DiagramColumn[] {
  const sources = view.columns.length > 0 ? sourcesOf(view, scope) : new Map<string, Column>();
  return view.columns.map(name => {
    const source = sources.get(name);
    return {
      name,
      type: source ? typeText(source) : '',
      nullable: source?.nullable ?? true,
      primary: false,
      unique: false,
      foreign: false,
      generated: false,
      findings: 0,
    };
  });
}

function sourcesOf(view: View, { catalog, workload }: SchemaScope): ReadonlyMap<string, Column> {
  const result = new Map<string, Column>();
  for (const key of view.reads) {
    const table = catalog.table(key);
    for (const { query, block } of table ? workload.usesOf(table) : []) {
      if (query.from !== 'view' || query.unit !== view.nameOrigin.unit || block.role !== 'main') continue;
      for (const [i, { value, alias }] of block.select.entries()) {
        const name =
          block.select.length === view.columns.length ? view.columns[i] : (alias ?? value.column?.name);
        if (name === undefined || value.kind !== 'column' || !value.column || result.has(name)) continue;
        const found = workload.columnOf(query, block, value.column);
        const column = found && columnLike(found.table, found.column);
        if (column) result.set(name, column);
      }
      return result;
    }
  }
  return result;
}
