import type { DiagramTable } from '../../../protocol/schema-panel.js';
import { accessPaths, partText } from '../../../rules/lib/access.js';
import { plainColumn } from '../../../rules/lib/clustering.js';
import { spreadsOf } from '../../../rules/lib/spread.js';
import type { Catalog, Table } from '../../../schema/model.js';
import type { KeyPart } from '../../../sql/ast/index.js';
import { formatBytes, formatShort, rowWidth, tableBytes } from '../../../workload/capacity.js';
import type { TableFacts } from '../../../workload/model.js';

/** How a table is split, if it is. */
export function partitionsOf(table: Table, catalog: Catalog): DiagramTable['partitions'] {
  const children = catalog.partitionsOf(table.key);
  const names = [...children.map(child => child.name), ...table.innerPartitions.map(({ name }) => name)];
  const spread = spreadsOf(table).find(({ by }) => by === 'Timescale');
  if (table.partitioning === undefined && names.length === 0 && spread === undefined) return undefined;
  const parts = table.partitioning?.parts.map(partText) ?? [];
  return {
    by: (parts.length > 0 ? parts : (spread?.columns ?? [])).join(', '),
    method: spread ? 'hypertable' : (table.partitioning?.strategy ?? 'inheritance'),
    count: names.length,
    names,
  };
}

/** Columns whose values decide in which partition a row lies. */
export function partitionColumns(table: Table): readonly string[] {
  return [
    ...(table.partitioning?.parts ?? []).flatMap(part =>
      part.column ? [part.column.value] : (part.expr?.columns ?? []),
    ),
    ...spreadsOf(table)
      .filter(({ by }) => by === 'Timescale')
      .flatMap(({ columns }) => columns),
  ];
}

/** What rows are sorted by on disk, where the engine lets one say so. */
export function sortKeyOf(table: Table): readonly string[] | undefined {
  if (table.dialect === 'cql') {
    const keys = table.primaryKey?.columns.slice(table.partitioning?.parts.length ?? 0) ?? [];
    return keys.length > 0 ? keys : undefined;
  }
  for (const { name, parts } of table.options) {
    if (/^(?:(?:compound |interleaved )?sortkey|order by|cluster by)$/.test(name) && parts?.length)
      return parts.map(partName);
  }
  const own = table.columns.filter(column => column.options.some(({ name }) => name === 'sortkey'));
  if (own.length > 0) return own.map(({ name }) => name);
  const clustered = accessPaths(table).find(path => path.clustered === true && path.parts.length > 0);
  return clustered && clustered.kind === 'index' ? clustered.parts.map(partName) : undefined;
}

/** What decides which node holds a row: columns, or a word such as `ALL`. */
export function distributionKeyOf(table: Table): readonly string[] | undefined {
  if (table.dialect === 'cql') {
    const parts = table.partitioning?.parts ?? [];
    return parts.length > 0 ? parts.map(partName) : undefined;
  }
  const citus = spreadsOf(table).find(({ by }) => by === 'Citus');
  if (citus) return citus.columns;
  for (const { name, value, parts } of table.options) {
    if (name === 'distkey' && parts?.length) return parts.map(partName);
    if (name === 'distribution') {
      const columns = /^hash\s*\((.*)\)$/is.exec(value)?.[1]?.match(/[^\s,[\]"]+/g);
      return columns ? [...columns] : [value.toUpperCase()];
    }
  }
  const own = table.columns.find(column => column.options.some(({ name }) => name === 'distkey'));
  if (own) return [own.name];
  const style = table.options.find(({ name }) => name === 'diststyle')?.value;
  return style && /^(?:all|even)$/i.test(style) ? [style.toUpperCase()] : undefined;
}

/** What is known of a table's size; bytes are worked out from the columns' types where only rows are known. */
export function sizeOf(
  table: Table,
  facts: TableFacts,
  catalog: Catalog,
): { readonly size?: string; readonly rows?: number; readonly bytes?: number } {
  const rows = facts.rows?.value;
  const width = facts.bytes === undefined && rows !== undefined ? rowWidth(table, facts, catalog) : undefined;
  const bytes = facts.bytes?.value ?? (width && rows !== undefined ? tableBytes(width, rows) : undefined);
  if (rows === undefined && bytes === undefined) return {};
  const parts = [
    ...(rows === undefined ? [] : [`${shortCount(rows)} ${rows === 1 ? 'row' : 'rows'}`]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
  ];
  return {
    size: `≈ ${parts.join(', ')}`,
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

/** `1.8 B`, `120`. */
export function shortCount(count: number): string {
  return formatShort(count).replace(/(\d)([TBMk])$/, '$1 $2');
}

/** The indexes that statements make, and those of keys. */
export function indexesOf(table: Table): DiagramTable['indexes'] {
  return accessPaths(table).map(path => ({
    name: path.name ?? (path.kind === 'primary key' ? 'primary key' : path.parts.map(partName).join('_')),
    columns: path.parts.map(partName),
    unique: path.unique,
  }));
}

function partName(part: KeyPart): string {
  return plainColumn(part) ?? partText(part);
}
