import type { DiagramCopy } from '../../../protocol/schema-panel.js';
import { type Aggregate, aggregatesOf, aggregateText } from '../../../rules/lib/denorm/aggregates.js';
import { type Copy, copiesOf } from '../../../rules/lib/denorm/copies.js';
import { isDocumented } from '../../../rules/lib/denorm/documented.js';
import { type Keeping, keepingOf } from '../../../rules/lib/denorm/keepers.js';
import { display } from '../../../rules/lib/naming.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { Column, Table, View } from '../../../schema/model.js';
import type { SchemaScope } from '../scope.js';

type Scope = Pick<SchemaScope, 'catalog' | 'workload'>;
type Kept = Pick<DiagramCopy, 'keptBy' | 'text'>;

/** Columns of a table that repeat those of others or what could be worked out from them, and what keeps them true. */
export function copiesIn(table: Table, scope: Scope): readonly DiagramCopy[] {
  return [
    ...copiesOf(table, scope.catalog).flatMap(copy => repeated(copy, scope)),
    ...aggregatesOf(table, scope.catalog).map(aggregate => aggregated(aggregate, scope)),
    ...carriedBy(table, scope),
  ];
}

/** The copy of an id, with what it was found from. */
export function findCopy(
  id: string,
  scope: Scope,
): { readonly copy: Copy; readonly column: Column } | undefined {
  for (const table of scope.catalog.allTables()) {
    if (!id.endsWith(`>${table.key}.${id.slice(id.lastIndexOf('.') + 1)}`)) continue;
    for (const copy of copiesOf(table, scope.catalog)) {
      const pair = copy.pairs.find(
        ({ column, source }) => idOf(copy.parent.key, source.name, table.key, column.name) === id,
      );
      if (pair) return { copy, column: pair.column };
    }
  }
  return undefined;
}

function repeated({ table, parent, pairs }: Copy, scope: Scope): DiagramCopy[] {
  const from = display(parent, scope.catalog);
  return pairs.map(({ column, source }) => {
    const said = `${display(table, scope.catalog)}.${column.name} repeats ${from}.${source.name}`;
    const keeping = keepingOf(table, column.name, [parent], scope.workload);
    return {
      id: idOf(parent.key, source.name, table.key, column.name),
      from: { table: parent.key, column: source.name },
      to: { table: table.key, column: column.name },
      ...keptBy(said, table, column, keeping, from),
    };
  });
}

function aggregated(aggregate: Aggregate, scope: Scope): DiagramCopy {
  const { table, column, child, source, reference } = aggregate;
  const from = display(child, scope.catalog);
  const said = `${display(table, scope.catalog)}.${column.name} holds ${aggregateText(aggregate)} of ${from}`;
  const counted = source?.name ?? reference.columns[0] ?? child.columns[0]?.name ?? '';
  const keeping = keepingOf(table, column.name, [child], scope.workload);
  return {
    id: idOf(child.key, counted, table.key, column.name),
    from: { table: child.key, column: counted },
    to: { table: table.key, column: column.name },
    ...keptBy(said, table, column, keeping, from),
  };
}

function keptBy(said: string, table: Table, column: Column, keeping: Keeping, from: string): Kept {
  const { fills, pushes, writers, unknown } = keeping;
  const [push] = pushes;
  if (push)
    return {
      keptBy: 'trigger',
      text: `${said}. Trigger ${push.trigger.name} keeps it true when ${from} changes.`,
    };
  if (isDocumented(table, column))
    return { keptBy: 'documented', text: `${said}, and a comment says that this is meant.` };
  const [fill] = fills;
  if (fill)
    return {
      keptBy: 'nothing',
      text: `${said}. Trigger ${fill.trigger.name} fills it in; nothing changes it when ${from} changes.`,
    };
  if (unknown)
    return { keptBy: 'unknown', text: `${said}. A trigger that could not be read in full may keep it true.` };
  if (writers.some(({ from: by, shape }) => shape.verb === 'update' && (by === 'code' || by === 'routine')))
    return {
      keptBy: 'unknown',
      text: `${said}. A program writes it; whether it does so whenever ${from} changes cannot be seen here.`,
    };
  return { keptBy: 'nothing', text: `${said}, and nothing here keeps it true.` };
}

/** Columns that a composite key takes along: what they repeat cannot change without them. */
function carriedBy(table: Table, { catalog }: Scope): DiagramCopy[] {
  return table.foreignKeys.flatMap(key => {
    const parent = key.columns.length > 1 && !key.inherited ? catalog.table(key.refTable) : undefined;
    const own = parent?.primaryKey?.columns;
    if (!parent || !own || !key.enforced || key.refColumns.length !== key.columns.length) return [];
    if (own.length >= key.refColumns.length || !own.every(name => key.refColumns.includes(name))) return [];
    return key.refColumns.flatMap((name, i): DiagramCopy[] => {
      const column = columnLike(table, key.columns[i]!);
      if (own.includes(name) || !column) return [];
      const said = `${display(table, catalog)}.${column.name} repeats ${display(parent, catalog)}.${name}`;
      const how = key.onUpdate === 'cascade' ? 'changes it along' : 'refuses to let them differ';
      return [
        {
          id: idOf(parent.key, name, table.key, column.name),
          from: { table: parent.key, column: name },
          to: { table: table.key, column: column.name },
          keptBy: 'cascade',
          text: `${said}. The foreign key (${key.columns.join(', ')}) ${how}.`,
        },
      ];
    });
  });
}

/** Columns that a materialized view stores: true as of its last refresh. */
export function copiesInView(view: View, scope: Scope): readonly DiagramCopy[] {
  if (!view.materialized) return [];
  const { catalog, workload } = scope;
  const found = new Map<string, DiagramCopy>();
  const refreshes = workload.refreshesOf(view);
  const scheduled = refreshes.some(each => each.scheduled);
  const name = display(view, catalog);
  const kept =
    refreshes.length === 0
      ? 'no refresh of it stands in these files'
      : `a refresh ${scheduled ? 'on a schedule ' : ''}brings it up to date`;
  for (const key of view.reads) {
    const table = catalog.table(key);
    for (const { query, block } of table ? workload.usesOf(table) : []) {
      if (query.from !== 'view' || query.unit !== view.nameOrigin.unit) continue;
      for (const [i, { value, alias }] of block.select.entries()) {
        if (block.role !== 'main' || value.kind !== 'column' || !value.column || value.column.name === '*')
          continue;
        const source = workload.columnOf(query, block, value.column);
        const column = view.columns[i] ?? alias ?? value.column.name;
        if (!source || !view.columns.includes(column)) continue;
        const id = idOf(source.table.key, source.column, view.key, column);
        found.set(id, {
          id,
          from: { table: source.table.key, column: source.column },
          to: { table: view.key, column },
          keptBy: refreshes.length === 0 ? 'nothing' : 'refresh',
          text: `${name}.${column} stores ${display(source.table, catalog)}.${source.column}, and ${kept}.`,
        });
      }
    }
  }
  return [...found.values()];
}

function idOf(from: string, source: string, to: string, column: string): string {
  return `copy:${from}.${source}>${to}.${column}`;
}
