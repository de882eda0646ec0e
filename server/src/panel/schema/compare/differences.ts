import type {
  DiagramColumn,
  DiagramEdge,
  DiagramTable,
  SchemaComparison,
  SchemaDiagram,
} from '../../../protocol/schema-panel.js';

type Change = 'added' | 'dropped' | 'changed';
type Drawn = Pick<SchemaDiagram, 'tables' | 'edges'>;

/** What was added, dropped and changed from one diagram to another, by the ids of both. */
export function compareDiagrams(
  before: Drawn,
  after: Drawn,
): Pick<SchemaComparison, 'tables' | 'columns' | 'edges'> {
  const tables: Record<string, Change> = {};
  const columns: Record<string, SchemaComparison['columns'][string]> = {};
  each(before.tables, after.tables, (id, old, now) => {
    if (!old || !now) {
      tables[id] = now ? 'added' : 'dropped';
      return;
    }
    const changed = compareColumns(old, now);
    if (Object.keys(changed).length > 0) columns[id] = changed;
    if (Object.keys(changed).length > 0 || aspects(old) !== aspects(now)) tables[id] = 'changed';
  });
  const edges: Record<string, Change> = {};
  each(before.edges, after.edges, (id, old, now) => {
    if (!old || !now) edges[id] = now ? 'added' : 'dropped';
    else if (ends(old) !== ends(now)) edges[id] = 'changed';
  });
  return { tables, columns, edges };
}

function compareColumns(old: DiagramTable, now: DiagramTable): SchemaComparison['columns'][string] {
  const result: Record<string, SchemaComparison['columns'][string][string]> = {};
  const before = new Map(old.columns.map(column => [column.name, column]));
  for (const column of now.columns) {
    const was = before.get(column.name);
    before.delete(column.name);
    const [one, other] = [was && columnText(was), columnText(column)];
    if (one === undefined) result[column.name] = { change: 'added', after: other };
    else if (one !== other) result[column.name] = { change: 'changed', before: one, after: other };
  }
  for (const column of before.values())
    result[column.name] = { change: 'dropped', before: columnText(column) };
  return result;
}

/** A column as one would write it: `varchar(20) NOT NULL DEFAULT 'new'`. */
export function columnText(column: DiagramColumn): string {
  return [
    column.type,
    column.nullable ? '' : 'NOT NULL',
    column.default === undefined ? '' : `DEFAULT ${column.default}`,
    column.generated ? 'GENERATED' : '',
    column.primary ? 'PRIMARY KEY' : column.unique ? 'UNIQUE' : '',
  ]
    .filter(part => part !== '')
    .join(' ');
}

/** What else of a table can change. */
function aspects({ indexes, triggers, partitions, sortKey, distributionKey, comment }: DiagramTable): string {
  const list = indexes.map(({ columns, unique, name }) => `${name}:${unique}:${columns.join()}`).sort();
  return JSON.stringify([
    list,
    triggers.map(({ name }) => name).sort(),
    partitions && [partitions.by, partitions.method, partitions.names],
    sortKey,
    distributionKey,
    comment,
  ]);
}

function ends({ toColumns, declared, many, optional }: DiagramEdge): string {
  return JSON.stringify([toColumns, declared, many, optional]);
}

function each<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
  tell: (id: string, old: T | undefined, now: T | undefined) => void,
): void {
  const old = new Map(before.map(item => [item.id, item]));
  for (const item of after) {
    tell(item.id, old.get(item.id), item);
    old.delete(item.id);
  }
  for (const item of old.values()) tell(item.id, item, undefined);
}
