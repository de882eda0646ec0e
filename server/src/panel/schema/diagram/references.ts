import type { Classification } from '../../../classify/index.js';
import type { DiagramEdge } from '../../../protocol/schema-panel.js';
import { accessPaths, plainColumns } from '../../../rules/lib/access.js';
import { referencesOf } from '../../../rules/lib/denorm/references.js';
import { columnLike, isOwnTable } from '../../../rules/lib/tables.js';
import type { Catalog, ForeignKey, Table } from '../../../schema/model.js';
import type { Origin } from '../../../sql/reading.js';
import { singular, wordsOf } from '../../../text/words.js';
import type { SchemaScope } from '../scope.js';

/** A reference of a table, declared or inferred, before it is placed. */
export interface Reference {
  readonly from: Table;
  /** Key of the target, which may not be there. */
  readonly to: string;
  readonly fromColumns: readonly string[];
  readonly toColumns: readonly string[];
  readonly foreignKey: ForeignKey | undefined;
  /** The part it plays by what its columns say beyond the target's name. */
  readonly as: string | undefined;
  readonly origin: Origin | undefined;
}

/** The references of a table: its keys, then what names and types alone say. */
export function referencesFrom(
  table: Table,
  found: Classification | undefined,
  catalog: Catalog,
): readonly Reference[] {
  const result: Reference[] = [];
  const taken = new Set<string>();
  const roles = new Map(found?.edges.map(edge => [edge.columns.join('\0'), edge.as]));
  for (const key of table.foreignKeys) {
    if (key.inherited) continue;
    const columns = key.columns.join('\0');
    taken.add(columns);
    result.push({
      from: table,
      to: key.refTable,
      fromColumns: key.columns,
      toColumns: key.refColumns,
      foreignKey: key,
      as: roles.get(columns),
      origin: key.origins[0],
    });
  }
  for (const edge of found?.edges ?? []) {
    const columns = edge.columns.join('\0');
    if (edge.declared || taken.has(columns)) continue;
    taken.add(columns);
    const target = catalog.table(edge.to);
    result.push(inferred(table, edge.to, edge.columns, keyOf(target, edge.columns[0]), edge.as));
  }
  if (!isOwnTable(table)) return result;
  for (const reference of referencesOf(table, catalog)) {
    const columns = reference.columns.join('\0');
    if (reference.foreignKey || taken.has(columns)) continue;
    taken.add(columns);
    result.push(
      inferred(table, reference.parent.key, reference.columns, reference.refColumns, roles.get(columns)),
    );
  }
  return result;
}

function inferred(
  from: Table,
  to: string,
  fromColumns: readonly string[],
  toColumns: readonly string[],
  as: string | undefined,
): Reference {
  const origin = columnLike(from, fromColumns[0] ?? '')?.nameOrigin;
  return { from, to, fromColumns, toColumns, foreignKey: undefined, as, origin };
}

/** The column that an inferred reference points at: a key of one column, else that of the same name or the first. */
function keyOf(target: Table | undefined, column: string | undefined): readonly string[] {
  if (!target) return [];
  const single = [target.primaryKey, ...target.uniques].find(key => key?.columns.length === 1);
  const named = column === undefined ? undefined : columnLike(target, column)?.name;
  const name = single?.columns[0] ?? named ?? target.columns[0]?.name;
  return name === undefined ? [] : [name];
}

/** The id of the line that a reference is drawn as. */
export function referenceId({ from, fromColumns, to }: Reference): string {
  return `ref:${from.key}(${fromColumns.join(',')})>${to}`;
}

/** The references of all tables as lines, each with an id that stays the same while its ends and columns do. */
export function referenceEdges(
  references: readonly Reference[],
  { catalog, place }: Pick<SchemaScope, 'catalog' | 'place'>,
): DiagramEdge[] {
  const parallel = new Map<string, number>();
  // A key that is declared twice is one line.
  const byId = new Map<string, Reference>();
  for (const reference of references) {
    const { from, to } = reference;
    const id = referenceId(reference);
    if (byId.has(id)) continue;
    byId.set(id, reference);
    count(parallel, `${from.key}\0${to}`);
  }
  return [...byId].map(([id, { from, to, fromColumns, toColumns, foreignKey, as, origin }]) => {
    const several = (parallel.get(`${from.key}\0${to}`) ?? 0) > 1;
    const label = labelOf(as, fromColumns, to, catalog, several || from.key === to);
    return {
      id,
      from: from.key,
      to,
      fromColumns,
      toColumns,
      kind: 'references',
      declared: foreignKey !== undefined,
      ...(label === undefined ? {} : { label }),
      many: !isUnique(from, fromColumns),
      optional: fromColumns.some(name => columnLike(from, name)?.nullable !== false),
      ...(origin ? { place: place(origin) } : {}),
    };
  });
}

/** What tells several lines between the same two tables apart: `order date`. */
function labelOf(
  as: string | undefined,
  columns: readonly string[],
  to: string,
  catalog: Catalog,
  several: boolean,
): string | undefined {
  if (!several && as === undefined) return undefined;
  const column = columns[columns.length - 1] ?? '';
  const words = as === undefined ? wordsOf(column) : as.split('_');
  const rest = words.filter(word => !KEY.test(word));
  const own = wordsOf(catalog.table(to)?.name ?? '').map(singular);
  const said = rest.filter(word => !own.includes(singular(word)));
  // `store_code` says no more than the table of stores does.
  if (!several) return said.length === 0 ? undefined : rest.join(' ');
  const label = as === undefined && said.length > 0 ? said : rest.length > 0 ? rest : words;
  return label.length > 0 ? label.join(' ') : column;
}

const KEY = /^(?:id|key|sk|fk|uuid|code|no)$/;

/** True where at most one row has the same values there. */
function isUnique(table: Table, columns: readonly string[]): boolean {
  if (table.dialect === 'clickhouse' || columns.length === 0) return false;
  const names = new Set(columns.map(name => name.toLowerCase()));
  return accessPaths(table).some(path => {
    const key = path.unique && !path.where ? plainColumns(path) : undefined;
    return key !== undefined && key.length > 0 && key.every(name => names.has(name.toLowerCase()));
  });
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
