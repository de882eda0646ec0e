import { createCatalogBuilder, type Table } from '../../../server/src/schema/index.js';
import { type Dialect, familyOf } from '../../../server/src/sql/dialect.js';
import type { TableUse, Workload } from '../../../server/src/workload/index.js';
import { createWorkloadStore } from '../../../server/src/workload/index.js';
import { unitsOf } from '../rules/harness.js';

/** A project's workload, over real parsers and a real catalog. */
export interface Project {
  readonly workload: Workload;
  table(name: string): Table;
  uses(table: string): string[];
}

export function project(sql: string, dialect: Dialect = 'postgres'): Project {
  const builder = createCatalogBuilder(familyOf(dialect));
  const units = unitsOf('schema.sql', sql, dialect);
  builder.setFiles(['schema.sql']);
  builder.setUnits('schema.sql', units);
  builder.refresh();
  const store = createWorkloadStore(builder);
  store.change([], units);
  const workload = store.tracked(builder.catalog, () => {});
  return {
    workload,
    table(name) {
      const [table] = builder.catalog.tablesNamed(name);
      if (!table) throw new Error(`no ${name}`);
      return table;
    },
    uses(name) {
      const [table] = builder.catalog.tablesNamed(name);
      const relation =
        builder.catalog.table(name) ??
        table ??
        [...builder.catalog.allViews()].find(view => view.name === name);
      if (!relation) throw new Error(`no ${name}`);
      return workload.usesOf(relation).map(printUse);
    },
  };
}

/** One line per use, with what is empty left out. */
export function printUse(use: TableUse): string {
  const list = (label: string, items: readonly string[]): string[] =>
    items.length > 0 ? [`${label} ${items.join(', ')}`] : [];
  const tests = (items: TableUse['equals']): string[] =>
    items.map(({ column, value }) => (value ? `${column}:${value.text}` : column));
  return [
    `${use.query.from === 'statement' ? '' : `${use.query.from} ${use.query.holder ?? ''}: `}${use.access}`,
    ...list('=', tests(use.equals)),
    ...list('<>', tests(use.ranges)),
    ...list('other', tests(use.others)),
    ...list(
      'wrapped',
      use.wrapped.map(({ column, wrapper }) => `${column} in ${wrapper.text}`),
    ),
    ...list(
      'join',
      use.joins.map(({ column, other, kind }) => `${column}=${other.relation}.${other.column} ${kind}`),
    ),
    ...list('group', use.groupBy),
    ...list(
      'order',
      use.orderBy.map(({ column, order }) => `${column} ${order}`),
    ),
    ...(use.needs === '*' ? ['needs *'] : list('needs', [...use.needs].sort())),
    ...(use.limit === undefined ? [] : [`limit ${use.limit}`]),
    ...list('writes', use.writes),
    ...(use.uncertain ? ['uncertain'] : []),
  ].join(' | ');
}
